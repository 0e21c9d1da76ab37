using Inburgering.Obligations;

namespace Inburgering.Functions.Obligations;

/// <summary>
/// Timer, by setting SweepSchedule, and whenever the app starts: heals what a crash, an outage or a lost wake left
/// (docs/adr/0005-healing-what-was-left.md).
/// </summary>
public sealed class SweepPending(PendingSweep sweep)
{
    [Function(nameof(SweepPending))]
    public async Task Run([TimerTrigger("%SweepSchedule%", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var personId in await sweep.SweepDueAsync(cancellationToken))
        {
            await client.PlanAgainAsync(personId, cancellationToken);
        }
    }
}
