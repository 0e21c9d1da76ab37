using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Hosting;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>Starts and stops the engine with the runtime.</summary>
internal sealed class DurableHost(DurableEngine engine, LocalRuntimeSettings settings) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(settings.StopGrace);
}
