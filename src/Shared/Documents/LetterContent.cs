using Inburgering.Eligibility;
using Inburgering.Letters;

namespace Inburgering.Documents;

/// <summary>Everything a letter says. Numbers, terms and legal grounds are policy and come in as data.</summary>
public sealed record LetterContent
{
    public required LetterKind Kind { get; init; }

    /// <summary>The letter's id, printed as its reference.</summary>
    public required string LetterId { get; init; }

    /// <summary>The day printed on the letter, in Europe/Brussels.</summary>
    public required DateOnly DatedOn { get; init; }

    /// <summary>
    /// BCP 47 tag of the recipient's language. The letter is in Dutch; any other language adds a summary on the reverse
    /// page, in English where there are no texts for the language.
    /// </summary>
    public required string Language { get; init; }

    public required SendingAgency Agency { get; init; }

    public required LetterAddressee Recipient { get; init; }

    /// <summary>The compulsory modules still to be passed, in order.</summary>
    public IReadOnlyList<Phrase> RemainingModules { get; init; } = [];

    /// <summary>The compulsory modules passed; listed by a confirmation.</summary>
    public IReadOnlyList<Phrase> PassedModules { get; init; } = [];

    /// <summary>The terms of the duty; a recruitment letter needs them.</summary>
    public LetterTerms? Terms { get; init; }

    /// <summary>What the letter rests on, in the words of the policy.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>The policy version it was decided under.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>Where to sign in, with a code as long as no account is bound.</summary>
    public LetterActivation? Activation { get; init; }

    /// <summary>The certificate a confirmation points to.</summary>
    public LetterCertificate? Certificate { get; init; }

    /// <summary>Between whom someone in Brussels may choose; an encouragement needs at least one.</summary>
    public IReadOnlyList<Phrase> ChoiceOfAgencies { get; init; } = [];

    /// <summary>Why the duty applies, or no longer does: the rule that decided. A recruitment and a withdrawal need it.</summary>
    public EligibilityReason? Reason { get; init; }

    /// <summary>The letter that a withdrawal takes back.</summary>
    public EarlierLetter? WithdrawnLetter { get; init; }

    /// <summary>The case officer's act that the letter tells of: then it says that, whatever its kind.</summary>
    public ToldAct? Told { get; init; }

    /// <summary>The ground of that act.</summary>
    public Phrase? Ground { get; init; }

    /// <summary>How to object, in the words of the policy; without it, a general sentence naming the agency.</summary>
    public Phrase? ObjectionNotice { get; init; }
}

/// <summary>Who sends the letter.</summary>
/// <param name="Name">The agency's name.</param>
/// <param name="AddressLines">Its postal address, a line each.</param>
/// <param name="Email">Shown as a way to make contact.</param>
/// <param name="Phone">The same.</param>
/// <param name="Website">The same.</param>
public sealed record SendingAgency(string Name, IReadOnlyList<string> AddressLines, string? Email = null, string? Phone = null, string? Website = null);

/// <summary>To whom it goes; both stand in the envelope's window.</summary>
/// <param name="Name">Full name.</param>
/// <param name="AddressLines">Postal address, a line each; the country only for abroad.</param>
public sealed record LetterAddressee(string Name, IReadOnlyList<string> AddressLines);

/// <summary>The terms of the duty that a recruitment letter states.</summary>
/// <param name="Months">Calendar months from receipt to the deadline; at least 1.</param>
/// <param name="PassMarkPercent">Percent, 1 to 100; left out of the letter if null.</param>
/// <param name="PostalReceiptWorkingDays">Working days after handover to the post on which a letter by post counts as received; left out if null.</param>
public sealed record LetterTerms(int Months, int? PassMarkPercent = null, int? PostalReceiptWorkingDays = null);

/// <summary>Where to sign in.</summary>
/// <param name="Url">Encoded in the QR code as it is; at most 500 characters.</param>
/// <param name="Code">The single-use activation code, or null if an account is bound.</param>
/// <param name="PrintedUrl">What is printed to type over, if shorter than the link of the QR code.</param>
public sealed record LetterActivation(string Url, string? Code = null, string? PrintedUrl = null);

/// <summary>The certificate that a confirmation letter points to.</summary>
/// <param name="VerificationCode">Its code.</param>
/// <param name="VerificationUrl">Where it is checked; shown and encoded in a QR code if given.</param>
public sealed record LetterCertificate(string VerificationCode, string? VerificationUrl = null);

/// <summary>An earlier letter that this one refers to.</summary>
/// <param name="LetterId">Its reference.</param>
/// <param name="DatedOn">The day printed on it.</param>
public sealed record EarlierLetter(string LetterId, DateOnly DatedOn);
