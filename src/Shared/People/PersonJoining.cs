using Inburgering.Accounts;
using Inburgering.Cases;
using Inburgering.Certificates;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.People;

/// <summary>
/// Makes one file of two that a strong identifier shows, or a case officer found, to be one person's (<see cref="FileJoin"/>). Each
/// step can be repeated: the rows beside the file are copied, the file that stays takes what the other holds, the other leaves
/// only where it went, the look-up rows are pointed there. Whatever changes in the other meanwhile is taken, too. A crash in
/// between is finished by the next delivery of the message that showed it, or by the message to self of the decision.
/// </summary>
public sealed class PersonJoining(PersonFiles files, PersonStore store, PersonIndex index, CaseList cases, IndexKeys keys, PolicyBook policies, TimeProvider clock)
{
    /// <param name="personId">Who is known by a file.</param>
    /// <param name="same">Other ids of that person, with a file or recorded in somebody else's file only.</param>
    /// <param name="isThatPerson">What showed it, asked of both files as they are when they are joined.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>Persons whose orchestrator must be started or woken.</returns>
    public async Task<IReadOnlyList<string>> JoinAsync(
        string personId, IEnumerable<string> same, Func<PersonFile, bool> isThatPerson, CancellationToken cancellationToken)
    {
        var toPlan = new List<string>();
        foreach (var other in same)
        {
            if (await JoinAsync(personId, other, isThatPerson, null, cancellationToken) is { PlanChanged: true } outcome)
            {
                toPlan.Add(outcome.PersonId);
            }
        }

        return toPlan;
    }

    /// <summary>The same where a case officer found it: whose file stays is decided, too.</summary>
    public async Task<IReadOnlyList<string>> JoinAsync(MatchDecided decided, string goesId, CancellationToken cancellationToken) =>
        await JoinAsync(decided.StaysId!, goesId, _ => true, decided, cancellationToken) is { PlanChanged: true } outcome ? [outcome.PersonId] : [];

    private async Task<Outcome<bool>?> JoinAsync(string personId, string otherId, Func<PersonFile, bool> isThatPerson, MatchDecided? decided, CancellationToken cancellationToken)
    {
        var actor = decided is null ? Actor.System : Actor.CaseOfficer(decided.OfficerId);
        while (true)
        {
            // A test whose time is up counts in the file it was taken in, before that file goes.
            await files.ReadAsync(personId, cancellationToken);
            await files.ReadAsync(otherId, cancellationToken);
            if (await store.FindAsync(personId, cancellationToken) is not { } one)
            {
                return null;
            }

            if (await store.FindAsync(otherId, cancellationToken) is not { } other)
            {
                if (await store.FindKeptAsync(otherId, cancellationToken) is { IsErased: true })
                {
                    return null;
                }

                await files.ChangeAsync(one.File.PersonId, Actor.System, change => KnowAs(change, otherId), cancellationToken: cancellationToken);
                if (await store.TryForwardAsync(otherId, one.File.PersonId, cancellationToken))
                {
                    return null;
                }

                continue;
            }

            if (one.File.PersonId == other.File.PersonId || !isThatPerson(one.File) || !isThatPerson(other.File) || !CanBeJoined(one.File, other.File, decided))
            {
                return null;
            }

            var (stays, goes) = decided is not null || FileJoin.Staying(one.File, other.File).PersonId == one.File.PersonId ? (one, other) : (other, one);
            var messages = await store.CopyRowsAsync(goes.File.PersonId, stays.File.PersonId, cancellationToken);
            var code = RandomCodes.VerificationCode();
            var outcome = await files.ChangeAsync(
                stays.File.PersonId,
                actor,
                change => isThatPerson(change.File) && CanBeJoined(change.File, goes.File, decided) && Join(change, goes.File, code),
                cancellationToken: cancellationToken);
            if (outcome is not { Result: true })
            {
                return null;
            }

            if (await LeaveAsync(goes, stays.File.PersonId, actor, cancellationToken))
            {
                await cases.MoveAsync(goes.File.PersonId, goes.File.Listing, null, cancellationToken);
                foreach (var key in KeysOf(goes.File).Concat(messages))
                {
                    await index.RepointAsync(key, goes.File.PersonId, stays.File.PersonId, cancellationToken);
                }

                return outcome;
            }
        }
    }

