using Inburgering.Eligibility;
using Inburgering.Obligations;
using static Inburgering.Shared.Tests.Obligations.Lives;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Obligations;

/// <summary>Given a state, when something happens, then the law says what follows.</summary>
public sealed class ObligationDeciderTests
{
    private static readonly NoObligation None = new();

    [Fact]
    public void Settling_in_Flanders_starts_the_obligation_with_a_letter() =>
        Assert.Equal([new ObligationEvent.Started(Day("2026-04-13"), "2026-1", Letter)], None.When(Obliged(), "2026-04-13"));

    [Fact]
    public void Who_passed_everything_before_arrival_has_fulfilled_and_gets_no_deadline()
    {
        Assert.Equal([new ObligationEvent.FulfilledBeforeArrival(Day("2026-04-13"), "2026-1")], None.When(Obliged(passedAllOn: "2026-04-13"), "2026-04-13"));
        Assert.Null(None.After(Obliged(passedAllOn: "2026-04-13"), "2026-04-13").Term);
    }

    [Theory]
    [InlineData(EligibilityReason.SettledInBrussels)]
    [InlineData(EligibilityReason.TemporaryStay)]
    [InlineData(EligibilityReason.EuPlusNational)]
    [InlineData(EligibilityReason.PermitGranted)]
    public void Outside_the_target_group_nothing_starts(EligibilityReason reason)
    {
        Assert.Empty(None.When(NotObliged(reason), "2026-04-13"));
        Assert.Empty(None.When(NotObliged(reason, passedAllOn: "2026-04-13"), "2026-04-13"));
    }

    [Fact]
    public void The_receipt_of_the_letter_sets_the_term() =>
        Assert.Equal(TermRuns, Assert.IsType<Running>(OnItsWay.After(Receipt, "2026-04-20")), Same);

    [Fact]
    public void The_receipt_of_another_letter_sets_no_term()
    {
        Assert.Empty(OnItsWay.When(ReceiptOn("2026-04-17", "2026-10-19", "p1-2"), "2026-04-20"));
        Assert.Empty(TermRuns.When(ReceiptOn("2026-04-20", "2026-10-20", "p1-2"), "2026-04-20"));
        Assert.Empty(DeadlineMissed.When(ReceiptOn("2026-04-30", "2026-11-02", "p1-2"), "2026-10-21"));
        Assert.Empty(TooLate.When(ReceiptOn("2026-05-04", "2026-11-04", "p1-2"), "2026-11-03"));
        Assert.All(
            new Obligation[] { OnItsWay, TermRuns, TooLate },
            state => Assert.Empty(state.When(new ObligationCommand.WithdrawReceipt("p1-2"), "2026-04-20")));
    }

    [Fact]
    public void A_later_fact_about_the_letter_corrects_the_term()
    {
        var corrected = Assert.IsType<Running>(TermRuns.After(ReceiptOn("2026-04-20", "2026-10-20"), "2026-04-21"));

        Assert.Equal(Day("2026-10-20"), corrected.Term.DeadlineOn);
    }

    [Fact]
    public void Passing_before_the_letter_arrives_fulfils() =>
        Assert.Equal(new Fulfilled(Day("2026-04-15"), "2026-1", null), OnItsWay.After(Obliged(passedAllOn: "2026-04-15"), "2026-04-15"));

    [Fact]
    public void Passing_while_the_term_runs_fulfils() =>
        Assert.Equal(new Fulfilled(Day("2026-06-01"), "2026-1", TheTerm), TermRuns.After(Obliged(passedAllOn: "2026-06-01"), "2026-06-01"));

    [Fact]
    public void The_day_of_the_deadline_is_in_time_until_midnight_in_Brussels()
    {
        var lastMoment = InBrussels("2026-10-20", "00:00").AddTicks(-1);

        Assert.IsType<Fulfilled>(TermRuns.At(lastMoment).After(Obliged(passedAllOn: "2026-10-19"), lastMoment));
        Assert.Equal(Utc("2026-10-19T21:59:59.9999999Z"), lastMoment);
    }

    [Fact]
    public void At_midnight_after_the_day_of_the_deadline_it_is_breached()
    {
        var midnight = Utc("2026-10-19T22:00:00Z");

        Assert.Equal([new ObligationEvent.DeadlinePassed(Day("2026-10-20"))], TermRuns.When(PassTime, midnight));
        Assert.IsType<FulfilledLate>(TermRuns.After(Obliged(passedAllOn: "2026-10-20"), midnight));
    }

