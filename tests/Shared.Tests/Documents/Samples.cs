using Inburgering.Documents;
using Inburgering.Eligibility;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.TestData;

namespace Inburgering.Shared.Tests.Documents;

internal static class Samples
{
    public static readonly IReadOnlyList<Phrase> Modules =
    [
        new("Basismodule: leven in Vlaanderen", "Basic module: living in Flanders"),
        new("Essentiële rechten en plichten in de Vlaamse samenleving", "Essential rights and duties in Flemish society"),
        new("Arbeidsrechten en -plichten", "Labour rights and duties"),
    ];

    public static readonly SendingAgency Agency = new(
        "Atlas, integratie & inburgering Antwerpen",
        ["Carnotstraat 110", "2060 Antwerpen"],
        "info@atlas.example",
        "03 000 00 00",
        "www.atlas.example");

    public static LetterContent Letter(LetterKind kind, string language = "en", string name = "Ayşe Yılmaz-Öztürk") => new()
    {
        Kind = kind,
        LetterId = "L-7f3c9a52e1",
        DatedOn = new DateOnly(2026, 5, 5),
        Language = language,
        Agency = Agency,
        Recipient = new LetterAddressee(name, ["Lange Leemstraat 12 bus 3", "2018 Antwerpen"]),
        RemainingModules = Modules,
        PassedModules = Modules,
        Terms = new LetterTerms(6, 70, 3),
        LegalBasis = "Decreet van 7 juni 2013 betreffende het Vlaamse integratie- en inburgeringsbeleid",
        PolicyVersion = "2026-1",
        Activation = new LetterActivation("https://inburgering.example/start#K7QW-9MPD-XR42", "K7QW-9MPD-XR42", "inburgering.example/start"),
        Certificate = new LetterCertificate("VLI-8K2M-Q4ZT", "https://inburgering.example/c/VLI-8K2M-Q4ZT"),
        ChoiceOfAgencies = ["BAPA", "Agentschap Integratie en Inburgering"],
        Reason = EligibilityReason.TemporaryStay,
        WithdrawnLetter = new EarlierLetter("L-eerder", new DateOnly(2026, 4, 1)),
    };

    /// <summary>About an act that left a term received on 11 May 2026, postponed by two weeks in June.</summary>
    public static LetterContent Told(ToldActKind kind, string language)
    {
        var told = new ToldAct(kind)
        {
            Ground = "illness",
            From = new DateOnly(2026, 6, 1),
            To = new DateOnly(2026, 6, 14),
            Reference = "L-7f3c9a52e0",
            Words = "Uw attest blijkt van iemand anders te zijn.",
            Outcome = Inburgering.People.RectificationOutcome.ReferredToSource,
            Standing = ObligationStatus.Running,
            EarlierDeadlineOn = new DateOnly(2026, 11, 12),
            Term = Deadline.Postponed(
                Deadline.Of(new Dispatch(new DateOnly(2026, 5, 6), PostingMethod.Registered, null), TestPolicy.Current)!,
                [new Postponement(1, "illness", "Medisch attest", new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 14), "Jan Claes", Brussels(2026, 6, 2))]),
        };
        return Letter(told.LetterKind, language) with { Told = told, Ground = new Phrase("Ziekte of ongeval", "Illness or accident") };
    }

    public static LetterContent BareLetter(LetterKind kind, string language = "nl") => Letter(kind, language) with
    {
        Agency = new SendingAgency("AgII", []),
        Recipient = new LetterAddressee("A", []),
        Terms = new LetterTerms(1),
        RemainingModules = [Modules[0]],
        PassedModules = [],
        PolicyVersion = null,
        Activation = null,
        Certificate = null,
        WithdrawnLetter = null,
    };

    public static CertificateContent Certificate(string name = "Ayşe Yılmaz-Öztürk", string language = "en") => new()
    {
        HolderName = name,
        IssuedOn = new DateOnly(2026, 4, 17),
        Modules = Modules,
        VerificationCode = "VLI-8K2M-Q4ZT",
        VerificationUrl = "https://inburgering.example/c/VLI-8K2M-Q4ZT",
        IssuingAgency = "Agentschap Integratie en Inburgering",
        Language = language,
    };

    public static DossierContent BareDossier() => new()
    {
        EnforcementCaseId = "ABB-2026-0f3a",
        PersonName = "Ayşe Yılmaz-Öztürk",
        PreparedOn = new DateOnly(2026, 12, 1),
        Agency = "Atlas",
        DeadlineOn = new DateOnly(2026, 11, 12),
        PersonLanguage = "Turks",
        LegalBasis = "Decreet van 7 juni 2013",
        PolicyVersion = "2026-1",
        EligibilityReason = EligibilityReason.WorkerInFlanders,
        EligibilitySource = "Mededeling, 3.B",
        Confirmation = new DossierConfirmation("Els Peeters", "Atlas", Brussels(2026, 11, 30), "Geen reactie op drie herinneringen."),
    };

    public static DossierContent Dossier(int attempts) => BareDossier() with
    {
        Identifiers = [new("Rijksregisternummer", "91.05.17-123.52", new DateOnly(2026, 5, 4)), new("BIS-nummer", "91.45.17-123.12", new DateOnly(2026, 3, 1), new DateOnly(2026, 5, 3))],
        Addresses = [new("Lange Leemstraat 12 bus 3, 2018 Antwerpen", "Antwerpen (11002)", new DateOnly(2026, 5, 4))],
        Agencies = [new("Agentschap Integratie en Inburgering", new DateOnly(2026, 4, 1), new DateOnly(2026, 5, 3)), new("Atlas", new DateOnly(2026, 5, 4), null, "Woonplaats Antwerpen")],
        Letters = [new("L-7f3c9a52e1", LetterKind.Recruitment, new DateOnly(2026, 5, 5), "Turks", "registered", new DateOnly(2026, 5, 6), new DateOnly(2026, 5, 8), new DateOnly(2026, 5, 11), null, "Barcode 3232-1")],
        DeadlineDerivation = Deadline.Postponed(
            Deadline.Of(new Dispatch(new DateOnly(2026, 5, 6), PostingMethod.Registered, null), TestPolicy.Current)!,
            [new Postponement(1, "illness", "Medisch attest", new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 14), "Jan Claes", Brussels(2026, 6, 2))]).Derivation,
        Reminders = [new(Brussels(2026, 8, 11), "3 maanden voor de einddatum", "e-mail")],
        Postponements = [new("Ernstige ziekte", "Medisch attest", new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 14), 14, "Jan Claes")],
        Modules = [new("Basismodule", "1.0", 100, new DateOnly(2026, 7, 1)), new("Rechten en plichten", "1.0", 60)],
        Attempts = [.. Enumerable.Range(1, attempts).Select(n => new DossierAttempt($"Module-{n}", n, Brussels(2026, 6, 1), Brussels(2026, 6, 1), 40, 70, false, "Turks"))],
    };

    private static DateTimeOffset Brussels(int year, int month, int day) => new(year, month, day, 9, 30, 0, TimeSpan.FromHours(1));
}
