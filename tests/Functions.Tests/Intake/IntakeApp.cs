using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Intake;

/// <summary>An app for one class of tests, which run one after the other: when nothing is under way in it, a test's messages have had all their effects.</summary>
public sealed class IntakeApp(SharedApp shared) : IAsyncLifetime
{
    private RunningApp? app;

    internal RunningApp App => app!;

    public async ValueTask InitializeAsync() => app = await shared.StartAppAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
