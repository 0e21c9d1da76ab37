using System.Reflection;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>What one copy of the runtime runs on. <c>./run</c> takes it from the environment; tests give it directly.</summary>
/// <param name="App">The assembly whose functions are run.</param>
/// <param name="DataFolder">Everything that must survive a restart (<c>INBURGERING_DATA</c>, default <c>.local</c>).</param>
/// <param name="Port">HTTP port on loopback (<c>INBURGERING_PORT</c>, default 7071); 0 takes a free one.</param>
/// <param name="AmqpPort">AMQP port on loopback (<c>INBURGERING_AMQP_PORT</c>, default 5672); 0 takes a free one.</param>
/// <param name="Clock">Where the clock starts on an empty data folder (<c>INBURGERING_CLOCK</c>); <see langword="null"/> for the real time.</param>
/// <param name="Storage">A storage emulator that runs already; <see langword="null"/> starts Azurite on the data folder.</param>
/// <param name="Isolation">Prefix of every table and container of the runtime (letters and digits), so that tests can share one Azurite; empty otherwise.</param>
internal sealed record LocalRuntimeSettings(
    Assembly App,
    string DataFolder,
    int Port = 7071,
    int AmqpPort = 5672,
    DateTimeOffset? Clock = null,
    LocalStorage? Storage = null,
    string Isolation = "")
{
    /// <summary>Only the functions of these classes are run; <see langword="null"/> runs every function of <see cref="App"/>. For tests.</summary>
    public IReadOnlyCollection<Type>? FunctionTypes { get; init; }

    /// <summary>The folder with <c>host.json</c>, <c>local.settings.json</c> and <c>portal/</c>: beside the app, unless a test says otherwise.</summary>
    public string AppFolder { get; init; } = Path.GetDirectoryName(App.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    /// <summary>How long running functions may go on after a stop was asked for, before their cancellation token is signalled.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);
}
