using Inburgering.Eligibility;
using Inburgering.Letters;
using Inburgering.Obligations;

namespace Inburgering.Documents;

/// <summary>
/// The file that goes to the enforcement officers of ABB (domain.md section 5): a list left empty is shown as none.
/// Instants are printed at the offset they are given in; pass them in Europe/Brussels.
/// </summary>
public sealed record DossierContent
{
    public required string EnforcementCaseId { get; init; }

    public required string PersonName { get; init; }

    /// <summary>The day of hand-off, or of the preview, in Europe/Brussels.</summary>
    public required DateOnly PreparedOn { get; init; }

    public required string Agency { get; init; }

    public required DateOnly DeadlineOn { get; init; }

    /// <summary>The person's language, by name.</summary>
    public required string PersonLanguage { get; init; }

    public required string LegalBasis { get; init; }

    public required string PolicyVersion { get; init; }

    /// <summary>Why the duty applies: the rule that decided.</summary>
    public required EligibilityReason EligibilityReason { get; init; }

    /// <summary>Where that rule stands.</summary>
    public required string EligibilitySource { get; init; }

    /// <summary><see langword="null"/> in a preview: nobody has confirmed yet, and it is handed to nobody.</summary>
    public required DossierConfirmation? Confirmation { get; init; }

    public IReadOnlyList<DossierIdentifier> Identifiers { get; init; } = [];

    public IReadOnlyList<DossierAddress> Addresses { get; init; } = [];

    public IReadOnlyList<DossierAgency> Agencies { get; init; } = [];

    public IReadOnlyList<DossierLetter> Letters { get; init; } = [];

    /// <summary>How the deadline was reached, a step a line.</summary>
    public IReadOnlyList<DerivationStep> DeadlineDerivation { get; init; } = [];

    public IReadOnlyList<DossierReminder> Reminders { get; init; } = [];

    public IReadOnlyList<DossierPostponement> Postponements { get; init; } = [];

    public IReadOnlyList<DossierModule> Modules { get; init; } = [];

    public IReadOnlyList<DossierAttempt> Attempts { get; init; } = [];
}

/// <summary>The human decision that the term was breached.</summary>
public sealed record DossierConfirmation(string OfficerName, string Agency, DateTimeOffset ConfirmedAt, string Reason);

/// <summary>A number or fact that identifies the person, with the time it held.</summary>
/// <param name="Label">What it is, in Dutch.</param>
/// <param name="Value">The number or fact.</param>
/// <param name="From">First day, if known.</param>
/// <param name="To">Last day; null while it holds.</param>
public sealed record DossierIdentifier(string Label, string Value, DateOnly? From = null, DateOnly? To = null);

/// <summary>Where the person lived.</summary>
public sealed record DossierAddress(string Address, string Municipality, DateOnly From, DateOnly? To = null);

/// <summary>Which agency was in charge.</summary>
public sealed record DossierAgency(string Name, DateOnly From, DateOnly? To = null, string? Reason = null);

/// <summary>A letter with its proof of dispatch and receipt.</summary>
/// <param name="LetterId">Its reference.</param>
/// <param name="Kind">What it says.</param>
/// <param name="DatedOn">The day printed on it.</param>
/// <param name="Language">The language of its summary, by name.</param>
/// <param name="Method">As in the message: ordinary, registered, registeredWithReceipt, eBox, registeredEBox; another is shown as it is.</param>
/// <param name="PostedOn">Handover to the post.</param>
/// <param name="DeliveredOn">Presentation or delivery.</param>
/// <param name="ReceivedOn">The legal day of receipt.</param>
/// <param name="ReturnedOn">Came back undelivered.</param>
/// <param name="Evidence">The proof held: barcode, message id, an officer's note.</param>
public sealed record DossierLetter(
    string LetterId,
    LetterKind Kind,
    DateOnly DatedOn,
    string? Language = null,
    string? Method = null,
    DateOnly? PostedOn = null,
    DateOnly? DeliveredOn = null,
    DateOnly? ReceivedOn = null,
    DateOnly? ReturnedOn = null,
    string? Evidence = null)
{
    /// <summary>The case officer's act that it tells of.</summary>
    public ToldActKind? Act { get; init; }

    /// <summary>The messages that prove it, by the sender's id; in the data, not in print.</summary>
    public IReadOnlyList<string> MessageIds { get; init; } = [];
}

/// <summary>A reminder that was sent.</summary>
/// <param name="SentAt">When.</param>
/// <param name="Occasion">Which one, in Dutch: "3 maanden voor de einddatum".</param>
/// <param name="Channel">How, in Dutch.</param>
public sealed record DossierReminder(DateTimeOffset SentAt, string Occasion, string Channel);

/// <summary>A postponement or suspension granted.</summary>
public sealed record DossierPostponement(string Ground, string Evidence, DateOnly From, DateOnly To, int Days, string DecidedBy);

/// <summary>How far a compulsory module got.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Version">Content version, if started.</param>
/// <param name="PercentRead">Sections gone through, 0 to 100.</param>
/// <param name="PassedOn">The day it was passed, or null.</param>
public sealed record DossierModule(string Title, string? Version, int PercentRead, DateOnly? PassedOn = null);

/// <summary>One attempt at a test.</summary>
/// <param name="Module">The module's title.</param>
/// <param name="Number">1 for the first at this module.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="SubmittedAt">When it was handed in; null if never.</param>
/// <param name="ScorePercent">0 to 100.</param>
/// <param name="PassMarkPercent">The mark asked then.</param>
/// <param name="Passed">Null if never graded.</param>
/// <param name="Language">Language of the questions, by name.</param>
public sealed record DossierAttempt(
    string Module,
    int Number,
    DateTimeOffset StartedAt,
    DateTimeOffset? SubmittedAt = null,
    int? ScorePercent = null,
    int? PassMarkPercent = null,
    bool? Passed = null,
    string? Language = null);
