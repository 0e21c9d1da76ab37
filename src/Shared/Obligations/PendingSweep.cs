using Inburgering.Cases;
using Inburgering.Storage;

namespace Inburgering.Obligations;

/// <summary>Heals what a crash or a lost wake left: sends outboxes that were not sent and names the persons to be planned again. Reads markers only.</summary>
public sealed class PendingSweep(PendingMarkers markers, CaseList cases, Outbox outbox)
{
    /// <summary>Persons whose orchestrator must be started or woken; their markers stay until it has planned.</summary>
    public async Task<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken)
    {
        var toPlan = new List<string>();
        await foreach (var marker in markers.AllAsync(cancellationToken))
        {
            await cases.RelistAsync(marker.PersonId, cancellationToken);
            if (marker.Work == PendingWork.Plan)
            {
                toPlan.Add(marker.PersonId);
            }
            else
            {
                await outbox.TryPublishAsync(marker, cancellationToken);
            }
        }

        return toPlan;
    }
}
