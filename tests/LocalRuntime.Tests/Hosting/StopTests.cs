using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.Hosting;

public sealed class StopTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_function_that_does_not_finish_within_the_grace_is_told_by_its_token()
    {
        await using var app = await RunningApp.StartAsync(
            azurite,
            [typeof(Functions)],
            builder => builder.Services.AddSingleton<Log>(),
            settings => settings with { StopGrace = TimeSpan.FromMilliseconds(50) });
        var log = app.Services.GetRequiredService<Log>();
        var answering = app.SendAsync(HttpMethod.Get, "/api/forever");
        await log.Began.Task.WaitAsync(TestContext.Current.CancellationToken);
        await app.StopAsync();
        Assert.True(log.WasTold);
        using var response = await answering;
        Assert.Equal("gave up", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_function_is_told_when_its_caller_has_gone()
    {
        await using var app = await RunningApp.StartAsync(azurite, [typeof(Functions)], builder => builder.Services.AddSingleton<Log>());
        var log = app.Services.GetRequiredService<Log>();
        using var leaving = new CancellationTokenSource();
        var answering = app.Http.GetStringAsync("/api/forever", leaving.Token);
        await log.Began.Task.WaitAsync(TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
        await log.Told.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    internal sealed class Log
    {
        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasTold => Told.Task.IsCompleted;
    }

    public sealed class Functions(IServiceProvider services)
    {
        [Function("Forever")]
        public async Task<string> ForeverAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "forever")] HttpRequest request, CancellationToken cancellationToken)
        {
            var log = services.GetRequiredService<Log>();
            log.Began.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            log.Told.SetResult();
            return "gave up";
        }
    }
}
