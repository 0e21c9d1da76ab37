using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Eligibility;
using Inburgering.Obligations;
using static Inburgering.Shared.Tests.Obligations.Lives;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Obligations;

/// <summary>Postponement (<i>uitstel, opschorting</i>): dated intervals, by which the deadline moves and in which the term stands still.</summary>
public sealed class PostponementTests
{
    [Theory]
    [InlineData("2026-06-01", "2026-06-30", "2026-06-03", "2026-11-18", "Suspended")] // 30 days from Monday 19 October: Wednesday
    [InlineData("2026-06-01", "2026-06-30", "2026-07-10", "2026-11-18", "Running")] // wholly past
    [InlineData("2026-06-01", "2026-06-30", "2026-05-10", "2026-11-18", "Running")] // begins after it was granted
    [InlineData("2026-06-03", "2026-06-03", "2026-06-03", "2026-10-20", "Suspended")] // one day
    [InlineData("2026-06-01", "2026-06-05", "2026-06-10", "2026-10-26", "Running")] // Saturday 24 October moves to Monday
    [InlineData("2026-10-19", "2026-10-31", "2026-06-10", "2026-11-02", "Running")] // 13 days: Sunday 1 November, All Saints, moves to Monday
    [InlineData("2026-04-17", "2026-04-17", "2026-06-10", "2026-10-20", "Running")] // the first day of the term
    public void The_deadline_moves_by_the_days_granted_and_on_to_a_working_day(string from, string to, string grantedOn, string deadline, string state)
    {
        var after = TermRuns.After(Postpone(from, to), grantedOn);

        Assert.Equal((Day(deadline), state), (after.Term!.DeadlineOn, after.GetType().Name));
        Assert.Equal(new PastTerm(TheTerm, TermChange.Postponed), Assert.Single(after.PastTerms));
    }

    [Theory]
    [InlineData("2026-06-20", "2026-07-10", "2026-11-30")] // overlaps: 10 days more than 18 November is Saturday 28
    [InlineData("2026-06-10", "2026-07-01", "2026-11-19")] // one day more
    [InlineData("2026-07-01", "2026-07-02", "2026-11-20")] // touches
    [InlineData("2026-09-01", "2026-09-05", "2026-11-23")] // apart
    [InlineData("2026-05-30", "2026-07-01", "2026-11-23")] // lies around it: 3 days more is Saturday 21
    public void Days_that_an_earlier_postponement_took_out_are_not_counted_twice(string from, string to, string deadline)
    {
        var after = TermRuns.After(Postpone("2026-06-01", "2026-06-30"), "2026-06-03").After(Postpone(from, to), "2026-06-04");

        Assert.Equal(Day(deadline), after.Term!.DeadlineOn);
        Assert.Equal(2, after.Postponements.Count);
    }

    [Fact]
    public void The_derivation_shows_each_postponement_as_a_step()
    {
        var steps = TermRuns.After(Postpone("2026-06-01", "2026-06-05"), "2026-06-10").Term!.Derivation;

        Assert.Equal([DerivationRule.Postponed, DerivationRule.MovedToWorkingDay], steps.Select(step => step.Rule));
        Assert.Equal((1, 5, Day("2026-06-01"), Day("2026-06-05")), (steps[0].Postponement!.Value, steps[0].Days!.Value, steps[0].PostponedFrom!.Value, steps[0].PostponedTo!.Value));
        Assert.Equal([(Day("2026-10-19"), Day("2026-10-24")), (Day("2026-10-24"), Day("2026-10-26"))], steps.Select(step => (step.From, step.To)));
    }

    [Fact]
    public void While_it_runs_the_term_stands_still_and_goes_on_by_itself_the_day_after()
    {
        var state = (Obligation)StandsStill;
        Assert.Equal(InBrussels("2026-07-01", "00:00").ToUniversalTime(), ObligationDecider.NextDue(state, Policy, InBrussels("2026-06-03")));
        Assert.Empty(state.When(PassTime, InBrussels("2026-07-01", "00:00").AddTicks(-1)));

        Assert.Equal([new ObligationEvent.SuspensionOver(Day("2026-07-01"))], state.When(PassTime, InBrussels("2026-07-01", "00:00")));
    }

