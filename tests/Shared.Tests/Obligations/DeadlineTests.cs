using FsCheck.Xunit;
using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.Policies;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Obligations;

/// <summary>Receipt by posting method (Judicial Code art. 53bis by analogy), then six calendar months.</summary>
public sealed class DeadlineTests
{
    [Theory]
    [InlineData(PostingMethod.Ordinary)]
    [InlineData(PostingMethod.Registered)]
    public void A_letter_by_ordinary_or_registered_post_counts_as_received_on_the_third_working_day_after_the_post_took_it(PostingMethod method)
    {
        // Easter 2026: Friday the 3rd, Tuesday the 7th, Wednesday the 8th.
        var term = Deadline.Of(Posted("2026-04-02", method), TestPolicy.Current);

        Assert.Equal((Day("2026-04-08"), Day("2026-10-08")), (term!.ReceivedOn, term.DeadlineOn));
    }

    [Fact]
    public void The_derivation_shows_every_step()
    {
        var term = Deadline.Of(Posted("2026-04-02", PostingMethod.Ordinary), TestPolicy.Current);

        Assert.Equal(
            [
                (DerivationRule.ReceivedByPost, Day("2026-04-02"), Day("2026-04-08")),
                (DerivationRule.MonthsAdded, Day("2026-04-08"), Day("2026-10-08")),
                (DerivationRule.WorkingDayStands, Day("2026-10-08"), Day("2026-10-08")),
            ],
            term!.Derivation.Select(step => (step.Rule, step.From, step.To)));
        Assert.Equal(PostingMethod.Ordinary, term.Derivation[0].Method);
        Assert.Equal([Day("2026-04-03"), Day("2026-04-07"), Day("2026-04-08")], term.Derivation[0].WorkingDays!);
        Assert.Equal(6, term.Derivation[1].Months);
    }

    [Fact]
    public void A_registered_letter_with_proof_of_receipt_counts_as_received_on_the_first_day_after_presentation()
    {
        // A calendar day: the day after Friday is Saturday.
        var term = Deadline.Of(new Dispatch(Day("2026-04-14"), PostingMethod.RegisteredWithReceipt, Day("2026-04-17")), TestPolicy.Current);

        Assert.Equal(Day("2026-04-18"), term!.ReceivedOn);
        Assert.Equal(new DerivationStep(DerivationRule.ReceivedAfterPresentation, Day("2026-04-17"), Day("2026-04-18")) { Method = PostingMethod.RegisteredWithReceipt }, term.Derivation[0]);
    }

    [Theory]
    [InlineData(PostingMethod.EBox)]
    [InlineData(PostingMethod.RegisteredEBox)]
    [InlineData(null)]
    public void A_letter_in_the_eBox_or_by_an_unknown_way_is_received_on_the_day_of_delivery(PostingMethod? method) =>
        Assert.Equal(Day("2026-04-18"), Deadline.Of(new Dispatch(null, method, Day("2026-04-18")), TestPolicy.Current)!.ReceivedOn);

    [Theory]
    [InlineData(PostingMethod.Ordinary)]
    [InlineData(PostingMethod.Registered)]
    public void A_delivery_day_does_not_move_the_presumed_receipt_of_a_letter_by_post(PostingMethod method) =>
        Assert.Equal(Day("2026-04-08"), Deadline.Of(new Dispatch(Day("2026-04-02"), method, Day("2026-04-20")), TestPolicy.Current)!.ReceivedOn);

    [Theory]
    [InlineData(PostingMethod.RegisteredWithReceipt)]
    [InlineData(PostingMethod.EBox)]
    [InlineData(PostingMethod.RegisteredEBox)]
    public void What_needs_a_delivery_sets_no_term_when_it_is_only_posted(PostingMethod method) =>
        Assert.Null(Deadline.Of(Posted("2026-04-02", method), TestPolicy.Current));

    [Fact]
    public void Nothing_known_of_a_letter_sets_no_term() => Assert.Null(Deadline.Of(new Dispatch(null, null, null), TestPolicy.Current));

    [Theory]
    [InlineData("2026-08-31", "2027-03-01")] // 28 February 2027 is a Sunday
    [InlineData("2027-08-31", "2028-02-29")] // a leap year
    [InlineData("2026-03-31", "2026-09-30")]
    [InlineData("2026-05-31", "2026-11-30")]
    [InlineData("2026-10-31", "2027-04-30")]
    public void Six_months_from_a_day_that_the_month_has_not_end_with_the_month(string received, string deadline) =>
        Assert.Equal(Day(deadline), DeadlineFrom(received));

