using System.Runtime.CompilerServices;
using Inburgering.Calendar;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Retention;

/// <summary>Something that will be erased, or was.</summary>
/// <param name="PersonId">Whose.</param>
/// <param name="Due">What, why and when.</param>
/// <param name="PolicyVersion">The policy under which it is.</param>
public sealed record Erasure(string PersonId, RetentionDue Due, string PolicyVersion);

/// <summary>Says what falls due, and erases nothing.</summary>
public sealed class RetentionPlanning(DueFiles due, PersonStore store, PolicyBook policies)
{
    /// <summary>What falls due until a day, the earliest first: what a run on that day would erase if nothing happens until then. Reads the list, and the files on it.</summary>
    public async IAsyncEnumerable<Erasure> UntilAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var policy = policies.InForceOn(day);
        await foreach (var row in due.UntilAsync(day, cancellationToken))
        {
            if (await StandingBehindAsync(row, cancellationToken) is { } stored && RetentionRules.Next(stored.File, policy) is { } next && next.DueOn <= day)
            {
                yield return new Erasure(row.PersonId, next, policy.Version);
            }
        }
    }

    /// <summary>Looks at everybody and puts under an earlier day whom the policy lets be kept shorter than before. Reads the whole table; once after terms were shortened.</summary>
    /// <param name="now">Under whose policy.</param>
    /// <returns>How many files got an earlier day.</returns>
    public async Task<int> RefileAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (policy, refiled) = (policies.InForceOn(LegalCalendar.DayOf(now)), 0);
        await foreach (var personId in store.AllPersonIdsAsync(cancellationToken))
        {
            for (var isWritten = false; !isWritten && await store.FindKeptAsync(personId, cancellationToken) is { } stored && stored.File.PersonId == personId;)
            {
                var change = new FileChange(stored.File, now, Actor.System);
                RetentionReview.Update(change, policy);
                if (change.IsEmpty)
                {
                    break;
                }

                await due.AddAsync(new DueFile(change.File.Retention.ReviewOn!.Value, personId), cancellationToken);
                isWritten = await store.CommitAsync(stored, change, null, [], cancellationToken) == CommitResult.Committed;
                refiled += isWritten ? 1 : 0;
            }
        }

        return refiled;
    }

    /// <summary>The file, if it stands under that day; else the row is left over.</summary>
    internal async Task<StoredFile?> StandingBehindAsync(DueFile row, CancellationToken cancellationToken) =>
        await store.FindKeptAsync(row.PersonId, cancellationToken) is { } stored && stored.File.PersonId == row.PersonId && stored.File.Retention.ReviewOn == row.On ? stored : null;
}