    [Fact]
    public void One_that_lies_ahead_begins_by_itself()
    {
        var ahead = TermRuns.After(Postpone("2026-06-01", "2026-06-30"), "2026-05-10");

        Assert.Equal(InBrussels("2026-06-01", "00:00").ToUniversalTime(), ObligationDecider.NextDue(ahead, Policy, InBrussels("2026-05-10")));
        Assert.Equal([new ObligationEvent.SuspensionBegan(Day("2026-06-01"))], ahead.When(PassTime, InBrussels("2026-06-01", "00:00")));
    }

    [Fact]
    public void Two_that_touch_are_one_stretch()
    {
        var state = StandsStill.After(Postpone("2026-07-01", "2026-07-20"), "2026-06-04");

        Assert.IsType<Suspended>(state.At(InBrussels("2026-07-20")));
        Assert.IsType<Running>(state.At(InBrussels("2026-07-21")));
    }

    [Fact]
    public void What_was_left_of_the_term_when_it_stood_still_is_left_when_it_goes_on()
    {
        // On 1 June 140 days were left, the day itself and the deadline counted; so they are on 1 July.
        var left = TheTerm.DeadlineOn.DayNumber - Day("2026-06-01").DayNumber + 1;
        var after = StandsStill.At(InBrussels("2026-07-01"));

        Assert.Equal(left, after.Term!.DeadlineOn.DayNumber - Day("2026-07-01").DayNumber + 1);
    }

    [Fact]
    public void No_reminder_goes_out_while_the_term_stands_still_and_the_overdue_one_when_it_goes_on()
    {
        var state = TermRuns.After(Postpone("2026-10-01", "2026-12-31"), "2026-10-02");
        Assert.Equal(Day("2027-01-19"), state.Term!.DeadlineOn);
        Assert.All(["2026-10-20", "2026-11-30", "2026-12-31"], day => Assert.DoesNotContain(state.When(PassTime, day), happened => happened is ObligationEvent.ReminderFellDue));

        Assert.Equal(["P1M"], state.When(PassTime, InBrussels("2027-01-01")).OfType<ObligationEvent.ReminderFellDue>().Where(reminder => reminder.Sent).Select(reminder => reminder.Offset));
    }

    [Fact]
    public void Whoever_was_reminded_of_a_deadline_that_is_far_again_is_reminded_of_the_new_one()
    {
        var reminded = TermRuns.At(InBrussels("2026-09-20"));
        var state = reminded.After(Postpone("2026-09-01", "2026-12-31"), "2026-09-21");
        Assert.Equal(Day("2027-02-18"), state.Term!.DeadlineOn);

        Assert.Equal(["P1M"], state.At(InBrussels("2027-01-01")).When(PassTime, InBrussels("2027-01-18")).OfType<ObligationEvent.ReminderFellDue>().Select(reminder => reminder.Offset));
    }

    [Fact]
    public void The_breach_begins_after_the_moved_deadline()
    {
        var state = TermRuns.After(Postpone("2026-06-01", "2026-06-30"), "2026-06-03").At(InBrussels("2027-02-01"));

        Assert.Equal((Day("2026-11-19"), Day("2026-11-18")), (Assert.IsType<Breached>(state).BreachedOn, state.Term!.DeadlineOn));
        Assert.Single(state.Postponements);
    }

    [Fact]
    public void Passing_while_the_term_stands_still_fulfils() =>
        Assert.Equal(Day("2026-06-10"), Assert.IsType<Fulfilled>(StandsStill.After(Obliged(passedAllOn: "2026-06-10"), "2026-06-10")).FulfilledOn);

    [Fact]
    public void Leaving_while_the_term_stands_still_ends() =>
        Assert.Equal(EndReason.MovedToBrussels, Assert.IsType<Ended>(StandsStill.After(NotObliged(EligibilityReason.SettledInBrussels), "2026-06-10")).Reason);