    [Theory]
    [InlineData("2026-04-17", "2026-10-19")] // Saturday → Monday
    [InlineData("2026-04-18", "2026-10-19")] // Sunday → Monday
    [InlineData("2026-01-21", "2026-07-22")] // National Day, a Tuesday
    [InlineData("2026-06-25", "2026-12-28")] // Christmas on a Friday → Monday
    [InlineData("2026-07-01", "2027-01-04")] // New Year's Day on a Friday
    [InlineData("2026-10-06", "2027-04-06")] // a working day stays
    [InlineData("2026-09-29", "2027-03-30")] // Easter Monday 29 March 2027
    [InlineData("2026-11-06", "2027-05-07")] // Ascension 6 May 2027
    public void A_deadline_at_the_weekend_or_on_a_public_holiday_moves_to_the_next_working_day(string received, string deadline) =>
        Assert.Equal(Day(deadline), DeadlineFrom(received));

    [Fact]
    public void The_derivation_names_the_holiday_that_moves_the_deadline() =>
        Assert.Equal(
            new DerivationStep(DerivationRule.MovedToWorkingDay, Day("2026-07-21"), Day("2026-07-22")) { Holiday = Holiday.NationalDay },
            Deadline.Of(new Dispatch(null, PostingMethod.EBox, Day("2026-01-21")), TestPolicy.Current)!.Derivation[^1]);

    [Fact]
    public void The_term_and_the_receipt_are_those_of_the_policy()
    {
        var policy = TestPolicy.Current with { TermMonths = 12, ReceiptWorkingDays = 1 };

        var term = Deadline.Of(Posted("2026-04-02", PostingMethod.Ordinary), policy);

        Assert.Equal((Day("2026-04-03"), Day("2027-04-05")), (term!.ReceivedOn, term.DeadlineOn));
    }

    [Fact]
    public void Without_working_days_for_the_post_the_day_of_posting_counts() =>
        Assert.Equal(Day("2026-04-02"), Deadline.Of(Posted("2026-04-02", PostingMethod.Ordinary), TestPolicy.Current with { ReceiptWorkingDays = 0 })!.ReceivedOn);

    [Property(MaxTest = 3000)]
    public bool A_deadline_is_a_working_day_at_least_the_whole_term_after_receipt_and_never_later_than_it_must(ushort dayNumber, byte methodNumber)
    {
        var day = Day("2020-01-01").AddDays(dayNumber % 20_000);
        var method = (PostingMethod)(methodNumber % 5);

        var term = Deadline.Of(new Dispatch(day, method, day), TestPolicy.Current)!;

        var reached = term.ReceivedOn.AddMonths(6);
        return term.ReceivedOn >= day
            && term.DeadlineOn >= reached
            && LegalCalendar.IsWorkingDay(term.DeadlineOn)
            && Enumerable.Range(0, term.DeadlineOn.DayNumber - reached.DayNumber).All(days => !LegalCalendar.IsWorkingDay(reached.AddDays(days)));
    }

    [Property(MaxTest = 3000)]
    public bool A_letter_posted_later_never_has_an_earlier_deadline(ushort dayNumber, byte later)
    {
        var day = Day("2020-01-01").AddDays(dayNumber % 20_000);

        return Deadline.Of(new Dispatch(day.AddDays(later), PostingMethod.Ordinary, null), TestPolicy.Current)!.DeadlineOn
            >= Deadline.Of(new Dispatch(day, PostingMethod.Ordinary, null), TestPolicy.Current)!.DeadlineOn;
    }

    [Fact]
    public void Who_was_postponed_and_leaves_after_the_letters_deadline_but_before_the_postponed_one_has_the_remaining_days_on_return()
    {
        // Wednesday 2 September, by thirty days of June on Friday 2 October; ten of them remain on 22 September.
        Postponement june = new(1, "illness", "Seen.", Day("2026-06-01"), Day("2026-06-30"), "officer-7", InBrussels("2026-05-20"));
        Absence away = new(Day("2026-09-22"), Day("2027-01-11"));

        var term = Deadline.Of(new Dispatch(null, PostingMethod.EBox, Day("2026-03-02")), TestPolicy.Current, [away], [june])!;

        Assert.Equal(Day("2027-01-21"), term.DeadlineOn);
        Assert.Equal([away], Deadline.AbsencesIn(term));
        Assert.Equal(term.Derivation, Deadline.Postponed(term, [june]).Derivation);

        // Ten days more after the return end on a Sunday.
        Postponement january = new(2, "illness", "Seen.", Day("2027-01-15"), Day("2027-01-24"), "officer-7", InBrussels("2027-01-12"));
        Assert.Equal(Day("2027-02-01"), Deadline.Postponed(term, [june, january]).DeadlineOn);
    }

    private static DateOnly DeadlineFrom(string received) =>
        Deadline.Of(new Dispatch(null, PostingMethod.EBox, Day(received)), TestPolicy.Current)!.DeadlineOn;

    private static Dispatch Posted(string day, PostingMethod method) => new(Day(day), method, null);
}
