using Inburgering.Functions.Tests.Running;
using Inburgering.LocalRuntime.Hosting;

[assembly: AssemblyFixture(typeof(SharedApp))]
// Most of these tests wait for the app and its storage. Those of one class go one after another: some count what the app asks of storage.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace Inburgering.Functions.Tests.Running;

/// <summary>
/// The whole app in this process, on an Azurite in memory. All tests use it at once, each with persons of its own; none moves
/// its clock. A test that must, or that has to know that nothing is under way any more, starts an app of its own.
/// </summary>
public sealed class SharedApp : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("inburgering-functions-").FullName;
    private LocalStorage? storage;
    private RunningApp? app;
    private int apps;

    internal RunningApp App => app!;

    internal Doors.Api Api => App.Api;

    internal Doors.MessageDoor Messages => App.Messages;

    public async ValueTask InitializeAsync()
    {
        storage = AzuriteProcess.EnsureStarted(Path.Combine(folder, "azurite"), inMemory: true);
        app = await StartAppAsync();
    }

    /// <summary>Another copy of the app, with data, clock and port of its own.</summary>
    internal Task<RunningApp> StartAppAsync(IReadOnlyDictionary<string, string?>? appSettings = null)
    {
        var name = FormattableString.Invariant($"app{Interlocked.Increment(ref apps)}");
        return RunningApp.StartAsync(storage!, Path.Combine(folder, name), name, appSettings);
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        AzuriteProcess.Stop(Path.Combine(folder, "azurite"));
        Directory.Delete(folder, recursive: true);
    }
}