    [Fact]
    public void A_corrected_receipt_keeps_the_postponement()
    {
        var state = StandsStill.After(ReceiptOn("2026-05-04", "2026-11-04"), "2026-06-10");

        // 30 days from 4 November: Friday 4 December.
        Assert.Equal(Day("2026-12-04"), Assert.IsType<Suspended>(state).Term.DeadlineOn);
        Assert.Equal([TermChange.Postponed, TermChange.ReceiptCorrected], state.PastTerms.Select(past => past.Change));
    }

    [Fact]
    public void A_receipt_that_is_taken_back_and_set_again_keeps_it_too()
    {
        var state = StandsStill.After(NoReceipt, "2026-06-10").After(Receipt, "2026-06-11");

        Assert.Equal(Day("2026-11-18"), Assert.IsType<Suspended>(state).Term.DeadlineOn);
    }

    [Fact]
    public void A_term_that_a_later_fact_ends_before_the_postponement_began_is_not_moved_by_it()
    {
        var state = TermRuns.After(Postpone("2026-10-10", "2026-10-30"), "2026-06-03").After(ReceiptOn("2026-03-02", "2026-09-02"), "2026-06-04");

        Assert.Equal(Day("2026-09-02"), state.Term!.DeadlineOn);
        Assert.Equal(Day("2026-09-03"), Assert.IsType<Breached>(state.At(InBrussels("2026-10-15"))).BreachedOn);
    }

    [Theory]
    [InlineData("2026-06-10", "2026-06-09", "badRequest", "to")]
    [InlineData("2026-06-10", "2027-06-11", "badRequest", "to")]
    [InlineData("2026-04-16", "2026-06-09", "postponementBeforeTerm", "from")]
    [InlineData("2026-10-20", "2026-10-30", "postponementAfterDeadline", "from")]
    public void What_is_no_interval_of_the_term_is_refused_by_its_rule(string from, string to, string code, string field)
    {
        var refused = OfficersActs.Refuse(TermRuns, Postpone(from, to), Policy)!;

        Assert.Equal((code, field), (refused.Code, refused.Field));
        Assert.Empty(TermRuns.When(Postpone(from, to), "2026-06-03"));
    }

    [Theory]
    [InlineData("2026-06-01", "2026-06-30")]
    [InlineData("2026-06-10", "2026-06-10")]
    public void What_is_postponed_already_is_refused(string from, string to) => Assert.Equal("alreadyPostponed", OfficersActs.Refuse(StandsStill, Postpone(from, to), Policy)!.Code);

