using System.Globalization;
using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Documents;
using Inburgering.Learning;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Testing;

namespace Inburgering.Enforcement;

/// <summary>What the enforcement officers of ABB get: every item of the dossier, from the file and the attempts (docs: section "Dossier").</summary>
internal static class DossierContents
{
    public static DossierContent Of(EnforcementReferral referral, PersonFile file, IReadOnlyList<Attempt> attempts, IReadOnlyList<AuditEntry> audit, Policy policy, ContentPackage content, DateTimeOffset now)
    {
        var confirmation = referral.Breach.Confirmation;
        var details = file.Details;
        var agency = file.Agency is { } assigned ? policy.Agencies[assigned].Name : string.Empty;
        return new DossierContent
        {
            EnforcementCaseId = referral.EnforcementCaseId,
            PersonName = details.FullName,
            PreparedOn = LegalCalendar.DayOf(now),
            Agency = agency,
            DeadlineOn = referral.Breach.Term.DeadlineOn,
            PersonLanguage = LanguageName(details.PreferredLanguage ?? "nl"),
            LegalBasis = policy.LegalBasis,
            PolicyVersion = policy.Version,
            EligibilityReason = file.Eligibility!.Reason,
            EligibilitySource = file.Eligibility.Source,
            Confirmation = confirmation is null ? null : new DossierConfirmation(confirmation.OfficerId, agency, InBrussels(confirmation.ConfirmedAt), confirmation.Reason),
            Identifiers = [.. Identifiers(file)],
            Addresses = [.. Addresses(file)],
            Agencies = [.. Agencies(file, audit, policy)],
            // What the person asked to be corrected is between them and the agency.
            Letters = [.. file.Letters.Where(letter => letter.Told?.Kind != ToldActKind.RectificationAnswer).Select(letter => new DossierLetter(
                letter.LetterId,
                letter.Kind,
                letter.DatedOn,
                LanguageName(letter.Language),
                letter.Dispatch.Method is { } method ? WireName.Of(method) : null,
                letter.Dispatch.PostedOn,
                letter.Dispatch.DeliveredOn,
                Deadline.Of(letter.Dispatch, policy)?.ReceivedOn,
                letter.Dispatch.ReturnedOn,
                letter.DispatchFacts.IsEmpty ? null : string.Join("; ", letter.DispatchFacts.Select(Evidence)))
            {
                Act = letter.Told?.Kind,
                MessageIds = [.. letter.DispatchFacts.Select(fact => fact.MessageId)],
            })],
            DeadlineDerivation = referral.Breach.Term.Derivation,
            Reminders = [.. referral.Breach.Reminders.Where(reminder => reminder.Sent).Select(reminder => new DossierReminder(InBrussels(reminder.At), DossierWords.Occasion(reminder.Offset), details.Email is null ? "brief" : "e-mail"))],
            Postponements = [.. Postponements(referral, policy)],
            Modules = [.. policy.CompulsoryModules.Select(moduleId => Module(moduleId, file, content))],
            Attempts = [.. attempts.GroupBy(attempt => attempt.ModuleId, StringComparer.Ordinal).SelectMany(module => module.OrderBy(attempt => attempt.StartedAt).Select((attempt, i) => AttemptLine(attempt, i + 1, content)))],
        };
    }

    private static string Evidence(Fact<DispatchFact> fact)
    {
        var what = DossierWords.Evidence(
            fact.Content switch { { ProvenOn: not null } => "proven", { ReturnedOn: not null } => "returned", { PostedOn: not null } => "posted", _ => "delivered" },
            InBrussels(fact.SentAt));
        return (fact.Content.Evidence ?? fact.Content.ReturnReason) is { } words ? $"{what}: {words}" : what;
    }

