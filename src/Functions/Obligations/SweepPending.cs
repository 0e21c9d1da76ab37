using Inburgering.Obligations;

namespace Inburgering.Functions.Obligations;

/// <summary>Timer, daily at 03:30 UTC: heals what a crash or a lost wake left.</summary>
public sealed class SweepPending(PendingSweep sweep)
{
    [Function(nameof(SweepPending))]
    public async Task Run([TimerTrigger("0 30 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var personId in await sweep.SweepAsync(cancellationToken))
        {
            await client.PlanAgainAsync(personId, cancellationToken);
        }
    }
}
