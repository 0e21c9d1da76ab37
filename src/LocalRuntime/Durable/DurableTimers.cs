using Inburgering.LocalRuntime.Clock;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>Durable timers and later starts, as the clock sees them.</summary>
internal sealed class DurableTimers(DurableEngine engine) : IDueWork
{
    public async ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        await engine.Started.WaitAsync(cancellationToken);
        return await engine.Index.NextAsync(cancellationToken);
    }

    public async Task FireDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await engine.Started.WaitAsync(cancellationToken);
        foreach (var key in await engine.Index.TakeAsync(now, cancellationToken))
        {
            engine.Post(DueIndex.InstanceOf(key), new WakeMessage(key));
        }
    }
}