    [Fact]
    public void A_deadline_in_winter_ends_an_hour_later_by_UTC()
    {
        var running = TermRuns with { RunningTerm = TheTerm with { DeadlineOn = Day("2026-12-01") }, Reminders = AllSent() };

        Assert.Empty(running.When(PassTime, Utc("2026-12-01T22:59:59Z")));
        Assert.Single(running.When(PassTime, Utc("2026-12-01T23:00:00Z")));
    }

    [Fact]
    public void Whoever_looks_only_much_later_finds_the_breach_on_the_day_after_the_deadline() =>
        Assert.Equal(Day("2026-10-20"), Assert.IsType<Breached>(TermRuns.At(InBrussels("2027-03-01"))).BreachedOn);

    [Fact]
    public void A_breach_waits_for_a_human() => Assert.Null(DeadlineMissed.Confirmation);

    [Fact]
    public void A_case_officer_confirms_a_breach()
    {
        var at = InBrussels("2026-10-21");

        Assert.Equal([new ObligationEvent.BreachConfirmed(new BreachConfirmation("officer-7", at, "No contact."))], DeadlineMissed.When(Confirm, at));
    }

    [Fact]
    public void A_breach_that_nobody_looked_at_yet_can_be_confirmed_at_once() =>
        Assert.Collection(
            TermRuns.When(Confirm, "2026-10-20"),
            happened => Assert.IsType<ObligationEvent.DeadlinePassed>(happened),
            happened => Assert.IsType<ObligationEvent.BreachConfirmed>(happened));

    [Fact]
    public void Nothing_but_a_breach_can_be_confirmed()
    {
        foreach (var state in new Obligation[] { None, OnItsWay, TermRuns, StandsStill, Lifted, InTime, TooLate, FellAway })
        {
            Assert.Empty(state.When(Confirm, "2026-06-05"));
        }
    }

    [Fact]
    public void Confirming_again_changes_nothing() =>
        Assert.Empty(Confirmed.When(new ObligationCommand.ConfirmBreach("officer-8", "Again."), "2026-10-22"));

    [Fact]
    public void Passing_after_the_deadline_fulfils_late_whether_confirmed_or_not()
    {
        Assert.Equal(new FulfilledLate(Day("2026-11-02"), "2026-1", Letter, TheTerm, null), DeadlineMissed.After(Obliged(passedAllOn: "2026-11-02"), "2026-11-02"));
        Assert.Equal(new FulfilledLate(Day("2026-11-02"), "2026-1", Letter, TheTerm, Confirmed.Confirmation), Confirmed.After(Obliged(passedAllOn: "2026-11-02"), "2026-11-02"));
    }

    [Fact]
    public void A_breach_that_was_fulfilled_late_can_no_longer_be_confirmed() =>
        Assert.Empty(DeadlineMissed.After(Obliged(passedAllOn: "2026-11-02"), "2026-11-02").When(Confirm, "2026-11-03"));

    [Fact]
    public void A_receipt_that_turns_out_later_takes_back_a_breach_that_no_human_confirmed()
    {
        var running = Assert.IsType<Running>(DeadlineMissed.After(ReceiptOn("2026-05-04", "2026-11-04"), "2026-10-21"));

        Assert.Equal((Day("2026-04-13"), Day("2026-11-04")), (running.StartedOn, running.Term.DeadlineOn));
    }

    [Fact]
    public void A_corrected_deadline_that_has_passed_too_is_breached_again() =>
        Assert.Equal(Day("2026-10-21"), Assert.IsType<Breached>(DeadlineMissed.After(ReceiptOn("2026-04-20", "2026-10-20"), "2026-10-22")).BreachedOn);

    [Fact]
    public void A_confirmed_breach_stands_whatever_the_post_says_later() =>
        Assert.Empty(Confirmed.When(ReceiptOn("2026-05-04", "2026-11-04"), "2026-10-22"));

    [Fact]
    public void A_late_pass_turns_out_to_be_in_time_when_the_receipt_is_corrected() =>
        Assert.Equal(
            new Fulfilled(Day("2026-11-02"), "2026-1", new Term(Day("2026-05-04"), Day("2026-11-04"), [])) { PastTerms = [new PastTerm(TheTerm, TermChange.ReceiptCorrected)] },
            TooLate.After(ReceiptOn("2026-05-04", "2026-11-04"), "2026-11-03"),
            Same);

