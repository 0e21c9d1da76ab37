namespace Inburgering.Obligations;

/// <summary>What happened to an obligation.</summary>
public abstract record ObligationEvent
{
    private ObligationEvent()
    {
    }

    public sealed record Started(DateOnly On, string PolicyVersion, string LetterId) : ObligationEvent;

    /// <summary>Everything was passed before the obligation could begin.</summary>
    public sealed record FulfilledBeforeArrival(DateOnly On, string PolicyVersion) : ObligationEvent;

    public sealed record TermSet(Term Term) : ObligationEvent;

    public sealed record TermWithdrawn : ObligationEvent;

    /// <summary>A reminder fell due; <paramref name="Sent"/> is false where a later one was due at the same time and is sent instead.</summary>
    public sealed record ReminderFellDue(string Offset, DateTimeOffset At, bool Sent) : ObligationEvent;

    public sealed record FulfilledInTime(DateOnly On) : ObligationEvent;

    public sealed record DeadlinePassed(DateOnly BreachedOn) : ObligationEvent;

    public sealed record BreachConfirmed(BreachConfirmation Confirmation) : ObligationEvent;

    /// <summary>Days were taken out of the term; <paramref name="Term"/> is what it is since.</summary>
    public sealed record PostponementGranted(Postponement Postponement, Term Term) : ObligationEvent;

    /// <summary>A postponement runs from now on: the term stands still.</summary>
    public sealed record SuspensionBegan(DateOnly On) : ObligationEvent;

    /// <summary>No postponement runs any more: the term goes on.</summary>
    public sealed record SuspensionOver(DateOnly On) : ObligationEvent;

    public sealed record ExemptionGranted(DateOnly On, string PolicyVersion, Exemption Exemption) : ObligationEvent;

    /// <summary>The obligation is back as it stood; a term that ran has the days of the exemption taken out of it.</summary>
    public sealed record ExemptionWithdrawn(Postponement? Postponement, Term? Term) : ObligationEvent;

    public sealed record LetterSentAgain(string LetterId) : ObligationEvent;

    public sealed record FulfilledAfterDeadline(DateOnly On) : ObligationEvent;

    public sealed record EndedFor(DateOnly On, EndReason Reason) : ObligationEvent;

    /// <summary>A newer version of the policy decides from now on.</summary>
    public sealed record PolicyReplaced(string PolicyVersion) : ObligationEvent;

    /// <summary>The person is back in Flanders: the remaining days run on.</summary>
    public sealed record Resumed(DateOnly On, Term? Term) : ObligationEvent;
}
