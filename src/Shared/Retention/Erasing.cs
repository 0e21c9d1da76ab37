using Azure;
using Azure.Storage.Blobs;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.Extensions.Logging;

namespace Inburgering.Retention;

/// <summary>
/// Erases what the policy no longer lets be kept. Reads the list of what falls due and nobody else. What is erased leaves the file
/// in one transaction, with the line of the audit trail that says so; what leads to it from elsewhere goes after that, and until
/// it has gone the file keeps its place in the list: a crash is finished by the next run.
/// </summary>
public sealed partial class Erasing(
    RetentionPlanning planning,
    DueFiles due,
    PersonStore store,
    PersonIndex index,
    IndexKeys keys,
    CaseList cases,
    Outbox outbox,
    StorageTables storage,
    PolicyBook policies,
    TimeProvider clock,
    ILogger<Erasing> logger)
{
    private const int MostTries = 20;

    /// <summary>Erases what is due today. Repeating it changes nothing.</summary>
    /// <param name="forget">Lets the runtime forget what it holds of a person; may be called again for the same one.</param>
    public async Task<IReadOnlyList<Erasure>> EraseDueAsync(Func<string, Task> forget, CancellationToken cancellationToken)
    {
        var (today, erased) = (LegalCalendar.DayOf(clock.GetUtcNow()), new List<Erasure>());
        await foreach (var row in due.UntilAsync(today, cancellationToken))
        {
            try
            {
                erased.AddRange(await EraseAsync(row, today, forget, cancellationToken));
            }
            catch (RequestFailedException exception)
            {
                // A document that is under a legal hold, an outage: the others are not kept for it.
                LogFailed(exception, row.PersonId);
            }
        }

        return erased;
    }

    private async Task<IReadOnlyList<Erasure>> EraseAsync(DueFile row, DateOnly today, Func<string, Task> forget, CancellationToken cancellationToken)
    {
        var (policy, erased) = (policies.InForceOn(today), new List<Erasure>());
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await planning.StandingBehindAsync(row, cancellationToken) is not { } stored)
            {
                await due.RemoveAsync(row, cancellationToken);
                return erased;
            }

            if (stored.File.Retention.Leftovers is { } leftovers)
            {
                await RemoveAsync(stored.File, leftovers, forget, cancellationToken);
                await WriteAsync(stored, change => change.Update(file => file with { Retention = file.Retention with { Leftovers = null } }), cancellationToken);
                continue;
            }

            var next = RetentionRules.Next(stored.File, policy);
            if (next is null || next.DueOn > today || stored.File.NextExpiryAt is not null)
            {
                // A test that is under way is finished first.
                if (await FileAnewAsync(stored, next is null ? null : next.DueOn > today ? next.DueOn : today.AddDays(1), cancellationToken))
                {
                    await due.RemoveAsync(row, cancellationToken);
                    return erased;
                }

                continue;
            }

            if (await EraseAsync(stored, next, policy, today, cancellationToken))
            {
                LogErased(row.PersonId, next.Step, next.Reason);
                erased.Add(new Erasure(row.PersonId, next, policy.Version));
            }
        }

        LogTooBusy(row.PersonId);
        return erased;
    }

    /// <returns>Whether it was erased; not, if the file changed meanwhile.</returns>
    private async Task<bool> EraseAsync(StoredFile stored, RetentionDue next, Policy policy, DateOnly today, CancellationToken cancellationToken)
    {
        var file = stored.File;
        switch (next.Step)
        {
            case RetentionStep.AttemptDetail:
                // The rows first: whoever comes back to a file whose rows are half gone finds it due still.
                var closedBefore = LegalCalendar.StartOf(next.Since.AddDays(1));
                foreach (var personId in file.JoinedFrom.Append(file.PersonId))
                {
                    await store.EraseAttemptsAsync(personId, closedBefore, cancellationToken);
                }

                return await WriteAsync(
                    stored,
                    change =>
                    {
                        change.Record("attemptDetailErased", WireName.Of(next.Reason), policy.Version);
                        change.Update(before => before with { Retention = before.Retention with { AttemptsErasedOn = today, LastActOn = file.Retention.LastActOn } });
                    },
                    cancellationToken);

            case RetentionStep.Person:
                await outbox.PublishAsync(file.PersonId, cancellationToken);
                var leftovers = await LeftoversAsync(file, cancellationToken);
                return await WriteAsync(
                    stored,
                    change =>
                    {
                        change.Record("personErased", WireName.Of(next.Reason), policy.Version);
                        change.Update(before => Remaining(before, today, file.Retention.LastActOn, leftovers));
                    },
                    cancellationToken);

            case RetentionStep.Proof:
                foreach (var certificate in file.FurtherCertificates.Prepend(file.Certificate!))
                {
                    await ReleaseAsync(keys.VerificationCode(certificate.VerificationCode), file, cancellationToken);
                }

                return await WriteAsync(
                    stored,
                    change =>
                    {
                        change.Record("proofErased", WireName.Of(next.Reason), policy.Version);
                        change.Update(before => before with { Certificate = null, FurtherCertificates = [], Retention = before.Retention with { LastActOn = file.Retention.LastActOn } });
                    },
                    cancellationToken);

            default:
                return await EraseTrailAsync(file, cancellationToken);
        }
    }

    /// <summary>What must be kept of an erased person: proof and audit trail for their time (GDPR art. 17.3.b and e), and which messages were taken.</summary>
    private static PersonFile Remaining(PersonFile file, DateOnly today, DateOnly? lastActOn, Leftovers leftovers) => new()
    {
        PersonId = file.PersonId,
        LastEvent = file.LastEvent,
        LastAudit = file.LastAudit,
        AuditHead = file.AuditHead,
        JoinedFrom = file.JoinedFrom,
        Certificate = file.Certificate,
        FurtherCertificates = file.FurtherCertificates,
        Retention = new RetentionState { ReviewOn = file.Retention.ReviewOn, ErasedOn = today, LastActOn = lastActOn, Leftovers = leftovers },
    };

    private async Task<Leftovers> LeftoversAsync(PersonFile file, CancellationToken cancellationToken)
    {
        var made = LookupKeysOf.One(file, keys).ToList();
        foreach (var workerId in file.NamedBy.Append(file.DeclaredBy).OfType<string>().Distinct())
        {
            if (await store.FindAsync(workerId, cancellationToken) is { } worker)
            {
                made.AddRange(LookupKeysOf.MadeFor(file, worker.File, keys));
            }
        }

        return new Leftovers([.. made.Distinct()], [.. LookupKeysOf.Made(file, keys).Distinct()], [.. LookupKeysOf.Shared(file, keys)], file.Listing);
    }

    private async Task RemoveAsync(PersonFile file, Leftovers leftovers, Func<string, Task> forget, CancellationToken cancellationToken)
    {
        foreach (var key in leftovers.Keys)
        {
            await ReleaseAsync(key, file, cancellationToken);
        }

        foreach (var key in leftovers.MadeKeys)
        {
            if (await index.ReadAsync(key, cancellationToken) is { } row)
            {
                await index.ReleaseAsync(row, cancellationToken);
            }
        }

        await cases.MoveAsync(file.PersonId, leftovers.Listing, null, cancellationToken);
        foreach (var personId in file.JoinedFrom.Append(file.PersonId))
        {
            foreach (var key in leftovers.SharedKeys)
            {
                await index.RemoveFromAsync(key, personId, cancellationToken);
            }

            await store.EraseAllButKeptAsync(personId, cancellationToken);
            await EmptyAsync(storage.Letters, personId, cancellationToken);
            await EmptyAsync(storage.Dossiers, personId, cancellationToken);
            await forget(personId);
        }
    }

    /// <summary>The look-up rows first and the file last: as long as it is there, it is due.</summary>
    private async Task<bool> EraseTrailAsync(PersonFile file, CancellationToken cancellationToken)
    {
        if (file.Certificate is { } certificate)
        {
            await ReleaseAsync(keys.VerificationCode(certificate.VerificationCode), file, cancellationToken);
        }

        foreach (var personId in file.JoinedFrom.Append(file.PersonId))
        {
            foreach (var message in await store.RowsOfMessagesAsync(personId, cancellationToken))
            {
                await ReleaseAsync(message, file, cancellationToken);
            }
        }

        foreach (var personId in file.JoinedFrom.Append(file.PersonId))
        {
            await store.EraseAllAsync(personId, cancellationToken);
        }

        return true;
    }

    /// <summary>Removes a look-up row, unless it leads to somebody else by now.</summary>
    private async Task ReleaseAsync(IndexKey key, PersonFile file, CancellationToken cancellationToken)
    {
        if (await index.ReadAsync(key, cancellationToken) is { } row && (row.PersonId == file.PersonId || file.JoinedFrom.Contains(row.PersonId)))
        {
            await index.ReleaseAsync(row, cancellationToken);
        }
    }

    private static async Task EmptyAsync(BlobContainerClient container, string personId, CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(new Azure.Storage.Blobs.Models.GetBlobsOptions { Prefix = personId + "/" }, cancellationToken))
        {
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }

    /// <returns>Whether the file stands under the new day; not, if it changed meanwhile.</returns>
    private async Task<bool> FileAnewAsync(StoredFile stored, DateOnly? on, CancellationToken cancellationToken)
    {
        if (on is { } day)
        {
            await due.AddAsync(new DueFile(day, stored.File.PersonId), cancellationToken);
        }

        return await WriteAsync(stored, change => change.Update(file => file with { Retention = file.Retention with { ReviewOn = on } }), cancellationToken);
    }

    private async Task<bool> WriteAsync(StoredFile stored, Action<FileChange> decide, CancellationToken cancellationToken)
    {
        var change = new FileChange(stored.File, clock.GetUtcNow(), Actor.System);
        decide(change);
        return await store.CommitAsync(stored, change, null, [], cancellationToken) == CommitResult.Committed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Step} of {PersonId} was erased: {Reason}.")]
    private partial void LogErased(string personId, RetentionStep step, RetentionReason reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{PersonId} could not be erased, or not wholly. The next run tries again.")]
    private partial void LogFailed(Exception exception, string personId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{PersonId} could not be erased: the file changed all the time. The next run tries again.")]
    private partial void LogTooBusy(string personId);
}
