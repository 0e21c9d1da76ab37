using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

[assembly: AssemblyFixture(typeof(SharedApp))]
// Each of these tests waits for processes; some start and kill copies of their own.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All, MaxThreads = 3)]

namespace Inburgering.EndToEnd.Tests.Running;

/// <summary>One copy for all tests that leave the clock where it is; started by the first that asks. Each test brings its own people.</summary>
public sealed class SharedApp : IAsyncDisposable
{
    private readonly Lazy<Task<RunningApp>> _app = new(RunningApp.StartAsync);

    internal Task<RunningApp> AppAsync() => _app.Value;

    internal async Task<PublicDoors> DoorsAsync()
    {
        // Tests don't share a client: each has its own accounts and tokens.
        var app = await _app.Value;
        return new PublicDoors(new Uri($"http://localhost:{app.Port}/"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_app.IsValueCreated)
        {
            await (await _app.Value).DisposeAsync();
        }
    }
}