    [Fact]
    public void A_ground_that_the_policy_does_not_know_is_refused()
    {
        var refused = OfficersActs.Refuse(TermRuns, Postpone("2026-06-01", "2026-06-30", "holiday"), Policy)!;

        Assert.Equal(("badRequest", "ground"), (refused.Code, refused.Field));
        Assert.Contains("illness", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_term_that_runs_or_stands_still_can_be_postponed()
    {
        Refused("obligationClosed", new NoObligation(), Lifted, InTime, FellAway);
        Refused("deadlinePassed", DeadlineMissed, Confirmed, TooLate);
        Refused("termNotRunning", OnItsWay);

        static void Refused(string code, params Obligation[] states) => Assert.All(states, state =>
        {
            Assert.Equal(code, OfficersActs.Refuse(state, Postpone("2026-06-01", "2026-06-30"), Policy)!.Code);
            Assert.Empty(state.When(Postpone("2026-06-01", "2026-06-30"), state.Status == ObligationStatus.Exempted ? "2026-06-05" : "2026-11-03"));
        });
    }

    [Fact]
    public void The_deadline_that_has_passed_meanwhile_counts_before_the_postponement()
    {
        var state = TermRuns.After(Postpone("2026-10-19", "2026-10-30"), "2026-10-20");

        Assert.Equal(Day("2026-10-20"), Assert.IsType<Breached>(state).BreachedOn);
        Assert.Empty(state.Postponements);
    }

    [Fact]
    public void An_exemption_lifts_what_stands_and_no_fact_and_no_time_brings_it_back()
    {
        Assert.All(new Obligation[] { OnItsWay, TermRuns, StandsStill, DeadlineMissed }, state => Assert.IsType<Exempted>(state.After(Exempt, state is Breached ? "2026-11-03" : "2026-06-05")));
        Assert.All(
            new[] { PassTime, Confirm, Receipt, NoReceipt, Obliged(), Obliged(passedAllOn: "2026-11-02") },
            command => Assert.Empty(Lifted.When(command, "2027-03-01")));
    }

    [Fact]
    public void An_exemption_that_makes_no_sense_is_refused_by_its_rule()
    {
        Assert.Equal("notObliged", OfficersActs.Refuse(new NoObligation(), Exempt, Policy)!.Code);
        Assert.Equal("breachConfirmed", OfficersActs.Refuse(Confirmed, Exempt, Policy)!.Code);
        Assert.All(new Obligation[] { InTime, TooLate, FellAway, Lifted }, state => Assert.Equal("obligationClosed", OfficersActs.Refuse(state, Exempt, Policy)!.Code));
        Assert.Equal("code", OfficersActs.Refuse(TermRuns, Exempt with { Code = "tired" }, Policy)!.Field);
        Assert.Equal("exemptionAgeNotReached", OfficersActs.RefuseByAge("aged65", Day("1961-06-06"), Policy, Day("2026-06-05"))!.Code);
        Assert.Null(OfficersActs.RefuseByAge("aged65", Day("1961-06-05"), Policy, Day("2026-06-05")));
        Assert.Null(OfficersActs.RefuseByAge("seriousIllness", Day("1991-05-17"), Policy, Day("2026-06-05")));
    }

    [Fact]
    public void An_exemption_that_is_withdrawn_has_stood_as_a_postponement()
    {
        var state = Lifted.After(Withdraw, "2026-07-04");

        // 5 June to 4 July: 30 days; the term goes on the day after.
        Assert.Equal((Day("2026-11-18"), Exempted.Ground), (Assert.IsType<Suspended>(state).Term.DeadlineOn, Assert.Single(state.Postponements).Ground));
        Assert.IsType<Running>(state.At(InBrussels("2026-07-05")));
        Assert.Equal("notExempted", OfficersActs.Refuse(state, Withdraw)!.Code);
    }

    [Fact]
    public void A_letter_that_was_on_its_way_and_a_breach_that_stood_are_back_as_they_were()
    {
        var onItsWay = Assert.IsType<LetterPending>(OnItsWay.After(Exempt, "2026-04-15").After(Withdraw, "2026-07-04"));
        Assert.Equal(OnItsWay, onItsWay with { Postponements = [] });

        // The letter was received on 17 April, while nothing was owed: the 79 days up to 4 July count for nobody. 6 January 2027 is a Wednesday.
        Assert.Equal(Day("2027-01-06"), onItsWay.After(Receipt, "2026-07-04").Term!.DeadlineOn);
        Assert.Equal(DeadlineMissed.BreachedOn, Assert.IsType<Breached>(DeadlineMissed.After(Exempt, "2026-11-03").After(Withdraw, "2026-11-05")).BreachedOn);
    }

    [Fact]
    public void Grants_in_any_order_never_take_a_day_out_twice()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var state = (Obligation)TermRuns;
            for (var i = 0; i < 4; i++)
            {
                var from = Day("2026-04-17").AddDays(random.Next(0, 180));
                state = state.After(Postpone(Iso(from), Iso(from.AddDays(random.Next(0, 60)))), "2026-04-20");
            }

            var covered = state.Postponements.SelectMany(granted => Enumerable.Range(granted.From.DayNumber, granted.To.DayNumber - granted.From.DayNumber + 1)).Distinct().Count();
            var added = state.Term!.Derivation.Sum(step => step.Days ?? 0);
            Assert.Equal(covered, added);
            Assert.True(state.Term.DeadlineOn.DayNumber - TheTerm.DeadlineOn.DayNumber >= added);
            Assert.True(LegalCalendar.IsWorkingDay(state.Term.DeadlineOn));
            Assert.Null(state.Postponements.CoveredUntil(state.Term.DeadlineOn));
        }

        static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
