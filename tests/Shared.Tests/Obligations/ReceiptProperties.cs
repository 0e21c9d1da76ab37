using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Inburgering.Calendar;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Obligations;

/// <summary>Receipt and deadline against a count made day by day, as somebody would with a calendar on the wall (Judicial Code art. 53, 53bis by analogy).</summary>
public sealed class ReceiptProperties
{
    [Property(MaxTest = 5000, Arbitrary = [typeof(DispatchDays)])]
    public void The_receipt_is_the_one_that_is_counted_on_the_calendar(DateOnly day, PostingMethod method)
    {
        var term = Deadline.Of(new Dispatch(day, method, day), TestPolicy.Current)!;

        Assert.Equal(
            method switch
            {
                PostingMethod.Ordinary or PostingMethod.Registered => ThirdWorkingDayAfter(day),
                PostingMethod.RegisteredWithReceipt => day.AddDays(1),
                _ => day,
            },
            term.ReceivedOn);
    }

    [Property(MaxTest = 5000, Arbitrary = [typeof(DispatchDays)])]
    public void The_deadline_is_the_same_day_six_months_on_or_the_end_of_the_month_or_the_next_working_day(DateOnly received)
    {
        var deadline = Deadline.Of(new Dispatch(null, PostingMethod.EBox, received), TestPolicy.Current)!.DeadlineOn;

        var month = new DateOnly(received.Year, received.Month, 1).AddMonths(6);
        var expected = month.AddDays(Math.Min(received.Day, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
        while (IsFree(expected))
        {
            expected = expected.AddDays(1);
        }

        Assert.Equal(expected, deadline);
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(DispatchDays)])]
    public void A_letter_that_came_back_last_has_no_receipt_however_it_was_sent(DateOnly day, PostingMethod method, DateOnly returned) =>
        Assert.Null(Deadline.Of(new Dispatch(day, method, day).Taking(new DispatchFact(null, null, null, returned, "not collected")), TestPolicy.Current));

    [Property(MaxTest = 3000, Arbitrary = [typeof(DispatchDays)])]
    public void The_last_step_of_the_derivation_ends_on_the_deadline_and_the_first_on_the_receipt(DateOnly day, PostingMethod method)
    {
        var term = Deadline.Of(new Dispatch(day, method, day), TestPolicy.Current)!;

        Assert.Equal((term.ReceivedOn, term.DeadlineOn), (term.Derivation[0].To, term.Derivation[^1].To));
        Assert.All(term.Derivation.Zip(term.Derivation.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    private static DateOnly ThirdWorkingDayAfter(DateOnly day)
    {
        for (var counted = 0; counted < 3;)
        {
            day = day.AddDays(1);
            counted += IsFree(day) ? 0 : 1;
        }

        return day;
    }

    // Written out here once more, against the calendar of the product: fixed days, and Easter by Gauss.
    private static bool IsFree(DateOnly day)
    {
        var easter = Easter(day.Year);
        return day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
            || (day.Month, day.Day) is (1, 1) or (5, 1) or (7, 21) or (8, 15) or (11, 1) or (11, 11) or (12, 25)
            || day == easter.AddDays(1) || day == easter.AddDays(39) || day == easter.AddDays(50);
    }

    // Gauss, with Lichtenberg's correction; right for 1900–2199 and beyond.
    private static DateOnly Easter(int year)
    {
        var century = year / 100;
        var moon = 15 + (((3 * century) + 3) / 4) - (((8 * century) + 13) / 25);
        var sun = 2 - (((3 * century) + 3) / 4);
        var golden = year % 19;
        var seed = ((19 * golden) + moon) % 30;
        var fix = (seed / 29) + (((seed / 28) - (seed / 29)) * (golden / 11));
        var border = 21 + seed - fix;
        var firstSunday = 7 - ((year + (year / 4) + sun) % 7);
        var distance = 7 - ((border - firstSunday) % 7);
        return new DateOnly(year, 3, 1).AddDays(border + distance - 1);
    }

    public static class DispatchDays
    {
        public static Arbitrary<DateOnly> Arbitrary() => Gen.Choose(0, 27_000).Select(days => Day("2026-01-01").AddDays(days)).ToArbitrary();
    }
}