    [Fact]
    public void A_late_pass_stays_late_when_the_corrected_deadline_had_passed_too() =>
        Assert.Equal(Day("2026-10-20"), Assert.IsType<FulfilledLate>(TooLate.After(ReceiptOn("2026-04-20", "2026-10-20"), "2026-11-03")).Term.DeadlineOn);

    [Fact]
    public void A_letter_whose_receipt_turns_out_not_to_be_known_is_on_its_way_again()
    {
        Assert.Equal(OnItsWay with { PastTerms = [new PastTerm(TheTerm, TermChange.ReceiptWithdrawn)] }, TermRuns.After(NoReceipt, "2026-04-21"), Same);
        Assert.Equal(Day("2026-04-13"), Assert.IsType<LetterPending>(DeadlineMissed.After(NoReceipt, "2026-10-21")).StartedOn);
        Assert.Equal(new Fulfilled(Day("2026-11-02"), "2026-1", null) { PastTerms = [new PastTerm(TheTerm, TermChange.ReceiptWithdrawn)] }, TooLate.After(NoReceipt, "2026-11-03"), Same);
    }

    [Fact]
    public void Nothing_else_is_moved_by_a_receipt_that_is_not_known() =>
        Assert.All(
            new Obligation[] { None, OnItsWay, Confirmed, InTime, TooLate with { Confirmation = Confirmed.Confirmation }, FellAway },
            state => Assert.Empty(state.When(NoReceipt, "2026-11-03")));

    [Fact]
    public void A_reminder_sent_before_the_receipt_was_taken_back_is_not_sent_again()
    {
        var again = TermRuns.At(InBrussels("2026-07-19")).After(NoReceipt, "2026-07-20").After(Receipt, "2026-07-21");

        Assert.Equal(["P3M"], Assert.IsType<Running>(again).Reminders.Where(reminder => reminder.Sent).Select(reminder => reminder.Offset));
    }

    [Fact]
    public void A_fulfilled_obligation_never_ends_nor_starts_again()
    {
        foreach (var state in new Obligation[] { InTime, TooLate })
        {
            Assert.Empty(state.When(NotObliged(EligibilityReason.SettledInBrussels), "2026-11-03"));
            Assert.Empty(state.When(Obliged(), "2026-11-03"));
            Assert.Empty(state.When(Obliged(passedAllOn: "2026-11-03"), "2026-11-03"));
        }
    }

    [Theory]
    [MemberData(nameof(Repeats))]
    public void A_command_that_repeats_what_holds_gives_no_events(string what, Obligation state, ObligationCommand command, string day)
    {
        var after = state.After(command, day);

        Assert.NotEmpty(what);
        Assert.NotEmpty(state.When(command, day));
        Assert.Empty(after.When(command, day));
    }

    public static TheoryData<string, Obligation, ObligationCommand, string> Repeats() => new()
    {
        { "start", None, Obliged(), "2026-04-13" },
        { "start again", FellAway, Obliged(), "2026-07-01" },
        { "fulfilled before arrival", None, Obliged(passedAllOn: "2026-04-13"), "2026-04-13" },
        { "receipt", OnItsWay, Receipt, "2026-04-20" },
        { "receipt with a deadline that has passed", OnItsWay, Receipt, "2026-10-20" },
        { "corrected receipt", TermRuns, ReceiptOn("2026-04-20", "2026-10-20"), "2026-04-21" },
        { "corrected receipt after the breach", DeadlineMissed, ReceiptOn("2026-05-04", "2026-11-04"), "2026-10-21" },
        { "corrected receipt after a late pass", TooLate, ReceiptOn("2026-04-20", "2026-10-20"), "2026-11-03" },
        { "receipt taken back", TermRuns, NoReceipt, "2026-04-21" },
        { "reminder", TermRuns, PassTime, "2026-07-19" },
        { "deadline", TermRuns, PassTime, "2026-10-20" },
        { "confirmation", DeadlineMissed, Confirm, "2026-10-21" },
        { "pass while the letter is on its way", OnItsWay, Obliged(passedAllOn: "2026-04-15"), "2026-04-15" },
        { "pass", TermRuns, Obliged(passedAllOn: "2026-06-01"), "2026-06-01" },
        { "late pass", DeadlineMissed, Obliged(passedAllOn: "2026-11-02"), "2026-11-02" },
        { "late pass after the confirmation", Confirmed, Obliged(passedAllOn: "2026-11-02"), "2026-11-02" },
        { "postponement that runs", TermRuns, Postpone("2026-06-01", "2026-06-30"), "2026-06-03" },
        { "postponement that is over", TermRuns, Postpone("2026-06-01", "2026-06-30"), "2026-07-03" },
        { "exemption", TermRuns, Exempt, "2026-06-05" },
        { "withdrawal of an exemption", Lifted, Withdraw, "2026-07-05" },
        { "pass while the term stands still", StandsStill, Obliged(passedAllOn: "2026-06-10"), "2026-06-10" },
        { "end while the term stands still", StandsStill, NotObliged(EligibilityReason.SettledInBrussels), "2026-06-10" },
        { "letter sent again", OnItsWay, new ObligationCommand.SendLetterAgain(Letter, "p1-2"), "2026-04-30" },
        { "end", TermRuns, NotObliged(EligibilityReason.SettledInBrussels), "2026-06-01" },
        { "end before the receipt", OnItsWay, NotObliged(EligibilityReason.TemporaryStay), "2026-04-15" },
        { "return", TermRuns.After(NotObliged(EligibilityReason.SettledInBrussels), "2026-06-01"), Back("2026-04-17", "2027-01-19"), "2026-09-01" },
        { "end by death", Confirmed, NotObliged(EligibilityReason.Deceased), "2026-11-01" },
        { "end after the breach", DeadlineMissed, NotObliged(EligibilityReason.TemporaryStay), "2026-10-21" },
    };

