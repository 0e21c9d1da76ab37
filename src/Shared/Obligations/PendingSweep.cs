using Inburgering.Cases;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;
using Inburgering.Telemetry;

namespace Inburgering.Obligations;

/// <summary>
/// Heals what a crash, an outage or a lost wake left: sends outboxes that were not sent, closes tests whose time is up, names the
/// persons to be planned again. Reads markers only: it costs one query where nothing was left.
/// </summary>
public sealed class PendingSweep(PendingMarkers markers, PersonFiles files, CaseList cases, Outbox outbox, PolicyBook policies, TimeProvider clock, OperationMetrics? metrics = null)
{
    private int sweeps;

    /// <summary>Does what is due; what an act of this minute left is still that act's own. The first sweep of a process does everything: nobody else is on it after a crash.</summary>
    /// <returns>Persons whose orchestrator must be started or woken; their markers stay until it has planned.</returns>
    public Task<IReadOnlyList<string>> SweepDueAsync(CancellationToken cancellationToken) =>
        Interlocked.Increment(ref sweeps) == 1 ? SweepAsync(cancellationToken) : SweepAsync(markers.DueAsync(cancellationToken), cancellationToken);

    /// <summary>Does everything that is left, whoever may be on it: repeating it is harmless.</summary>
    /// <returns>As <see cref="SweepDueAsync"/>.</returns>
    public Task<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken) => SweepAsync(markers.AllAsync(cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<string>> SweepAsync(IAsyncEnumerable<PendingMarker> left, CancellationToken cancellationToken)
    {
        var toPlan = new HashSet<string>(StringComparer.Ordinal);
        var (now, longest) = (clock.GetUtcNow(), TimeSpan.Zero);
        await foreach (var marker in left)
        {
            // Its day may be years away: nothing was left undone.
            if (marker is { Work: PendingWork.Date, DueAt: { } dueAt } && dueAt > now)
            {
                continue;
            }

            longest = now - marker.DueAt is { } age && age > longest ? age : longest;
            await cases.RelistAsync(marker.PersonId, cancellationToken);
            switch (marker.Work)
            {
                case PendingWork.Plan:
                    toPlan.Add(marker.PersonId);
                    break;
                case PendingWork.Outbox:
                    await outbox.TryPublishAsync(marker, cancellationToken);
                    break;
                case PendingWork.Date:
                    if (await PassTimeAsync(marker, cancellationToken))
                    {
                        toPlan.Add(marker.PersonId);
                    }

                    break;
                case PendingWork.Attempt:
                    if (await CloseAsync(marker, cancellationToken))
                    {
                        toPlan.Add(marker.PersonId);
                    }

                    break;
            }
        }

        metrics?.LeftBehind(longest);
        return [.. toPlan];
    }

    private async Task<bool> PassTimeAsync(PendingMarker marker, CancellationToken cancellationToken)
    {
        var outcome = await files.ChangeAsync(
            marker.PersonId,
            Actor.System,
            change =>
            {
                Assessment.PassTime(change, policies);
                return true;
            },
            cancellationToken: cancellationToken);
        await markers.RemoveAsync(marker, cancellationToken);
        return outcome is { PlanChanged: true };
    }

    private async Task<bool> CloseAsync(PendingMarker marker, CancellationToken cancellationToken)
    {
        var outcome = await files.ChangeAsync(marker.PersonId, Actor.System, change => change.File.NextExpiryAt, cancellationToken: cancellationToken);
        if (outcome?.Result is null)
        {
            await markers.RemoveAsync(marker, cancellationToken);
        }

        return outcome is { PlanChanged: true };
    }
}
