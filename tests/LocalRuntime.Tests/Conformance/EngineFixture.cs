using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Tests.Conformance;

/// <summary>
/// The engine that the conformance tests run against. This is the one place that knows which: another engine behind the
/// same public names takes the same tests by another implementation of these few members.
/// </summary>
public sealed class EngineFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("inburgering-conformance-").FullName;
    private readonly string isolation = "c" + Guid.NewGuid().ToString("N")[..12];
    private IHost? host;

    /// <summary>What the functions of <see cref="ConformanceFunctions"/> wrote to their loggers.</summary>
    public RecordedLog Log { get; } = new();

    public DurableTaskClient Client => Running.Services.GetRequiredService<DurableTaskClient>();

    /// <summary>The time the orchestrations live by.</summary>
    public DateTimeOffset Now => Running.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private IHost Running => host ?? throw new InvalidOperationException("The engine does not run.");

    public async ValueTask InitializeAsync()
    {
        host = RunningApp.Build(
            azurite,
            [typeof(ConformanceFunctions), typeof(EventFunctions), typeof(CallFunctions), typeof(RunFunctions), typeof(PurityFunctions)],
            builder => builder.Logging.AddProvider(Log),
            settings => settings with { DataFolder = folder, AppFolder = folder, Isolation = isolation });
        await host.StartAsync(CancellationToken.None);
    }

    /// <summary>Lets the time pass; completes when all that became due has been done.</summary>
    public Task AdvanceAsync(TimeSpan duration) =>
        Running.Services.GetRequiredService<ClockDriver>().AdvanceAsync(Now + duration, TestContext.Current.CancellationToken);

    /// <summary>Stops the engine and starts a new one on the same storage.</summary>
    public async Task RestartAsync()
    {
        await DisposeHostAsync();
        await InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeHostAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task DisposeHostAsync()
    {
        var stopping = Running;
        host = null;
        await stopping.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)stopping).DisposeAsync();
    }
}