    [Fact]
    public void Given_a_fulfilled_obligation_whose_passes_were_taken_back_then_it_starts_anew_with_a_letter_and_a_whole_term()
    {
        var reopen = new ObligationCommand.Reopen("p1-2");

        Assert.All(new Obligation[] { InTime, TooLate }, state => Assert.Equal([new ObligationEvent.Started(Day("2027-01-04"), "2026-1", "p1-2")], state.When(reopen, "2027-01-04")));
        var anew = Assert.IsType<LetterPending>(InTime.After(reopen, "2027-01-04"));
        Assert.Equal((Day("2027-01-04"), "p1-2"), (anew.StartedOn, anew.LetterId));
        Assert.All(new Obligation[] { None, OnItsWay, TermRuns, DeadlineMissed, Confirmed, FellAway }, state => Assert.DoesNotContain(state.When(reopen, "2026-06-01"), happened => happened is ObligationEvent.Started));
    }

    [Fact]
    public void Every_command_is_answered_in_every_state()
    {
        var commands = new[]
        {
            PassTime, Confirm, Receipt, NoReceipt, ReceiptOn("2026-05-04", "2026-11-04"), Obliged(), Obliged(passedAllOn: "2026-11-02"),
            NotObliged(EligibilityReason.SettledInBrussels), NotObliged(EligibilityReason.TemporaryStay, passedAllOn: "2026-11-02"),
            Postpone("2026-05-20", "2026-06-10"), Exempt, Withdraw, new ObligationCommand.SendLetterAgain(Letter, "p1-2"),
        };
        foreach (var state in new Obligation[] { None, OnItsWay, TermRuns, StandsStill, Lifted, DeadlineMissed, Confirmed, InTime, TooLate, FellAway })
        {
            foreach (var command in commands)
            {
                // Evolve throws where an event can't follow a state.
                foreach (var day in new[] { "2026-06-01", "2026-11-03" })
                {
                    var after = state.After(command, day);
                    Assert.Empty(after.When(PassTime, day));
                }
            }
        }
    }

    [Fact]
    public void An_event_that_cannot_follow_a_state_is_a_defect_and_says_so()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => ObligationDecider.Evolve(None, new ObligationEvent.DeadlinePassed(Day("2026-10-20"))));

        Assert.Equal("DeadlinePassed can't follow NoObligation.", exception.Message);
    }

    [Fact]
    public void The_matter_is_open_as_long_as_time_the_post_or_a_human_may_still_move_it()
    {
        Assert.All(new Obligation[] { OnItsWay, TermRuns, StandsStill, DeadlineMissed }, state => Assert.True(ObligationDecider.IsOpen(state)));
        Assert.All(new Obligation[] { None, Lifted, Confirmed, InTime, TooLate, FellAway }, state => Assert.False(ObligationDecider.IsOpen(state)));
    }

    private static bool Same(Obligation expected, Obligation actual) => expected.GetType() == actual.GetType()
        && System.Text.Json.JsonSerializer.Serialize(expected) == System.Text.Json.JsonSerializer.Serialize(actual);

    private static System.Collections.Immutable.ImmutableList<SentReminder> AllSent() =>
        [.. Policy.Reminders.Select(offset => new SentReminder(offset.ToString(), InBrussels("2026-04-20"), true))];
}