    private static bool CanBeJoined(PersonFile one, PersonFile other, MatchDecided? decided) =>
        decided is null ? FileJoin.CanBeJoinedByMessage(one, other) : FileJoin.Forbidden(one, other) is null or { Code: "bothAccountsBound" };

    private static bool KnowAs(FileChange change, string otherId)
    {
        if (change.File.PersonId == otherId || change.File.JoinedFrom.Contains(otherId))
        {
            return false;
        }

        change.Update(file => file with { JoinedFrom = file.JoinedFrom.Add(otherId) });
        change.Record("filesJoined", otherId);
        return true;
    }

    private bool Join(FileChange change, PersonFile goes, string verificationCode)
    {
        KnowAs(change, goes.PersonId);
        change.Update(file => FileJoin.Joined(file, goes));
        change.Update(file => file with { PartnerId = file.LatestPartner() });
        Certification.Issue(change, verificationCode, keys, policies);
        Assessment.Reassess(change, policies);
        Notices.TellHousehold(change);
        return true;
    }

    /// <summary>Leaves of a file only where it went, and a line that says so.</summary>
    /// <returns>False if the file changed since it was read.</returns>
    private async Task<bool> LeaveAsync(StoredFile goes, string joinedInto, Actor actor, CancellationToken cancellationToken)
    {
        var change = new FileChange(goes.File, clock.GetUtcNow(), actor);
        change.Update(file => new PersonFile { PersonId = file.PersonId, JoinedInto = joinedInto, LastEvent = file.LastEvent, LastAudit = file.LastAudit, AuditHead = file.AuditHead });
        change.Record("joinedInto", joinedInto);
        return await store.CommitAsync(goes, change, null, [], cancellationToken) == CommitResult.Committed;
    }

    // Whatever is not named here leads to the file that goes, and from there to the one that stays.
    private IEnumerable<IndexKey> KeysOf(PersonFile file)
    {
        foreach (var number in file.Registrations.Select(fact => fact.Content.NationalNumber).Distinct())
        {
            yield return keys.NationalNumber(number);
        }

        foreach (var permit in file.HeldPermits.Values.SelectMany(facts => facts).Select(fact => fact.Content))
        {
            yield return keys.Permit(permit.PermitNumber);
            yield return keys.PermitHolder(permit.PermitNumber, permit.Holder.BirthDate);
        }

        foreach (var number in file.ResidenceChanges.Select(fact => fact.Content.NationalNumber).Distinct())
        {
            yield return keys.NationalNumber(number);
        }

        foreach (var permitNumber in file.PermitChanges.Keys)
        {
            yield return keys.Permit(permitNumber);
        }

        foreach (var permit in file.PartnerPermits.Values.SelectMany(facts => facts).Select(fact => fact.Content))
        {
            yield return keys.PermitPartner(permit.PermitNumber, permit.Partner!.BirthDate);
        }

        foreach (var said in file.KnownAs.Where(said => said.PassportNumber is not null))
        {
            yield return keys.Passport(said.PassportNumber!, said.Nationality, said.BirthDate);
        }

        foreach (var code in file.ActivationCodes)
        {
            yield return new IndexKey(IndexKeys.ActivationCodeKind, code.CodeKey);
        }

        if (file.Account is { } account)
        {
            yield return new IndexKey(IndexKeys.AccountKind, account.AccountKey);
        }

        foreach (var certificate in file.RevokedCertificates.Select(revoked => revoked.Certificate).Concat(file.ValidCertificates))
        {
            yield return keys.VerificationCode(certificate.VerificationCode);
        }
    }
}
