using Inburgering.Eligibility;
using Inburgering.Obligations;
using Inburgering.Policies;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Obligations;

/// <summary>
/// Given states, commands and events as tests of the decider write them. One life: letter 1 dated 13 April 2026, received on the
/// 17th, deadline Monday 19 October 2026, reminders on 19 July, 19 September and 12 October at 09:00.
/// </summary>
internal static class Lives
{
    public const string Letter = "p1-1";

    public static Policy Policy => TestPolicy.Current;

    public static Term TheTerm { get; } = new(Day("2026-04-17"), Day("2026-10-19"), []);

    public static LetterPending OnItsWay { get; } = new(Day("2026-04-13"), "2026-1", Letter);

    public static Running TermRuns { get; } = new(Day("2026-04-13"), "2026-1", Letter, TheTerm, []);

    public static Breached DeadlineMissed { get; } = Assert.IsType<Breached>(TermRuns.At(InBrussels("2026-10-20", "00:00")));

    public static Breached Confirmed { get; } = DeadlineMissed with { Confirmation = new BreachConfirmation("officer-7", InBrussels("2026-10-21"), "No contact.") };

    public static Fulfilled InTime { get; } = new(Day("2026-06-01"), "2026-1", TheTerm);

    public static FulfilledLate TooLate { get; } = new(Day("2026-11-02"), "2026-1", Letter, TheTerm, null);

    public static Ended FellAway { get; } = new(Day("2026-06-01"), EndReason.StatusChanged, "2026-1", null);

    /// <summary>From 1 to 30 June: 30 days, to Wednesday 18 November 2026.</summary>
    public static Suspended StandsStill { get; } = Assert.IsType<Suspended>(TermRuns.After(Postpone("2026-06-01", "2026-06-30"), InBrussels("2026-06-03")));

    public static Exempted Lifted { get; } = Assert.IsType<Exempted>(TermRuns.After(Exempt, InBrussels("2026-06-05")));

    public static ObligationCommand.Exempt Exempt => new("seriousIllness", "Attest.", "officer-7");

    public static ObligationCommand.WithdrawExemption Withdraw => new("officer-7", "Of somebody else.");

    public static ObligationCommand PassTime { get; } = new ObligationCommand.PassTime();

    public static ObligationCommand Confirm { get; } = new ObligationCommand.ConfirmBreach("officer-7", "No contact.");

    public static ObligationCommand Receipt { get; } = new ObligationCommand.EstablishReceipt(Letter, TheTerm);

    public static ObligationCommand NoReceipt { get; } = new ObligationCommand.WithdrawReceipt(Letter);

    public static ObligationCommand Obliged(string? passedAllOn = null) => Assess(Treatment.Obliged, EligibilityReason.WorkerInFlanders, passedAllOn);

    public static ObligationCommand NotObliged(EligibilityReason reason, string? passedAllOn = null) => Assess(
        reason switch
        {
            EligibilityReason.SettledInBrussels => Treatment.Encouraged,
            EligibilityReason.TemporaryStay => Treatment.Excluded,
            _ => Treatment.NotObliged,
        },
        reason,
        passedAllOn);

    public static ObligationCommand.Postpone Postpone(string from, string to, string ground = "illness") => new(ground, "Certificate.", Day(from), Day(to), "officer-7");

    public static ObligationCommand ReceiptOn(string receivedOn, string deadlineOn, string letterId = Letter) =>
        new ObligationCommand.EstablishReceipt(letterId, new Term(Day(receivedOn), Day(deadlineOn), []));

    /// <summary>Obliged again or still, with the term that the letter and the times outside Flanders now give.</summary>
    public static ObligationCommand Back(string receivedOn, string deadlineOn, string? passedAllOn = null) =>
        (ObligationCommand.Assess)Obliged(passedAllOn) with { Term = new Term(Day(receivedOn), Day(deadlineOn), []) };

    public static ObligationCommand LivingThereSince(ObligationCommand command, string day) => (ObligationCommand.Assess)command with { LivesThereSince = Day(day) };

    /// <summary>The events of a command at noon in Brussels of a day.</summary>
    public static IReadOnlyList<ObligationEvent> When(this Obligation state, ObligationCommand command, string day) => state.When(command, InBrussels(day));

    public static IReadOnlyList<ObligationEvent> When(this Obligation state, ObligationCommand command, DateTimeOffset now) =>
        ObligationDecider.Decide(state, command, Policy, now);

    /// <summary>The state after a command.</summary>
    public static Obligation After(this Obligation state, ObligationCommand command, DateTimeOffset now) =>
        state.When(command, now).Aggregate(state, ObligationDecider.Evolve);

    public static Obligation After(this Obligation state, ObligationCommand command, string day) => state.After(command, InBrussels(day));

    /// <summary>The state once time has passed until an instant.</summary>
    public static Obligation At(this Obligation state, DateTimeOffset now) => state.After(PassTime, now);

    private static ObligationCommand.Assess Assess(Treatment treatment, EligibilityReason reason, string? passedAllOn) =>
        new(new EligibilityDecision(treatment, reason, "2026-1"), passedAllOn is null ? null : Day(passedAllOn), Letter);
}