    private static IEnumerable<DossierAddress> Addresses(PersonFile file) => file.Residences
        .Zip(file.Residences.Skip(1).Select(next => (DateOnly?)next.From.AddDays(-1)).Append(null))
        .Where(pair => pair.First.Address is not null)
        .Select(pair => new DossierAddress(
            string.Join(", ", pair.First.Address!.Lines), Municipality.DutchNameOf(pair.First.Municipality!), pair.First.From, pair.Second));

    /// <summary>Every agency that was in charge, by the days on which that was decided.</summary>
    private static IEnumerable<DossierAgency> Agencies(PersonFile file, IReadOnlyList<AuditEntry> audit, Policy policy)
    {
        var assigned = audit
            .Where(line => line.Action == "agencyAssigned")
            .Select(line => (On: LegalCalendar.DayOf(line.At), Name: WireName.TryParse<Agency>(line.Detail, out var agency) ? policy.Agencies[agency].Name : line.Detail ?? string.Empty))
            .ToList();
        for (var i = 0; i < assigned.Count; i++)
        {
            var isNow = i == assigned.Count - 1;
            yield return new DossierAgency(
                assigned[i].Name,
                assigned[i].On,
                isNow ? null : assigned[i + 1].On,
                isNow && file.Registration is { } registration ? DossierWords.Residence(Municipality.DutchNameOf(registration.Municipality)) : null);
        }
    }

    private static IEnumerable<DossierPostponement> Postponements(EnforcementReferral referral, Policy policy)
    {
        var days = referral.Breach.Term.Derivation.Where(step => step.Postponement is not null).ToDictionary(step => step.Postponement!.Value, step => step.Days!.Value);
        return referral.Breach.Postponements.Select(granted => new DossierPostponement(
            DossierWords.Ground(granted.Ground, policy), granted.Evidence, granted.From, granted.To, days.GetValueOrDefault(granted.Number), granted.OfficerId));
    }

    private static IEnumerable<DossierIdentifier> Identifiers(PersonFile file)
    {
        yield return new DossierIdentifier("Geboortedatum", file.Details.BirthDate.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture));
        yield return new DossierIdentifier("Nationaliteit", DutchNames.OfCountry(file.Details.Nationality));
        foreach (var number in file.Registrations.Select(fact => fact.Content.NationalNumber).Distinct())
        {
            yield return new DossierIdentifier(NationalNumber.IsBis(number) ? "Bisnummer" : "Rijksregisternummer", number);
        }

        foreach (var passport in file.KnownAs.Select(person => person.PassportNumber).OfType<string>().Distinct())
        {
            yield return new DossierIdentifier("Paspoort", passport);
        }

        foreach (var permit in file.Permits)
        {
            yield return new DossierIdentifier("Toelating tot arbeid", permit.PermitNumber, permit.ValidFrom, permit.ValidUntil);
        }
    }

    private static DossierModule Module(string moduleId, PersonFile file, ContentPackage content)
    {
        var (progress, module) = (file.Progress(moduleId), content.Modules.GetValueOrDefault(moduleId));
        return new DossierModule(
            module?.Texts["nl"].Title ?? moduleId,
            module?.Version.ToString(CultureInfo.InvariantCulture),
            module is null ? 0 : progress.PercentOf(module.SectionIds),
            progress.PassedOn);
    }

    private static DossierAttempt AttemptLine(Attempt attempt, int number, ContentPackage content) => new(
        content.Modules.GetValueOrDefault(attempt.ModuleId)?.Texts["nl"].Title ?? attempt.ModuleId,
        number,
        InBrussels(attempt.StartedAt),
        attempt.Result is { } result ? InBrussels(result.ClosedAt) : null,
        attempt.Result?.ScorePercent,
        attempt.Result?.PassMarkPercent,
        attempt.Result?.Passed,
        LanguageName(attempt.Language));

    private static DateTimeOffset InBrussels(DateTimeOffset instant) => LegalCalendar.InBrussels(instant);

    private static string LanguageName(string language) => DutchNames.OfLanguage(language);
}
