using Microsoft.Extensions.Hosting;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>Running work may finish after a stop was asked for; only when that takes too long, is it told to give up.</summary>
internal sealed class StopGrace : IDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly CancellationTokenRegistration registration;

    public StopGrace(IHostApplicationLifetime lifetime, LocalRuntimeSettings settings) =>
        registration = lifetime.ApplicationStopping.Register(() => over.CancelAfter(settings.StopGrace));

    /// <summary>Signalled when the grace is over.</summary>
    public CancellationToken Over => over.Token;

    public void Dispose()
    {
        registration.Dispose();
        over.Dispose();
    }
}
