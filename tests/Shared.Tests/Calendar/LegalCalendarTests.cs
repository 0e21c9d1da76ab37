using Inburgering.Calendar;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Calendar;

public sealed class LegalCalendarTests
{
    [Theory]
    [InlineData("2026-01-14T22:59:59Z", "2026-01-14")] // winter: UTC+1
    [InlineData("2026-01-14T23:00:00Z", "2026-01-15")]
    [InlineData("2026-07-14T21:59:59Z", "2026-07-14")] // summer: UTC+2
    [InlineData("2026-07-14T22:00:00Z", "2026-07-15")]
    [InlineData("2026-12-31T23:00:00Z", "2027-01-01")]
    [InlineData("2026-03-28T23:00:00Z", "2026-03-29")] // the day the clocks go forward begins in winter time
    [InlineData("2026-03-29T21:59:59Z", "2026-03-29")] // and ends in summer time
    [InlineData("2026-03-29T22:00:00Z", "2026-03-30")]
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25")] // the day they go back begins in summer time
    [InlineData("2026-10-25T22:59:59Z", "2026-10-25")] // and ends in winter time
    [InlineData("2026-10-25T23:00:00Z", "2026-10-26")]
    public void The_legal_day_of_an_instant_is_the_one_in_Brussels(string instant, string day) =>
        Assert.Equal(Day(day), LegalCalendar.DayOf(Utc(instant)));

    [Fact]
    public void The_offset_an_instant_is_written_in_does_not_change_its_legal_day() =>
        Assert.Equal(Day("2026-07-15"), LegalCalendar.DayOf(new DateTimeOffset(2026, 7, 14, 12, 0, 0, TimeSpan.FromHours(-11))));

    [Theory]
    [InlineData("2026-01-15", "2026-01-14T23:00:00Z")]
    [InlineData("2026-07-15", "2026-07-14T22:00:00Z")]
    [InlineData("2026-03-30", "2026-03-29T22:00:00Z")]
    [InlineData("2026-10-26", "2026-10-25T23:00:00Z")]
    public void A_legal_day_starts_at_midnight_in_Brussels(string day, string instant)
    {
        var start = LegalCalendar.StartOf(Day(day));

        Assert.Equal(Utc(instant), start);
        Assert.Equal(TimeSpan.Zero, start.Offset);
        Assert.Equal(Day(day), LegalCalendar.DayOf(start));
        Assert.Equal(Day(day).AddDays(-1), LegalCalendar.DayOf(start.AddTicks(-1)));
    }

    [Theory]
    [InlineData("2026-03-29", 23)]
    [InlineData("2026-10-25", 25)]
    [InlineData("2026-06-01", 24)]
    public void A_day_on_which_the_clocks_change_is_an_hour_shorter_or_longer(string day, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), LegalCalendar.StartOf(Day(day).AddDays(1)) - LegalCalendar.StartOf(Day(day)));

    [Theory]
    [InlineData("2026-01-15", "09:00", "2026-01-15T08:00:00Z")]
    [InlineData("2026-07-15", "09:00", "2026-07-15T07:00:00Z")]
    public void A_time_of_day_is_a_time_in_Brussels(string day, string time, string instant) => Assert.Equal(Utc(instant), InBrussels(day, time));

    [Fact]
    public void A_time_that_the_clocks_skip_is_the_same_distance_after_the_change() =>
        Assert.Equal(Utc("2026-03-29T01:30:00Z"), LegalCalendar.At(Day("2026-03-29"), new TimeOnly(2, 30)));

    [Fact]
    public void A_time_that_the_clocks_repeat_is_one_of_the_two_and_always_the_same()
    {
        var instant = LegalCalendar.At(Day("2026-10-25"), new TimeOnly(2, 30));

        Assert.Contains(instant, new[] { Utc("2026-10-25T00:30:00Z"), Utc("2026-10-25T01:30:00Z") });
        Assert.Equal(instant, LegalCalendar.At(Day("2026-10-25"), new TimeOnly(2, 30)));
    }

    [Theory]
    [InlineData("2026-04-01", true)] // Wednesday
    [InlineData("2026-04-03", true)] // Good Friday
    [InlineData("2026-04-04", false)] // Saturday
    [InlineData("2026-04-05", false)] // Sunday
    [InlineData("2026-04-06", false)] // Easter Monday
    [InlineData("2026-05-01", false)] // Labour Day, a Friday
    [InlineData("2026-07-21", false)] // National Day, a Tuesday
    [InlineData("2026-07-22", true)]
    public void Working_days_are_neither_at_the_weekend_nor_on_a_public_holiday(string day, bool isWorkingDay) =>
        Assert.Equal(isWorkingDay, LegalCalendar.IsWorkingDay(Day(day)));

    [Theory]
    [InlineData("2026-10-08", "2026-10-08")]
    [InlineData("2026-10-17", "2026-10-19")] // Saturday
    [InlineData("2026-05-01", "2026-05-04")] // a Friday holiday before a weekend
    [InlineData("2026-12-25", "2026-12-28")] // Christmas on a Friday
    [InlineData("2026-04-04", "2026-04-07")] // the Easter weekend
    [InlineData("2027-01-01", "2027-01-04")]
    public void The_working_day_from_a_day_is_that_day_or_the_first_after_it(string day, string workingDay) =>
        Assert.Equal(Day(workingDay), LegalCalendar.WorkingDayFrom(Day(day)));

    [Fact]
    public void Working_days_after_a_day_leave_out_the_day_itself_weekends_and_holidays() =>
        Assert.Equal(
            [Day("2026-04-03"), Day("2026-04-07"), Day("2026-04-08"), Day("2026-04-09")],
            LegalCalendar.WorkingDaysAfter(Day("2026-04-02")).Take(4));
}
