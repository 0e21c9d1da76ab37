using Inburgering.Functions.Http;
using Inburgering.People;

namespace Inburgering.Functions.Cases;

/// <summary>Two files side by side with what helps to decide, and no more: whether identifiers agree, not the identifiers.</summary>
internal sealed record MatchCandidateView(string CandidateId, MatchReason Reason, string FoundAt, IReadOnlyList<MatchPersonView> Persons, IReadOnlyList<MatchComparisonView> Comparison)
{
    public static MatchCandidateView Of(MatchCandidate candidate, PersonFile person, PersonFile other)
    {
        var (one, two) = (person.KnownAs.ToList(), other.KnownAs.ToList());
        return new(
            candidate.CandidateId,
            candidate.Reason,
            Answers.Instant(candidate.FoundAt),
            [MatchPersonView.Of(person), MatchPersonView.Of(other)],
            [
                new("givenName", one.Any(said => SamePerson.SharesGivenName(other, said)) ? "equal" : "different"),
                new("familyName", one.Any(said => two.Any(known => SamePerson.HaveOneFamilyName(said, known))) ? "equal" : "different"),
                Compare("birthDate", one.Select(said => said.BirthDate), two.Select(said => said.BirthDate)),
                Compare("nationality", one.Select(said => said.Nationality), two.Select(said => said.Nationality)),
                Compare("passportNumber", Passports(one), Passports(two)),
                Compare("permitNumber", Permits(person), Permits(other)),
            ]);
    }

    private static MatchComparisonView Compare<T>(string what, IEnumerable<T> one, IEnumerable<T> other) =>
        new(what, !one.Any() || !other.Any() ? "unknown" : one.Intersect(other).Any() ? "equal" : "different");

    private static IEnumerable<string> Passports(IEnumerable<PersonDetails> known) => known.Select(said => said.PassportNumber?.ToUpperInvariant()).OfType<string>();

    private static IEnumerable<string> Permits(PersonFile file) =>
        file.HeldPermits.Keys.Concat(file.PartnerPermits.Keys).Concat(file.Registrations.Select(fact => fact.Content.PermitNumber).OfType<string>());
}

internal sealed record MatchPersonView(
    string PersonId, string GivenNames, string FamilyName, DateOnly BirthDate, string Nationality, DateOnly? RegisteredOn, string? Municipality, DateOnly? PermitValidFrom, bool AccountBound)
{
    public static MatchPersonView Of(PersonFile file) => new(
        file.PersonId,
        file.Details.GivenNames,
        file.Details.FamilyName,
        file.Details.BirthDate,
        file.Details.Nationality,
        file.Registration?.RegisteredOn,
        file.Registration is { } registered ? Inburgering.Arrivals.Municipality.DutchNameOf(registered.Municipality) : null,
        (file.HeldPermit ?? file.PartnerPermit)?.ValidFrom,
        file.Account is not null);
}

internal sealed record MatchComparisonView(string What, string Outcome);
