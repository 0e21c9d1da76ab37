using Inburgering.Arrivals;
using Inburgering.Documents;
using Inburgering.Learning;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;

namespace Inburgering.Letters;

/// <summary>What a letter says to one person, from their file and the policy.</summary>
internal static class LetterContents
{
    /// <param name="activationCode">An activation code to print; <see langword="null"/> once an account is bound.</param>
    public static LetterContent Of(Letter letter, PersonFile file, Policy policy, ContentPackage content, PublicAddresses addresses, string? activationCode)
    {
        // Before arrival and in Brussels AgII writes: the exclusive provider (seed 4, 5).
        var sender = policy.Agencies[letter.Agency ?? Agency.Agii];
        var withdrawn = letter is { Kind: LetterKind.Withdrawal, Told: null } ? file.Letters.LastOrDefault(earlier => earlier.Kind == LetterKind.Recruitment) : null;
        return new LetterContent
        {
            Kind = letter.Kind,
            LetterId = letter.LetterId,
            DatedOn = letter.DatedOn,
            Language = letter.Language,
            Agency = new SendingAgency(sender.Name, sender.AddressLines, Website: sender.Website),
            Recipient = new LetterAddressee(file.Details.FullName, file.Registration?.Address.Lines ?? []),
            RemainingModules = Titles(policy.CompulsoryModules.Where(moduleId => !file.Progress(moduleId).IsPassed), content, policy, letter.Language),
            PassedModules = Titles(policy.CompulsoryModules.Where(moduleId => file.Progress(moduleId).IsPassed), content, policy, letter.Language),
            Terms = letter.Kind == LetterKind.Recruitment ? new LetterTerms(policy.TermMonths, policy.PassMarkPercent, policy.ReceiptWorkingDays) : null,
            LegalBasis = policy.LegalBasis,
            PolicyVersion = policy.Version,
            Activation = letter.Kind == LetterKind.Withdrawal ? null : new LetterActivation(activationCode is null ? addresses.Portal : addresses.Activation(activationCode), activationCode, addresses.Portal),
            Certificate = letter is { Kind: LetterKind.Confirmation, Told: null } && file.Certificate is { } certificate
                ? new LetterCertificate(certificate.VerificationCode, addresses.Verification(certificate.VerificationCode))
                : null,
            ChoiceOfAgencies = letter.Kind == LetterKind.Encouragement ? [Bapa(letter.Language), new Phrase(policy.Agencies[Agency.Agii].Name)] : [],
            Reason = letter.Reason,
            Told = letter.Told,
            Ground = letter.Told is { Ground: { } code } told
                ? (told.Kind == ToldActKind.Exemption ? policy.ExemptionCodes : policy.PostponementGrounds).FirstOrDefault(ground => ground.Code == code)?.In(letter.Language) ?? new Phrase(code)
                : null,
            WithdrawnLetter = withdrawn is null ? null : new EarlierLetter(withdrawn.LetterId, withdrawn.DatedOn),
        };
    }

    private static Phrase Bapa(string language) =>
        new(DocumentTexts.Dutch["letter.encouragement.bapa"], language == "nl" ? null : DocumentTexts.For(language)["summary.encouragement.bapa"]);

    /// <summary>Module titles in Dutch and in the reader's language.</summary>
    internal static IReadOnlyList<Phrase> Titles(IEnumerable<string> moduleIds, ContentPackage content, Policy policy, string language) =>
        [.. moduleIds.Select(moduleId => content.Modules.TryGetValue(moduleId, out var module)
            ? new Phrase(module.Texts["nl"].Title, module.Texts[module.LanguageFor(policy.LanguageFallbacks, language)].Title)
            : new Phrase(moduleId))];
}
