using Inburgering.Eligibility;
using Inburgering.Obligations;
using static Inburgering.Shared.Tests.Obligations.Lives;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Obligations;

/// <summary>Reminders three months, one month and one week before the deadline of 19 October 2026, at nine in the morning.</summary>
public sealed class RemindersTests
{
    [Theory]
    [InlineData("2026-07-19T07:00:00Z", "P3M")]
    [InlineData("2026-09-19T07:00:00Z", "P1M")]
    [InlineData("2026-10-12T07:00:00Z", "P7D")]
    public void A_reminder_falls_due_at_nine_in_Brussels_on_its_day_and_not_before(string instant, string offset)
    {
        var before = TermRuns.At(Utc(instant).AddTicks(-1));

        Assert.Equal([new ObligationEvent.ReminderFellDue(offset, Utc(instant), Sent: true)], before.When(PassTime, Utc(instant)).TakeLast(1));
        Assert.Empty(before.When(PassTime, Utc(instant).AddTicks(-1)));
    }

    [Fact]
    public void In_winter_nine_in_Brussels_is_an_hour_later_by_UTC()
    {
        var running = TermRuns with { RunningTerm = TheTerm with { DeadlineOn = Day("2027-01-29") } };

        Assert.Equal(Utc("2026-10-29T08:00:00Z"), ObligationDecider.NextDue(running, Policy, InBrussels("2026-04-20")));
    }

    [Fact]
    public void Each_reminder_is_sent_once()
    {
        Obligation state = TermRuns;
        var sent = new List<string>();
        for (var now = InBrussels("2026-04-20"); now < InBrussels("2026-10-21"); now = now.AddHours(7))
        {
            sent.AddRange(state.When(PassTime, now).OfType<ObligationEvent.ReminderFellDue>().Where(reminder => reminder.Sent).Select(reminder => reminder.Offset));
            state = state.At(now);
        }

        Assert.Equal(["P3M", "P1M", "P7D"], sent);
        Assert.IsType<Breached>(state);
    }

    [Fact]
    public void After_an_outage_only_the_reminder_nearest_to_the_deadline_is_sent_and_the_others_are_recorded_as_left_out()
    {
        var now = InBrussels("2026-10-13");

        Assert.Equal(
            [
                new ObligationEvent.ReminderFellDue("P3M", now, Sent: false),
                new ObligationEvent.ReminderFellDue("P1M", now, Sent: false),
                new ObligationEvent.ReminderFellDue("P7D", now, Sent: true),
            ],
            TermRuns.When(PassTime, now));
        Assert.Empty(TermRuns.At(now).When(PassTime, now));
    }

    [Fact]
    public void Two_that_are_overdue_leave_the_third_to_its_day()
    {
        var state = TermRuns.At(InBrussels("2026-10-01"));

        Assert.Equal([("P3M", false), ("P1M", true)], Assert.IsType<Running>(state).Reminders.Select(reminder => (reminder.Offset, reminder.Sent)));
        Assert.Equal(Utc("2026-10-12T07:00:00Z"), ObligationDecider.NextDue(state, Policy, InBrussels("2026-10-01")));
    }

    [Fact]
    public void A_receipt_that_comes_in_late_sends_the_reminder_that_is_due_at_once() =>
        Assert.Collection(
            OnItsWay.When(Receipt, "2026-09-20"),
            happened => Assert.IsType<ObligationEvent.TermSet>(happened),
            happened => Assert.Equal(("P3M", false), Due(happened)),
            happened => Assert.Equal(("P1M", true), Due(happened)));

    [Fact]
    public void A_corrected_receipt_that_meets_an_overdue_reminder_sends_one_for_the_new_deadline_only() =>
        Assert.Collection(
            TermRuns.When(ReceiptOn("2026-03-17", "2026-09-17"), "2026-09-01"),
            happened => Assert.IsType<ObligationEvent.TermSet>(happened),
            happened => Assert.Equal(("P3M", false), Due(happened)),
            happened => Assert.Equal(("P1M", true), Due(happened)));

    [Fact]
    public void Whoever_passes_everything_is_not_reminded_of_it_though_a_reminder_was_overdue() =>
        Assert.IsType<ObligationEvent.FulfilledInTime>(Assert.Single(TermRuns.When(Obliged(passedAllOn: "2026-08-01"), "2026-08-01")));

    [Fact]
    public void Once_the_deadline_has_passed_no_reminder_is_sent_any_more() =>
        Assert.IsType<ObligationEvent.DeadlinePassed>(Assert.Single(TermRuns.When(PassTime, "2026-10-20")));

    [Fact]
    public void A_reminder_that_was_sent_is_not_sent_again_for_a_corrected_deadline()
    {
        var corrected = TermRuns.At(InBrussels("2026-07-19")).After(ReceiptOn("2026-05-04", "2026-11-04"), "2026-07-20");

        Assert.Equal(Utc("2026-10-04T07:00:00Z"), ObligationDecider.NextDue(corrected, Policy, InBrussels("2026-07-20")));
    }

    [Fact]
    public void There_is_no_reminder_after_the_obligation_is_fulfilled_breached_or_ended()
    {
        Obligation[] states =
        [
            TermRuns.After(Obliged(passedAllOn: "2026-06-01"), "2026-06-01"),
            TermRuns.After(NotObliged(EligibilityReason.SettledInBrussels), "2026-06-01"),
            DeadlineMissed,
            Confirmed,
            TooLate,
        ];
        foreach (var state in states)
        {
            Assert.Null(ObligationDecider.NextDue(state, Policy, InBrussels("2026-11-03")));
            Assert.All(["2026-07-19", "2026-09-19", "2026-10-12", "2026-10-19"], day => Assert.Empty(state.When(PassTime, day)));
        }
    }

    [Fact]
    public void What_comes_next_is_each_reminder_in_turn_then_the_midnight_after_the_deadline()
    {
        var due = new List<DateTimeOffset>();
        var (state, now) = ((Obligation)TermRuns, InBrussels("2026-04-20"));
        while (ObligationDecider.NextDue(state, Policy, now) is { } next)
        {
            due.Add(next);
            (state, now) = (state.At(next), next);
        }

        Assert.Equal(
            [Utc("2026-07-19T07:00:00Z"), Utc("2026-09-19T07:00:00Z"), Utc("2026-10-12T07:00:00Z"), Utc("2026-10-19T22:00:00Z")],
            due);
        Assert.IsType<Breached>(state);
    }

    [Fact]
    public void While_the_letter_is_on_its_way_nothing_falls_due() => Assert.Null(ObligationDecider.NextDue(OnItsWay, Policy, InBrussels("2026-04-20")));

    [Fact]
    public void A_policy_without_reminders_leaves_only_the_deadline() =>
        Assert.Equal(Utc("2026-10-19T22:00:00Z"), ObligationDecider.NextDue(TermRuns, Policy with { Reminders = [] }, InBrussels("2026-04-20")));

    private static (string Offset, bool Sent) Due(ObligationEvent happened)
    {
        var reminder = Assert.IsType<ObligationEvent.ReminderFellDue>(happened);
        return (reminder.Offset, reminder.Sent);
    }
}
