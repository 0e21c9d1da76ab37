using Inburgering.Accounts;
using Inburgering.People;

namespace Inburgering.Retention;

/// <summary>Every look-up row that leads to a person, computed from the file: what must go with it.</summary>
internal static class LookupKeysOf
{
    /// <summary>Rows that lead to one person only. The rows of messages and of the certificate's code are not among them: they stay.</summary>
    public static IEnumerable<IndexKey> One(PersonFile file, IndexKeys keys)
    {
        var birthDates = file.KnownAs.Select(said => said.BirthDate).Distinct().ToList();
        foreach (var permit in file.HeldPermits.Values.SelectMany(facts => facts).Select(fact => fact.Content))
        {
            yield return keys.Permit(permit.PermitNumber);
            yield return keys.PermitHolder(permit.PermitNumber, permit.Holder.BirthDate);
        }

        foreach (var permitNumber in file.PermitChanges.Keys)
        {
            yield return keys.Permit(permitNumber);
        }

        foreach (var change in file.PermitChanges.Values.SelectMany(facts => facts).Select(fact => fact.Content).Where(change => change.Holder is not null))
        {
            yield return keys.PermitHolder(change.PermitNumber, change.Holder!.BirthDate);
        }

        foreach (var number in file.ResidenceChanges.Select(fact => fact.Content.NationalNumber).Distinct())
        {
            yield return keys.NationalNumber(number);
        }

        foreach (var permit in file.PartnerPermits.Values.SelectMany(facts => facts).Select(fact => fact.Content))
        {
            yield return keys.PermitPartner(permit.PermitNumber, permit.Partner!.BirthDate);
        }

        foreach (var registration in file.Registrations.Select(fact => fact.Content))
        {
            yield return keys.NationalNumber(registration.NationalNumber);
            if (registration.PermitNumber is { } permit)
            {
                yield return keys.PermitHolder(permit, registration.Person.BirthDate);
                yield return keys.PermitPartner(permit, registration.Person.BirthDate);
            }
        }

        foreach (var said in file.KnownAs.Where(said => said.PassportNumber is not null))
        {
            yield return keys.Passport(said.PassportNumber!, said.Nationality, said.BirthDate);
        }

        // As somebody's partner, and the row by which this person's own partner is found.
        foreach (var worker in file.NamedBy.Append(file.DeclaredBy).OfType<string>())
        {
            foreach (var birthDate in birthDates)
            {
                yield return keys.PartnerOf(worker, birthDate);
            }
        }

        foreach (var code in file.ActivationCodes)
        {
            yield return new IndexKey(IndexKeys.ActivationCodeKind, code.CodeKey);
        }

        // One that was taken back proves nothing any more.
        foreach (var revoked in file.RevokedCertificates)
        {
            yield return keys.VerificationCode(revoked.Certificate.VerificationCode);
        }

        foreach (var account in new[] { file.Account?.AccountKey, file.AccountClaim?.AccountKey }.OfType<string>())
        {
            yield return new IndexKey(IndexKeys.AccountKind, account);
        }
    }

    /// <summary>Rows that this person's file made for a partner, whomever they lead to: nobody asks by them once it is gone.</summary>
    public static IEnumerable<IndexKey> Made(PersonFile file, IndexKeys keys)
    {
        var named = file.HeldPermits.Values.SelectMany(facts => facts).Select(fact => fact.Content.Partner?.BirthDate)
            .Concat(file.PermitChanges.Values.SelectMany(facts => facts).Select(fact => fact.Content.Partner?.BirthDate));
        foreach (var birthDate in named.Append(file.DeclaredPartner?.Details.BirthDate).OfType<DateOnly>().Distinct())
        {
            foreach (var personId in file.JoinedFrom.Append(file.PersonId))
            {
                yield return keys.PartnerOf(personId, birthDate);
            }
        }

        foreach (var permitNumber in file.DeclaredPartner is null ? [] : file.HeldPermits.Keys)
        {
            yield return keys.PermitPartner(permitNumber, file.DeclaredPartner!.Details.BirthDate);
        }
    }

    /// <summary>Rows that a worker's file made for the partner they declared.</summary>
    public static IEnumerable<IndexKey> MadeFor(PersonFile partner, PersonFile worker, IndexKeys keys) =>
        from birthDate in partner.KnownAs.Select(said => said.BirthDate).Distinct()
        from permitNumber in worker.HeldPermits.Keys
        select keys.PermitPartner(permitNumber, birthDate);

    /// <summary>Rows that lead to several persons, this one among them.</summary>
    public static IEnumerable<IndexKey> Shared(PersonFile file, IndexKeys keys) =>
        file.KnownAs.SelectMany(said => new[] { keys.Name(said.FamilyName, said.BirthDate), keys.Unregistered(said.BirthDate, said.Nationality), keys.WithoutPermit(said.BirthDate, said.Nationality) })
            .Concat((file.Registration?.Household ?? []).Select(member => keys.HouseholdOf(member.NationalNumber)))
            .Concat(file.Retention.FormerHousehold.Select(hash => new IndexKey(IndexKeys.HouseholdKind, hash)))
            .Distinct();
}
