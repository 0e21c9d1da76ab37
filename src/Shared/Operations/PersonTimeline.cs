using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Operations;

/// <summary>One thing that happened.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Kind"><c>decision</c>, <c>sent</c> or <c>waiting</c>.</param>
/// <param name="What">The audit line's action, or the type of the message.</param>
/// <param name="By">The role of who acted.</param>
/// <param name="PolicyVersion">The policy that decided.</param>
/// <param name="Number">The audit line's or the message's, rising per person.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string What, string? By, string? PolicyVersion, long Number);

/// <summary>What an operator needs to see of one person, and nothing that says who it is.</summary>
/// <param name="Entries">In the order in which it happened.</param>
/// <param name="Marks">What is left to do, by the markers.</param>
public sealed record PersonTimeline(string PersonId, ObligationStatus Status, IReadOnlyList<TimelineEntry> Entries, IReadOnlyList<PendingMarker> Marks);

/// <summary>Shows operators what became of one person's matter: which decisions, which messages. Neither names nor numbers, nor anybody's words.</summary>
public sealed class TimelineViewing(PersonFiles files, PersonStore store, PendingMarkers markers)
{
    /// <summary>The timeline, with the look recorded in the person's trail; <see langword="null"/> if there is no such person.</summary>
    public async Task<PersonTimeline?> ViewAsync(string personId, string operatorId, CancellationToken cancellationToken)
    {
        var outcome = await files.ChangeAsync(
            personId,
            Actor.Operator(operatorId),
            change =>
            {
                change.Record("timelineViewed");
                return change.File;
            },
            cancellationToken: cancellationToken);
        if (outcome?.Result is not { } file)
        {
            return null;
        }

        var lines = (await store.AuditAsync(file.PersonId, cancellationToken)).Select(line => new TimelineEntry(line.At, "decision", line.Action, line.Actor.Role, line.PolicyVersion, line.Number));
        var sent = (await store.SentAsync(file.PersonId, cancellationToken)).Select(message => new TimelineEntry(message.At, "sent", message.Type, null, null, message.Sequence));
        var waiting = (await store.OutboxAsync(file.PersonId, cancellationToken)).Select(message => new TimelineEntry(message.At, "waiting", message.Type, null, null, message.Sequence));
        var marks = await Task.WhenAll(Enum.GetValues<PendingWork>().Select(work => markers.FindAsync(work, file.PersonId, cancellationToken)));
        return new PersonTimeline(
            file.PersonId,
            file.Obligation.Status,
            [.. lines.Concat(sent).Concat(waiting).OrderBy(entry => entry.At).ThenBy(entry => entry.Kind, StringComparer.Ordinal).ThenBy(entry => entry.Number)],
            [.. marks.OfType<PendingMarker>()]);
    }

    /// <summary>Marks the person to be planned again and records who wanted it.</summary>
    /// <returns>Whose file it was; <see langword="null"/> if there is no such person.</returns>
    public async Task<string?> MarkAsync(string personId, string operatorId, string reason, CancellationToken cancellationToken)
    {
        var outcome = await files.ChangeAsync(
            personId,
            Actor.Operator(operatorId),
            change =>
            {
                change.Record("wokenByOperator");
                return change.File.PersonId;
            },
            reason: reason,
            cancellationToken: cancellationToken);
        if (outcome?.Result is not { } found)
        {
            return null;
        }

        // Whatever becomes of the wake, the sweep finds this.
        await markers.MarkAsync(PendingWork.Plan, found, cancellationToken);
        return found;
    }
}
