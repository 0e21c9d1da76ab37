using System.Collections.Immutable;
using Inburgering.Accounts;
using Inburgering.Certificates;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.People;

/// <summary>
/// Makes one file of two that a strong identifier shows to be one person's: what was known, learnt and sent goes on in the
/// registered one, so that no order of messages leaves two. Each step can be repeated; a crash in between is finished by the
/// next delivery of the message that showed it. Two registered persons are never joined.
/// </summary>
public sealed class PersonJoining(PersonFiles files, PersonStore store, PersonIndex index, IndexKeys keys, PolicyBook policies)
{
    /// <param name="personId">Who is known by a file.</param>
    /// <param name="same">Other ids of that person, with a file or recorded in somebody else's file only.</param>
    /// <param name="isThatPerson">What showed it, asked of both files as they are when they are joined.</param>
    /// <returns>Persons whose orchestrator must be started or woken.</returns>
    public async Task<IReadOnlyList<string>> JoinAsync(string personId, IEnumerable<string> same, Func<PersonFile, bool> isThatPerson, CancellationToken cancellationToken)
    {
        var toPlan = new List<string>();
        foreach (var other in same)
        {
            if (await JoinAsync(personId, other, isThatPerson, cancellationToken) is { PlanChanged: true } outcome)
            {
                toPlan.Add(outcome.PersonId);
            }
        }

        return toPlan;
    }

    private async Task<Outcome<bool>?> JoinAsync(string personId, string otherId, Func<PersonFile, bool> isThatPerson, CancellationToken cancellationToken)
    {
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

            if (!isThatPerson(one.File)
                || !isThatPerson(other.File)
                || one.File.PersonId == other.File.PersonId
                || (one.File.Registration is not null && other.File.Registration is not null))
            {
                return null;
            }

            var (stays, goes) = other.File.Registration is not null ? (other, one) : (one, other);
            var messages = await store.CopyRowsAsync(goes.File.PersonId, stays.File.PersonId, cancellationToken);
            var code = RandomCodes.VerificationCode();
            var outcome = await files.ChangeAsync(
                stays.File.PersonId, Actor.System, change => isThatPerson(change.File) && Join(change, goes.File, code), cancellationToken: cancellationToken);
            if (outcome is not { Result: true })
            {
                return null;
            }

            if (await store.LeaveAsync(goes, stays.File.PersonId, cancellationToken))
            {
                foreach (var key in KeysOf(goes.File).Concat(messages))
                {
                    await index.RepointAsync(key, goes.File.PersonId, stays.File.PersonId, cancellationToken);
                }

                return outcome;
            }
        }
    }

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
        change.Update(file => file.Took(goes.LatestMessages.Union(file.LatestMessages)) with
        {
            JoinedFrom = file.JoinedFrom.Union(goes.JoinedFrom),
            HeldPermits = Together(file.HeldPermits, goes.HeldPermits),
            PermitChanges = Together(file.PermitChanges, goes.PermitChanges),
            ResidenceChanges = goes.ResidenceChanges.Aggregate(file.ResidenceChanges, (facts, fact) => facts.Taking(fact)),
            PartnerPermits = Together(file.PartnerPermits, goes.PartnerPermits),
            DeclaredAs = file.DeclaredAs ?? goes.DeclaredAs,
            DeclaredBy = file.DeclaredBy ?? goes.DeclaredBy,
            DeclaredPartner = file.DeclaredPartner ?? goes.DeclaredPartner,
            NamedBy = file.NamedBy.Union(goes.NamedBy),
            LinkedWorkers = goes.LinkedWorkers.AddRange(file.LinkedWorkers.Where(worker => !goes.LinkedWorkers.ContainsKey(worker.Key))).Remove(file.PersonId).Remove(goes.PersonId),

            // Of two accounts the one that was bound first stands: a person has one.
            Account = new[] { file.Account, goes.Account }.OfType<AccountBinding>().MinBy(account => account.BoundAt),
            InvitedOn = file.InvitedOn ?? goes.InvitedOn,
            ActivationCodes = [.. file.ActivationCodes.Concat(goes.ActivationCodes).DistinctBy(code => code.CodeKey)],
            FailedActivations = file.FailedActivations ?? goes.FailedActivations,
            Modules = goes.Modules.SetItems(file.Modules.Select(module =>
                KeyValuePair.Create(module.Key, goes.Modules.TryGetValue(module.Key, out var other) ? module.Value.Together(other) : module.Value))),
            Accommodation = file.Accommodation ?? goes.Accommodation,
            AdulthoodReview = file.AdulthoodReview ?? goes.AdulthoodReview,
            Certificate = file.Certificate ?? goes.Certificate,
            ToldDwewis = file.ToldDwewis ?? goes.ToldDwewis,
            Retention = file.Retention with { LastAttemptOn = new[] { file.Retention.LastAttemptOn, goes.Retention.LastAttemptOn }.Max() },
            RectificationRequests = [.. file.RectificationRequests.Union(goes.RectificationRequests)],
        });
        change.Update(file => file with { PartnerId = file.LatestPartner() });
        Certification.Issue(change, verificationCode, keys, policies);
        Assessment.Reassess(change, policies);
        Assessment.TellHousehold(change);
        return true;
    }

    private static ImmutableSortedDictionary<string, ImmutableList<Fact<T>>> Together<T>(
        ImmutableSortedDictionary<string, ImmutableList<Fact<T>>> one,
        ImmutableSortedDictionary<string, ImmutableList<Fact<T>>> other) =>
        one.SetItems(other.Select(subject => KeyValuePair.Create(
            subject.Key,
            subject.Value.Aggregate(one.GetValueOrDefault(subject.Key, []), (facts, fact) => facts.Taking(fact)))));

    // Whatever is not named here leads to the file that goes, and from there to the one that stays.
    private IEnumerable<IndexKey> KeysOf(PersonFile file)
    {
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

        if (file.Certificate is { } certificate)
        {
            yield return keys.VerificationCode(certificate.VerificationCode);
        }
    }
}
