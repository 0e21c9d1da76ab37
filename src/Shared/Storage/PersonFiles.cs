using Azure;
using Inburgering.Accounts;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Retention;
using Inburgering.Telemetry;
using Inburgering.Testing;
using Microsoft.Extensions.Logging;

namespace Inburgering.Storage;

/// <summary>What a use case answered, and what must happen next.</summary>
/// <param name="Result">What it answered.</param>
/// <param name="PersonId">Whose file it was.</param>
/// <param name="PlanChanged">Whether the person's orchestrator must be started or woken.</param>
/// <param name="Mark">The marker under which the change was written, where the orchestrator must plan on it and its case is listed.</param>
/// <param name="Waiting">The numbers of all messages that wait under that marker; <see langword="null"/> where others may wait too.</param>
public sealed record Outcome<T>(T Result, string PersonId, bool PlanChanged, PendingMarker? Mark = null, IReadOnlyList<long>? Waiting = null);

/// <summary>
/// Runs a use case on one file: read, decide (pure), write as one transaction, let the messages leave. A decision that met a
/// newer file is taken again on that file. No decision meets an open test whose time is up: it is closed first, so that what was
/// passed in time counts before whatever follows.
/// </summary>
public sealed partial class PersonFiles(
    PersonStore store,
    PersonIndex index,
    IndexKeys keys,
    PendingMarkers markers,
    CaseList cases,
    DueFiles due,
    Outbox outbox,
    AttemptClosing closing,
    PolicyBook policies,
    TimeProvider clock,
    ILogger<PersonFiles> logger,
    OperationMetrics? metrics = null)
{
    private const int MostTries = 20;

    /// <summary>
    /// The file for whoever reads or answers something from it; <see langword="null"/> if there is none. One point read, unless a
    /// test's time is up: that is closed first.
    /// </summary>
    public async Task<PersonFile?> ReadAsync(string personId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(personId, cancellationToken) is not { } stored)
        {
            return null;
        }

        if (stored.File.ExpiredAttempts(clock.GetUtcNow()).Count == 0)
        {
            return stored.File;
        }

        return (await ChangeAsync(personId, Actor.System, change => change.File, cancellationToken: cancellationToken))?.Result;
    }

    /// <summary>Does one use case.</summary>
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
        var (planChanged, mark) = (false, (PendingMarker?)null);
        for (var tries = 1; ; tries++)
        {
            var stored = await store.FindKeptAsync(personId, cancellationToken);
            if (stored is null or { IsErased: true } && !createIfUnknown)
            {
                return null;
            }

            if (stored is { IsErased: true })
            {
                // Taken before it was erased: a repeat. Else whoever matched it must look again: it is a new person's.
                return messageKey is not null && await store.WasTakenAsync(stored.File.PersonId, messageKey, cancellationToken)
                    ? new Outcome<T?>(default, stored.File.PersonId, PlanChanged: false)
                    : throw new PersonErasedException(stored.File.PersonId);
            }

            stored ??= new StoredFile(new PersonFile { PersonId = personId }, null);
            personId = stored.File.PersonId;
            var now = clock.GetUtcNow();
            if (stored.File.ExpiredAttempts(now).Count > 0 && tries < MostTries)
            {
                var (closingChangedPlan, closingMark) = await CloseExpiredAsync(stored, now, cancellationToken);
                (planChanged, mark) = (planChanged || closingChangedPlan, closingMark ?? mark);
                continue;
            }

            var attempts = await AttemptsAsync(personId, attemptId is null ? [] : [attemptId], cancellationToken);
            var change = new FileChange(stored.File, now, actor)
            {
                ReadAttempts = [.. attempts.Select(attempt => attempt.Attempt)],
                PolicyInForce = PolicyInForce(now),
                Reason = reason,
            };
            var result = decide(change);
            if (change.IsEmpty)
            {
                return new Outcome<T?>(result, personId, planChanged, mark);
            }

            if (messageKey is not null)
            {
                change.Update(file => file.Took(IndexLease.OwnerOf(messageKey)));
            }

            var act = NamedAct.Current;
            if (act?.AnswerTo(result, personId) is { } answer)
            {
                change.Keep(act.Key, answer);
            }

            var (written, own) = await WriteAsync(stored, change, attempts, messageKey);
            switch (written)
            {
                case CommitResult.Committed:
                    if (change.Kept is not null)
                    {
                        act!.KeptIn = personId;
                    }

                    return new Outcome<T?>(
                        result, personId, planChanged || change.ChangesPlan, own ?? mark, own is { IsFirst: true } ? [.. change.Outbox.Select(message => message.Sequence)] : null);
                case CommitResult.Repeated:
                    return await RepeatedAsync<T>(personId, cancellationToken);
                case CommitResult.Conflict when change.Kept is { Act: var kept } && await store.FindAnswerAsync(personId, kept, cancellationToken) is not null:
                    throw new ActDoneException();
                case CommitResult.Conflict when tries >= MostTries:
                    throw new RequestFailedException(412, $"The file was changed by others {MostTries} times in a row.");
            }
        }
    }

    /// <summary>A transaction of its own before the decision: a message that is then refused, or was taken before, has nothing to do with it.</summary>
    /// <returns>Whether the person's orchestrator must be started or woken, and the marker that says so.</returns>
    private async Task<(bool PlanChanged, PendingMarker? Mark)> CloseExpiredAsync(StoredFile stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expired = stored.File.ExpiredAttempts(now);
        var attempts = await AttemptsAsync(stored.File.PersonId, expired, cancellationToken);
        var change = new FileChange(stored.File, now, Actor.System)
        {
            ReadAttempts = [.. attempts.Select(attempt => attempt.Attempt)],
            PolicyInForce = PolicyInForce(now),
        };
        closing.CloseExpired(change, expired, RandomCodes.VerificationCode());
        var (written, mark) = await WriteAsync(stored, change, attempts, messageKey: null);
        if (written != CommitResult.Committed || !change.ChangesPlan)
        {
            return (false, null);
        }

        // Whoever only reads can't wake the orchestrator, and one who is refused does not: the marker stays for the sweep, but what others must hear leaves now.
        await outbox.TryPublishAsync(stored.File.PersonId, CancellationToken.None);
        return (true, mark);
    }

    // From here on an act is carried through: a caller who hangs up would leave what it wrote to the sweep.
    private async Task<(CommitResult Result, PendingMarker? Mark)> WriteAsync(StoredFile stored, FileChange change, IReadOnlyList<StoredAttempt> attempts, IndexKey? messageKey)
    {
        var personId = stored.File.PersonId;
        CaseListing.Update(change);
        RetentionReview.Update(change, policies.InForceOn(LegalCalendar.DayOf(change.Now)));
        if (change.File.Retention.ReviewOn is { } reviewOn && reviewOn != change.Before.Retention.ReviewOn)
        {
            await due.AddAsync(new DueFile(reviewOn, personId), CancellationToken.None);
        }

        foreach (var claim in change.Claims)
        {
            await index.ClaimAsync(claim.Key, claim.PersonId, CancellationToken.None);
        }

        if (change.File.SearchedBy is { } name && name != change.Before.SearchedBy)
        {
            await index.AddToAsync(keys.Name(name.FamilyName, name.BirthDate), personId, CancellationToken.None);
        }

        if (change.File.UnregisteredAs is { } unregistered && unregistered != change.Before.UnregisteredAs)
        {
            await index.AddToAsync(keys.Unregistered(unregistered.BirthDate, unregistered.Nationality), personId, CancellationToken.None);
        }

        if (change.File.WithoutPermitAs is { } unlinked && unlinked != change.Before.WithoutPermitAs)
        {
            await index.AddToAsync(keys.WithoutPermit(unlinked.BirthDate, unlinked.Nationality), personId, CancellationToken.None);
        }

        PendingMarker? marker = change switch
        {
            // Time seldom meets what others left, and asks whether it did.
            { ChangesPlan: true } when change.Actor == Actor.System => await markers.MarkFirstAsync(PendingWork.Plan, personId, CancellationToken.None),
            { ChangesPlan: true } => await markers.MarkAsync(PendingWork.Plan, personId, CancellationToken.None),
            { Outbox.IsEmpty: false } or { ChangesPlace: true } => await markers.MarkAsync(PendingWork.Outbox, personId, CancellationToken.None),
            _ => null,
        };
        if (change.Attempts.Where(attempt => attempt.IsOpen).Max(attempt => (DateTimeOffset?)attempt.ExpiresAt) is { } expiresAt)
        {
            await markers.MarkAsync(PendingWork.Attempt, personId, CancellationToken.None, expiresAt);
        }

        if (change.File.AdulthoodReview is { IsOpen: false } review && review != change.Before.AdulthoodReview)
        {
            await markers.MarkAsync(PendingWork.Date, personId, CancellationToken.None, LegalCalendar.StartOf(review.DueOn));
        }

        var result = await store.CommitAsync(stored, change, messageKey, attempts, CancellationToken.None);
        if (result != CommitResult.Committed)
        {
            return (result, null);
        }

        foreach (var closed in change.Attempts.Where(attempt => attempt.Result is not null && change.ReadAttempts.Any(read => read.AttemptId == attempt.AttemptId && read.Result is null)))
        {
            metrics?.AttemptClosed(closed.ModuleId, closed.Result!.Passed);
        }

        var isListed = await TryMoveAsync(change);
        if (marker is { Work: PendingWork.Outbox })
        {
            // The marker stays for the list; what others must hear does not wait for it.
            await (isListed ? outbox.TryPublishAsync(marker, CancellationToken.None) : outbox.TryPublishAsync(personId, CancellationToken.None));
        }

        return (result, isListed && marker is { Work: PendingWork.Plan } ? marker : null);
    }

    private string PolicyInForce(DateTimeOffset now) => policies.InForceOn(LegalCalendar.DayOf(now)).Version;

    private async Task<IReadOnlyList<StoredAttempt>> AttemptsAsync(string personId, IReadOnlyList<string> attemptIds, CancellationToken cancellationToken)
    {
        var found = new List<StoredAttempt>();
        foreach (var attemptId in attemptIds)
        {
            if (await store.FindAttemptAsync(personId, attemptId, cancellationToken) is { } attempt)
            {
                found.Add(attempt);
            }
        }

        return found;
    }

    /// <returns>False if the list is not up to date: then the marker stays for the sweep.</returns>
    private async Task<bool> TryMoveAsync(FileChange change)
    {
        try
        {
            if (change.ChangesPlace)
            {
                await cases.MoveAsync(change.File.PersonId, change.Before.Listing, change.File.Listing, CancellationToken.None);
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

/// <summary>The person was erased between the look-up and the writing: look again. A message that meets it comes again.</summary>
public sealed class PersonErasedException(string personId) : Exception($"The file {personId} was erased meanwhile.");
