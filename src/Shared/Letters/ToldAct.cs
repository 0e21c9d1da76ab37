using System.Text.Json.Serialization;
using Inburgering.Obligations;

namespace Inburgering.Letters;

/// <summary>An act of a case officer that the person is told of in writing.</summary>
public enum ToldActKind
{
    /// <summary>Days were taken out of the term.</summary>
    Postponement,

    /// <summary>The person is exempted.</summary>
    Exemption,

    /// <summary>An exemption was taken back.</summary>
    ExemptionWithdrawal,

    /// <summary>A proof of receipt moved the deadline.</summary>
    ReceiptProof,

    /// <summary>What the person asked to be corrected was answered.</summary>
    RectificationAnswer,
}

/// <summary>What a letter says of an act of a case officer, as it was when the letter was written (docs/adr/0022).</summary>
/// <param name="Kind">Which act.</param>
public sealed record ToldAct(ToldActKind Kind)
{
    /// <summary>The ground, by the policy's code.</summary>
    public string? Ground { get; init; }

    /// <summary>First day of a postponement; the day of an exemption, of a receipt, of a request.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of a postponement, counted too.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The letter that was received, or the request that is answered.</summary>
    public string? Reference { get; init; }

    /// <summary>What the officer has to say to the person, in their own words.</summary>
    public string? Words { get; init; }

    /// <summary>What came of a request.</summary>
    public People.RectificationOutcome? Outcome { get; init; }

    /// <summary>Where the obligation stands since.</summary>
    public ObligationStatus Standing { get; init; }

    /// <summary>The term that holds since.</summary>
    public Term? Term { get; init; }

    /// <summary>The deadline that the person had before; <see langword="null"/> if there was none.</summary>
    public DateOnly? EarlierDeadlineOn { get; init; }

    /// <summary>
    /// Of the four kinds that letters have on the wire: what takes the duty away withdraws, whatever else confirms what now holds. No receipt
    /// of such a letter sets a term.
    /// </summary>
    [JsonIgnore]
    public LetterKind LetterKind => Kind == ToldActKind.Exemption ? LetterKind.Withdrawal : LetterKind.Confirmation;

    /// <summary>An act that bears on the term, with where that leaves it.</summary>
    public static ToldAct OfTerm(ToldActKind kind, Obligation since, DateOnly? earlierDeadlineOn) =>
        new(kind) { Standing = since.Status, Term = since.Term, EarlierDeadlineOn = earlierDeadlineOn == since.Term?.DeadlineOn ? null : earlierDeadlineOn };
}
