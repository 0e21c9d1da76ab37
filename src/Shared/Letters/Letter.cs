using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Inburgering.Arrivals;
using Inburgering.Eligibility;
using Inburgering.People;

namespace Inburgering.Letters;

/// <summary>How the post or the eBox took a letter.</summary>
public enum PostingMethod
{
    Ordinary,
    Registered,
    RegisteredWithReceipt,
    EBox,
    RegisteredEBox,
}

/// <summary>What is known of a letter's way, folded from the facts about it.</summary>
/// <param name="PostedOn">The day it was handed over.</param>
/// <param name="Method">How.</param>
/// <param name="DeliveredOn">The day it was presented or delivered.</param>
/// <param name="ReturnedOn">The day it came back, unless it was sent or delivered after that: then there is no receipt.</param>
/// <param name="ProvenOn">The day of receipt by a case officer's proof, which goes before all that is presumed.</param>
public sealed record Dispatch(DateOnly? PostedOn, PostingMethod? Method, DateOnly? DeliveredOn, DateOnly? ReturnedOn = null, DateOnly? ProvenOn = null)
{
    /// <summary>With one fact more, in the sender's order.</summary>
    public Dispatch Taking(DispatchFact fact) => fact switch
    {
        { ProvenOn: { } provenOn } => this with { ProvenOn = provenOn },
        { ReturnedOn: { } returnedOn } => this with { ReturnedOn = returnedOn },

        // What was sent again after it came back has yet to be delivered.
        { PostedOn: { } postedOn } => new Dispatch(postedOn, fact.Method ?? Method, ReturnedOn is null ? DeliveredOn : null) { ProvenOn = ProvenOn },
        { DeliveredOn: { } deliveredOn } => this with { DeliveredOn = deliveredOn, ReturnedOn = null },
        _ => this,
    };
}

/// <summary>One thing the post or the eBox said about a letter, or a case officer proved.</summary>
/// <param name="PostedOn">The day it was handed over, for a posting.</param>
/// <param name="Method">How, for a posting.</param>
/// <param name="DeliveredOn">The day it was presented or delivered, for a delivery.</param>
/// <param name="ReturnedOn">The day it came back, for a return.</param>
/// <param name="ReturnReason">Why, in the words of the post.</param>
public sealed record DispatchFact(DateOnly? PostedOn, PostingMethod? Method, DateOnly? DeliveredOn, DateOnly? ReturnedOn = null, string? ReturnReason = null)
{
    /// <summary>The day of receipt, for a case officer's proof to the contrary.</summary>
    public DateOnly? ProvenOn { get; init; }

    /// <summary>What shows it, in the officer's words.</summary>
    public string? Evidence { get; init; }

    /// <summary>Who took the proof.</summary>
    public string? OfficerId { get; init; }
}

/// <summary>A letter to one person.</summary>
public sealed record Letter
{
    /// <summary>Names the person's file and the letter in it, as in <c>{personId}-1</c>.</summary>
    public required string LetterId { get; init; }

    public required LetterKind Kind { get; init; }

    /// <summary>ISO 639-1 language beside Dutch.</summary>
    public required string Language { get; init; }

    public required DateOnly DatedOn { get; init; }

    public Agency? Agency { get; init; }

    public required string PolicyVersion { get; init; }

    /// <summary>The rule that decided when it was written: why the duty applies, or no longer does.</summary>
    public EligibilityReason? Reason { get; init; }

    /// <summary>The case officer's act that it tells of; <see langword="null"/> for a letter that the law itself sends.</summary>
    public ToldAct? Told { get; init; }

    /// <summary>Blob path of the PDF; <see langword="null"/> until it is rendered.</summary>
    public string? DocumentPath { get; init; }

    /// <summary>The letter that was written in its stead after it came back.</summary>
    public string? SentAgainAs { get; init; }

    public ImmutableList<Fact<DispatchFact>> DispatchFacts { get; init; } = [];

    [JsonIgnore]
    public Dispatch Dispatch => DispatchFacts.Aggregate(new Dispatch(null, null, null), (known, fact) => known.Taking(fact.Content));
}
