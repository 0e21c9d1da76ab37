using Inburgering.Eligibility;
using Inburgering.Obligations;
using static Inburgering.Shared.Tests.Obligations.Lives;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Obligations;

/// <summary>Given an obligation, when the person leaves the target group or Flanders, then it ends; on return the remaining days run on.</summary>
public sealed class ObligationEndTests
{
    [Theory]
    [InlineData(EligibilityReason.SettledInBrussels, EndReason.MovedToBrussels)]
    [InlineData(EligibilityReason.SettledInWallonia, EndReason.MovedToWallonia)]
    [InlineData(EligibilityReason.LeftBelgium, EndReason.MovedAbroad)]
    [InlineData(EligibilityReason.Deceased, EndReason.Deceased)]
    [InlineData(EligibilityReason.EuPlusNational, EndReason.Naturalised)]
    [InlineData(EligibilityReason.TemporaryStay, EndReason.StatusChanged)]
    [InlineData(EligibilityReason.FamilyWithoutLinkedWorker, EndReason.StatusChanged)]
    public void An_excluding_fact_ends_the_obligation_and_the_reason_is_kept(EligibilityReason reason, EndReason end)
    {
        foreach (var state in new Obligation[] { OnItsWay, TermRuns })
        {
            Assert.Equal([new ObligationEvent.EndedFor(Day("2026-06-01"), end)], state.When(NotObliged(reason), "2026-06-01"));
        }

        Assert.Equal([new ObligationEvent.EndedFor(Day("2026-10-21"), end)], DeadlineMissed.When(NotObliged(reason), "2026-10-21"));
    }

    [Fact]
    public void A_confirmed_breach_does_not_end_by_moving_away()
    {
        Assert.Empty(Confirmed.When(NotObliged(EligibilityReason.SettledInBrussels), "2026-11-01"));
        Assert.IsType<FulfilledLate>(Confirmed.After(NotObliged(EligibilityReason.SettledInBrussels, passedAllOn: "2026-11-01"), "2026-11-01"));
    }

    [Fact]
    public void Death_ends_whatever_was_confirmed() =>
        Assert.Equal([new ObligationEvent.EndedFor(Day("2026-11-01"), EndReason.Deceased)], Confirmed.When(NotObliged(EligibilityReason.Deceased), "2026-11-01"));

    [Fact]
    public void An_end_by_leaving_Flanders_counts_from_the_day_of_leaving() =>
        Assert.Equal(
            [new ObligationEvent.EndedFor(Day("2026-05-20"), EndReason.MovedToBrussels)],
            TermRuns.When(LivingThereSince(NotObliged(EligibilityReason.SettledInBrussels), "2026-05-20"), "2026-06-01"));

    [Theory]
    [InlineData(EligibilityReason.SettledInBrussels)]
    [InlineData(EligibilityReason.SettledInWallonia)]
    [InlineData(EligibilityReason.LeftBelgium)]
    [InlineData(EligibilityReason.Deceased)]
    public void On_return_to_Flanders_a_running_term_runs_on(EligibilityReason left)
    {
        var away = TermRuns.After(NotObliged(left), "2026-06-01");

        var back = Assert.IsType<Running>(away.After(Back("2026-04-17", "2027-01-19"), "2026-09-01"));

        Assert.Equal((Day("2026-04-13"), Letter, Day("2027-01-19")), (back.StartedOn, back.LetterId, back.Term.DeadlineOn));
    }

    [Fact]
    public void On_return_a_letter_that_is_still_on_its_way_is_waited_for() =>
        Assert.Equal(OnItsWay, OnItsWay.After(NotObliged(EligibilityReason.SettledInBrussels), "2026-04-14").After(Obliged(), "2026-09-01"));

    [Fact]
    public void On_return_a_term_whose_receipt_was_taken_back_waits_for_the_letter_again() =>
        Assert.IsType<LetterPending>(TermRuns.After(NotObliged(EligibilityReason.SettledInBrussels), "2026-06-01").After(Obliged(), "2026-09-01"));

    [Fact]
    public void On_return_after_the_deadline_without_days_left_the_breach_stands_unconfirmed()
    {
        var away = DeadlineMissed.After(NotObliged(EligibilityReason.LeftBelgium), "2026-10-21");

        Assert.Null(Assert.IsType<Breached>(away.After(Back("2026-04-17", "2026-10-19"), "2026-12-01")).Confirmation);
    }

