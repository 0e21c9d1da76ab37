using Azure;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.People;
using Inburgering.Policies;
using Microsoft.Extensions.Logging;

namespace Inburgering.Storage;

/// <summary>What a use case answered, and what must happen next.</summary>
/// <param name="Result">What it answered.</param>
/// <param name="PersonId">Whose file it was.</param>
/// <param name="PlanChanged">Whether the person's orchestrator must be started or woken.</param>
public sealed record Outcome<T>(T Result, string PersonId, bool PlanChanged);

/// <summary>
/// Runs a use case on one file: read, decide (pure), write as one transaction, let the messages leave. A decision that met a
/// newer file is taken again on that file.
/// </summary>
public sealed partial class PersonFiles(PersonStore store, PersonIndex index, IndexKeys keys, PendingMarkers markers, CaseList cases, Outbox outbox, PolicyBook policies, TimeProvider clock, ILogger<PersonFiles> logger)
{
    private const int MostTries = 20;

    /// <param name="personId">Whose file.</param>
    /// <param name="actor">Who acts, for the audit trail.</param>
    /// <param name="decide">The decision. It may run several times and must not do anything but change what it is given.</param>
    /// <param name="createIfUnknown">Starts a file where there is none.</param>
    /// <param name="messageKey">The message that is taken, if any.</param>
    /// <param name="attemptId">An attempt that is read before the decision and written with it.</param>
    /// <param name="reason">Why, in the words of the human who acts, for the audit trail.</param>
    /// <returns><see langword="null"/> if there is no file and none was to be started.</returns>
    public async Task<Outcome<T?>?> ChangeAsync<T>(
        string personId,
        Actor actor,
        Func<FileChange, T> decide,
        bool createIfUnknown = false,
        IndexKey? messageKey = null,
        string? attemptId = null,
        string? reason = null,
        CancellationToken cancellationToken = default)
    {
        for (var tries = 1; ; tries++)
        {
            var stored = await store.FindAsync(personId, cancellationToken);
            if (stored is null && !createIfUnknown)
            {
                return null;
            }

            stored ??= new StoredFile(new PersonFile { PersonId = personId }, null);
            personId = stored.File.PersonId;
            var attempt = attemptId is null ? null : await store.FindAttemptAsync(personId, attemptId, cancellationToken);
            var now = clock.GetUtcNow();
            var change = new FileChange(stored.File, now, actor)
            {
                Attempt = attempt?.Attempt,
                PolicyInForce = policies.InForceOn(LegalCalendar.DayOf(now)).Version,
                Reason = reason,
            };
            var result = decide(change);
            if (!change.IsEmpty)
            {
                CaseListing.Update(change);
            }

            if (change.Attempt is not null && ReferenceEquals(change.Attempt, attempt?.Attempt))
            {
                change.Attempt = null;
            }

            if (change.IsEmpty)
            {
                return new Outcome<T?>(result, personId, PlanChanged: false);
            }

            foreach (var claim in change.Claims)
            {
                await index.ClaimAsync(claim.Key, claim.PersonId, cancellationToken);
            }

            if (change.File.SearchedBy is { } name && name != change.Before.SearchedBy)
            {
                await index.AddToAsync(keys.Name(name.FamilyName, name.BirthDate), personId, cancellationToken);
            }

            PendingMarker? marker = change switch
            {
                { ChangesPlan: true } => await markers.MarkAsync(PendingWork.Plan, personId, cancellationToken),
                { Outbox.IsEmpty: false } or { ChangesPlace: true } => await markers.MarkAsync(PendingWork.Outbox, personId, cancellationToken),
                _ => null,
            };
            var attemptETag = change.Attempt?.AttemptId == attempt?.Attempt.AttemptId ? attempt?.ETag : null;
            switch (await store.CommitAsync(stored, change, messageKey, attemptETag, cancellationToken))
            {
                case CommitResult.Committed:
                    if (await TryMoveAsync(change, cancellationToken) && marker is { Work: PendingWork.Outbox })
                    {
                        await outbox.TryPublishAsync(marker, cancellationToken);
                    }

                    return new Outcome<T?>(result, personId, change.ChangesPlan);
                case CommitResult.Repeated:
                    return await RepeatedAsync<T>(personId, cancellationToken);
                case CommitResult.Conflict when tries == MostTries:
                    throw new RequestFailedException(412, $"The file was changed by others {MostTries} times in a row.");
            }
        }
    }

    /// <returns>False if the list is not up to date: then the marker stays for the sweep.</returns>
    private async Task<bool> TryMoveAsync(FileChange change, CancellationToken cancellationToken)
    {
        try
        {
            if (change.ChangesPlace)
            {
                await cases.MoveAsync(change.File.PersonId, change.Before.Listing, change.File.Listing, cancellationToken);
            }

            return true;
        }
        catch (RequestFailedException exception)
        {
            LogNotListed(exception, change.File.PersonId);
            return false;
        }
    }

    /// <summary>A repeat has no effect of its own, but finishes what its first delivery may have left undone.</summary>
    private async Task<Outcome<T?>> RepeatedAsync<T>(string personId, CancellationToken cancellationToken)
    {
        if (await markers.FindAsync(PendingWork.Outbox, personId, cancellationToken) is { } left)
        {
            await cases.RelistAsync(personId, cancellationToken);
            await outbox.TryPublishAsync(left, cancellationToken);
        }

        return new Outcome<T?>(default, personId, PlanChanged: await markers.FindAsync(PendingWork.Plan, personId, cancellationToken) is not null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The case of {PersonId} could not be listed; the sweep will try again.")]
    private partial void LogNotListed(Exception exception, string personId);
}
