using Inburgering.LocalRuntime.Admin;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>The host that <c>Build()</c> returns: the web application, and after it what it held on this machine.</summary>
internal sealed partial class RuntimeHost(WebApplication app, RuntimeResources resources, bool exitOnFailure) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            TellDoors();
        }
        catch (Exception exception) when (exitOnFailure && FailureOf(exception) is not null)
        {
            await DisposeAsync().ConfigureAwait(false);
            StartFailure.Exit(FailureOf(exception)!);
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync().ConfigureAwait(false);
        resources.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void TellDoors()
    {
        var doors = Services.GetRequiredService<Doors>();
        var log = Services.GetRequiredService<ILoggerFactory>().CreateLogger("Inburgering.LocalRuntime");
        foreach (var door in doors.All)
        {
            LogDoor(log, door.Name, door.Hint.Length == 0 ? door.Address : $"{door.Address}   {door.Hint}");
        }

        LogDoor(log, "Data folder", doors.DataFolder);
    }

    [LoggerMessage(LogLevel.Information, "{Door}: {Address}")]
    private static partial void LogDoor(ILogger log, string door, string address);

    private static LocalRuntimeStartException? FailureOf(Exception exception) => exception switch
    {
        LocalRuntimeStartException failure => failure,
        AggregateException several => several.InnerExceptions.Select(FailureOf).FirstOrDefault(failure => failure is not null),
        _ => null,
    };
}