    [Fact]
    public void A_death_that_was_reported_in_error_leaves_the_confirmed_breach_as_it_was() =>
        Assert.Equal(Confirmed, Confirmed.After(NotObliged(EligibilityReason.Deceased), "2026-11-01").After(Back("2026-04-17", "2026-10-19"), "2026-11-05"));

    [Fact]
    public void Whoever_passed_while_away_has_fulfilled_on_return() =>
        Assert.Equal(
            Day("2026-08-01"),
            Assert.IsType<Fulfilled>(TermRuns.After(NotObliged(EligibilityReason.SettledInBrussels), "2026-06-01").After(Back("2026-04-17", "2027-01-19", passedAllOn: "2026-08-01"), "2026-09-01")).FulfilledOn);

    [Theory]
    [InlineData(EligibilityReason.TemporaryStay)]
    [InlineData(EligibilityReason.EuPlusNational)]
    public void Whoever_was_told_that_the_duty_no_longer_applies_gets_a_new_letter_when_it_does(EligibilityReason excluded) =>
        Assert.IsType<ObligationEvent.Started>(Assert.Single(TermRuns.After(NotObliged(excluded), "2026-06-01").When(Obliged(), "2026-09-01")));

    [Fact]
    public void A_time_outside_Flanders_that_is_told_late_moves_the_deadline_of_a_running_term_and_takes_back_a_breach()
    {
        Assert.Equal(Day("2026-11-19"), Assert.IsType<Running>(TermRuns.After(Back("2026-04-17", "2026-11-19"), "2026-06-01")).Term.DeadlineOn);
        Assert.IsType<Running>(DeadlineMissed.After(Back("2026-04-17", "2026-11-19"), "2026-10-21"));
        Assert.Equal(Confirmed, Confirmed.After(Back("2026-04-17", "2026-11-19"), "2026-10-22"));
    }

    [Fact]
    public void Reminders_sent_before_leaving_are_not_sent_again_and_none_while_away()
    {
        var away = TermRuns.At(InBrussels("2026-07-19")).After(NotObliged(EligibilityReason.SettledInBrussels), "2026-08-01");

        Assert.Empty(away.When(PassTime, "2027-01-01"));
        Assert.Null(ObligationDecider.NextDue(away, Policy, InBrussels("2027-01-01")));
        Assert.Equal(["P3M"], Assert.IsType<Running>(away.After(Back("2026-04-17", "2027-10-19"), "2027-07-20")).Reminders.Select(reminder => reminder.Offset));
    }

    [Theory]
    [InlineData(EligibilityReason.SettledInBrussels, EndReason.MovedToBrussels)]
    [InlineData(EligibilityReason.LeftBelgium, EndReason.MovedAbroad)]
    [InlineData(EligibilityReason.Deceased, EndReason.Deceased)]
    [InlineData(EligibilityReason.EuPlusNational, EndReason.Naturalised)]
    [InlineData(EligibilityReason.TemporaryStay, EndReason.StatusChanged)]
    public void Whoever_is_exempted_and_no_longer_in_the_target_group_has_an_ended_obligation(EligibilityReason reason, EndReason end)
    {
        Assert.Equal([new ObligationEvent.EndedFor(Day("2026-07-01"), end)], Lifted.When(NotObliged(reason), "2026-07-01"));
        Assert.Equal(end, Assert.IsType<Ended>(Lifted.After(NotObliged(reason), "2026-07-01")).Reason);
    }

    [Fact]
    public void Whoever_left_Flanders_while_exempted_is_exempted_still_on_return() =>
        Assert.Equal(Lifted, Lifted.After(NotObliged(EligibilityReason.SettledInBrussels), "2026-07-01").After(Obliged(), "2026-09-01"));

    [Fact]
    public void Whoever_was_exempted_when_their_status_changed_gets_a_new_letter_when_the_duty_applies_again() =>
        Assert.IsType<LetterPending>(Lifted.After(NotObliged(EligibilityReason.TemporaryStay), "2026-07-01").After(Obliged(), "2026-09-01"));

    [Fact]
    public void An_including_fact_starts_an_ended_obligation_again() =>
        Assert.Equal([new ObligationEvent.Started(Day("2026-07-01"), "2026-1", Letter)], FellAway.When(Obliged(), "2026-07-01"));

    [Fact]
    public void Whoever_passed_meanwhile_has_fulfilled_when_an_ended_obligation_would_start_again() =>
        Assert.IsType<Fulfilled>(FellAway.After(Obliged(passedAllOn: "2026-07-01"), "2026-07-01"));
}
