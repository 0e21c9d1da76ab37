using Inburgering.Arrivals;
using Inburgering.Permits;
using Inburgering.Retention;

namespace Inburgering.Policies;

/// <summary>What opens access to the self-study package before arrival.</summary>
public enum AccessOpening
{
    Grant,
    Application,
}

/// <summary>Every number and list of the law, as in force from a day on. A decision records the version it was taken under.</summary>
public sealed record Policy
{
    /// <summary>The version's name, unique in the file.</summary>
    public required string Version { get; init; }

    /// <summary>First legal day on which this version decides.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Whether this version also decides about obligations that began under an earlier one.</summary>
    public bool AppliesToRunning { get; init; }

    /// <summary>Registrations before this day don't lead to an obligation.</summary>
    public required DateOnly AppliesToRegistrationsFrom { get; init; }

    /// <summary>What opens access before arrival: the grant of the permit, or already the application for it (seed 3.A names both).</summary>
    public required AccessOpening AccessOpensAt { get; init; }

    /// <summary>Nationalities (ISO 3166-1 alpha-2) that are never obliged: EU, Iceland, Liechtenstein, Norway, Switzerland (seed 1, note 1).</summary>
    public required IReadOnlySet<string> EuPlus { get; init; }

    /// <summary>Permit categories whose stay can by law not last longer than a year (seed 2.A).</summary>
    public required IReadOnlySet<PermitCategory> TemporaryCategories { get; init; }

    /// <summary>A work stay of at most this many months that can't be renewed beyond it is excluded (seed 2.A).</summary>
    public required int TemporaryStayMonths { get; init; }

    /// <summary>Reasons of stay that make someone a labour migrant (IT 202 "werknemer", self-employed included; seed 2.A).</summary>
    public required IReadOnlySet<ReasonOfStay> WorkerReasons { get; init; }

    /// <summary>Age in years from which a family member is obliged (seed 3.B).</summary>
    public required int AdultAge { get; init; }

    /// <summary>The modules that must be passed, in the order in which they are shown (seed 3.B).</summary>
    public required IReadOnlyList<string> CompulsoryModules { get; init; }

    /// <summary>
    /// The languages (ISO 639-1) in which content is shown to whom it is not there in the language asked for: the first one it is there
    /// in. The last is the source language, which is always there.
    /// </summary>
    public required IReadOnlyList<string> LanguageFallbacks { get; init; }

    /// <summary>Least score, in percent of the questions, that passes a test.</summary>
    public required int PassMarkPercent { get; init; }

    /// <summary>Time for one attempt at a test, in minutes.</summary>
    public required int AttemptMinutes { get; init; }

    /// <summary>The most extra time a case officer can grant for tests, in percent of <see cref="AttemptMinutes"/>.</summary>
    public required int MostExtraTimePercent { get; init; }

    /// <summary>The term after receipt of the recruitment letter, in calendar months (seed 3.B).</summary>
    public required int TermMonths { get; init; }

    /// <summary>A letter by ordinary or registered post counts as received on this working day after it was handed to the post (Judicial Code art. 53bis).</summary>
    public required int ReceiptWorkingDays { get; init; }

    /// <summary>How long before the deadline a reminder goes out, longest first.</summary>
    public required IReadOnlyList<Period> Reminders { get; init; }

    /// <summary>Wall-clock time in Brussels at which reminders go out.</summary>
    public required TimeOnly ReminderTime { get; init; }

    /// <summary>How long an activation code can be used, in calendar days.</summary>
    public required int ActivationCodeDays { get; init; }

    /// <summary>Grounds on which a case officer may postpone.</summary>
    public required IReadOnlyList<OfficersGround> PostponementGrounds { get; init; }

    /// <summary>Most calendar days that one postponement may take out of a term.</summary>
    public required int LongestPostponementDays { get; init; }

    /// <summary>Codes under which a case officer may exempt.</summary>
    public required IReadOnlyList<OfficersGround> ExemptionCodes { get; init; }

    /// <summary>The smallest count of people that statistics show.</summary>
    public required int SmallestCount { get; init; }

    /// <summary>How long what is held about people is kept.</summary>
    public required RetentionPeriods Retention { get; init; }

    /// <summary>The agencies, as letters show them.</summary>
    public required IReadOnlyDictionary<Agency, AgencyDetails> Agencies { get; init; }

    /// <summary>What letters and dossiers cite as the legal basis.</summary>
    public required string LegalBasis { get; init; }
}
