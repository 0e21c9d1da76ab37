using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Inburgering.Obligations;

/// <summary>Where someone's obligation stands. Each state carries what its successors need and no more.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "status")]
[JsonDerivedType(typeof(NoObligation), "none")]
[JsonDerivedType(typeof(LetterPending), "letterPending")]
[JsonDerivedType(typeof(Running), "running")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Exempted), "exempted")]
[JsonDerivedType(typeof(Fulfilled), "fulfilled")]
[JsonDerivedType(typeof(FulfilledLate), "fulfilledLate")]
[JsonDerivedType(typeof(Breached), "breached")]
[JsonDerivedType(typeof(Ended), "ended")]
public abstract record Obligation
{
    private protected Obligation()
    {
    }

    /// <summary>The term, once a receipt has set it.</summary>
    [JsonIgnore]
    public virtual Term? Term => null;

    /// <summary>Every postponement ever granted, in the order of the grants; kept through all states.</summary>
    public ImmutableList<Postponement> Postponements { get; init; } = [];

    /// <summary>Terms that held before, oldest first; kept through all states.</summary>
    public ImmutableList<PastTerm> PastTerms { get; init; } = [];

    /// <summary>The recruitment letter whose receipt sets the term; <see langword="null"/> where none does any more.</summary>
    [JsonIgnore]
    public string? SettingLetterId => this switch
    {
        LetterPending pending => pending.LetterId,
        Running running => running.LetterId,
        Suspended suspended => suspended.LetterId,
        Exempted exempted => exempted.Lifted.SettingLetterId,
        Breached breached => breached.LetterId,
        FulfilledLate late => late.LetterId,
        Ended { Interrupted: { } interrupted } => interrupted.SettingLetterId,
        _ => null,
    };

    /// <summary>The state's name for callers.</summary>
    [JsonIgnore]
    public ObligationStatus Status => this switch
    {
        NoObligation => ObligationStatus.None,
        LetterPending => ObligationStatus.LetterPending,
        Running => ObligationStatus.Running,
        Suspended => ObligationStatus.Suspended,
        Exempted => ObligationStatus.Exempted,
        Fulfilled => ObligationStatus.Fulfilled,
        FulfilledLate => ObligationStatus.FulfilledLate,
        Breached => ObligationStatus.Breached,
        Ended => ObligationStatus.Ended,
        _ => throw new InvalidOperationException($"No status for {GetType().Name}."),
    };
}

/// <summary>Nothing was ever asked.</summary>
public sealed record NoObligation : Obligation;

/// <summary>The recruitment letter is on its way; the term begins with its receipt.</summary>
public sealed record LetterPending(DateOnly StartedOn, string PolicyVersion, string LetterId) : Obligation
{
    /// <summary>Reminders of a term that a later fact about the letter took back: none is sent twice.</summary>
    public ImmutableList<SentReminder> Reminders { get; init; } = [];
}

/// <summary>The term runs.</summary>
public sealed record Running(DateOnly StartedOn, string PolicyVersion, string LetterId, Term RunningTerm, ImmutableList<SentReminder> Reminders) : Obligation
{
    [JsonIgnore]
    public override Term Term => RunningTerm;
}

/// <summary>The term stands still: a postponement runs. It goes on by itself on the day after.</summary>
public sealed record Suspended(DateOnly StartedOn, string PolicyVersion, string LetterId, Term StandingTerm, ImmutableList<SentReminder> Reminders, DateOnly SuspendedOn) : Obligation
{
    [JsonIgnore]
    public override Term Term => StandingTerm;
}

/// <summary>Lifted for this person by a case officer. No fact and no time brings it back; only a case officer does.</summary>
/// <param name="ExemptedOn">The legal day of the decision.</param>
/// <param name="PolicyVersion">The policy it was taken under.</param>
/// <param name="Exemption">The decision.</param>
/// <param name="Lifted">The obligation as it stood: what a withdrawal of the exemption goes back to.</param>
public sealed record Exempted(DateOnly ExemptedOn, string PolicyVersion, Exemption Exemption, Obligation Lifted) : Obligation
{
    /// <summary>The ground of the postponement that an exemption leaves when it is withdrawn; no policy names it.</summary>
    public const string Ground = "withdrawnExemption";
}

/// <summary>All modules passed before the deadline, or before there was one.</summary>
public sealed record Fulfilled(DateOnly FulfilledOn, string PolicyVersion, Term? FulfilledTerm) : Obligation
{
    [JsonIgnore]
    public override Term? Term => FulfilledTerm;
}

/// <summary>The deadline passed without fulfilment. A human must confirm before it has any effect (GDPR art. 22).</summary>
public sealed record Breached(DateOnly StartedOn, DateOnly BreachedOn, string PolicyVersion, string LetterId, Term BreachedTerm, ImmutableList<SentReminder> Reminders, BreachConfirmation? Confirmation) : Obligation
{
    [JsonIgnore]
    public override Term Term => BreachedTerm;
}

/// <summary>All modules passed after the deadline: the renewal block falls.</summary>
public sealed record FulfilledLate(DateOnly FulfilledOn, string PolicyVersion, string LetterId, Term LateTerm, BreachConfirmation? Confirmation) : Obligation
{
    [JsonIgnore]
    public override Term Term => LateTerm;
}

/// <summary>The obligation fell away.</summary>
public sealed record Ended(DateOnly EndedOn, EndReason Reason, string PolicyVersion, Term? EndedTerm) : Obligation
{
    /// <summary>What it was when the person left Flanders: it goes on from there on their return. <see langword="null"/> where an obligation would begin anew.</summary>
    public Obligation? Interrupted { get; init; }

    [JsonIgnore]
    public override Term? Term => EndedTerm;
}

/// <summary>Why an obligation ended.</summary>
public enum EndReason
{
    MovedToBrussels,
    MovedToWallonia,
    MovedAbroad,
    Deceased,
    Naturalised,
    StatusChanged,
}

/// <summary>The term as computed, with the steps that show how.</summary>
/// <param name="ReceivedOn">Legal day of receipt of the letter.</param>
/// <param name="DeadlineOn">Last legal day on which passing is in time.</param>
/// <param name="Derivation">The computation, step by step: receipt, months, working day, and each postponement.</param>
public sealed record Term(DateOnly ReceivedOn, DateOnly DeadlineOn, ImmutableList<DerivationStep> Derivation);

/// <summary>A term that held before.</summary>
/// <param name="Term">As it was.</param>
/// <param name="Change">What replaced it.</param>
public sealed record PastTerm(Term Term, TermChange Change);

/// <summary>What replaces a term.</summary>
public enum TermChange
{
    /// <summary>A later fact about the letter, or a case officer's proof, moved the receipt.</summary>
    ReceiptCorrected,

    /// <summary>The letter came back: its receipt is open again.</summary>
    ReceiptWithdrawn,

    /// <summary>A postponement moved the deadline.</summary>
    Postponed,
}

/// <summary>A reminder that was sent, or left out because a later one was due too.</summary>
public sealed record SentReminder(string Offset, DateTimeOffset At, bool Sent)
{
    /// <summary>Whether it named a deadline that a postponement has moved far enough for the same reminder to be due anew.</summary>
    public bool IsOfEarlierDeadline { get; init; }
}

/// <summary>A case officer's confirmation of a breach.</summary>
public sealed record BreachConfirmation(string OfficerId, DateTimeOffset ConfirmedAt, string Reason);
