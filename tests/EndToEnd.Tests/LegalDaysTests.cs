using System.Globalization;
using Inburgering.Commands.Demo;

namespace Inburgering.EndToEnd.Tests;

/// <summary>What the demo expects must itself be right: dates worked out by hand from the calendar.</summary>
public sealed class LegalDaysTests
{
    [Theory]
    [InlineData("2026-04-06", "Easter Monday")]
    [InlineData("2026-05-14", "Ascension")]
    [InlineData("2026-05-25", "Whit Monday")]
    [InlineData("2027-03-29", "Easter Monday")]
    [InlineData("2038-04-26", "Easter Monday, at its latest")]
    [InlineData("2026-07-21", "National Day")]
    [InlineData("2026-12-25", "Christmas")]
    [InlineData("2026-03-07", "a Saturday")]
    public void A_day_off_is_no_working_day(string day, string why) => Assert.False(LegalDays.IsWorkingDay(Day(day)), why);

    [Theory]
    [InlineData("2026-03-02")]
    [InlineData("2026-07-20")]
    [InlineData("2026-12-24")]
    [InlineData("2027-01-25")]
    public void Any_other_weekday_is_one(string day) => Assert.True(LegalDays.IsWorkingDay(Day(day)));

    [Theory]
    [InlineData("2026-07-17", "2026-07-23", "2027-01-25", "over a weekend and the National Day; six months end on a Saturday")]
    [InlineData("2026-05-06", "2026-05-11", "2026-11-12", "six months end on Armistice Day")]
    [InlineData("2026-04-02", "2026-04-08", "2026-10-08", "over Easter")]
    [InlineData("2026-08-26", "2026-08-31", "2027-03-01", "31 August plus six months is clipped to 28 February, a Sunday")]
    public void Receipt_is_the_third_working_day_and_the_deadline_six_months_later(string posted, string received, string deadline, string why)
    {
        var receivedOn = LegalDays.ReceiptByPost(Day(posted));

        Assert.True(Day(received) == receivedOn, $"{why}: received on {receivedOn:O}");
        Assert.True(Day(deadline) == LegalDays.Deadline(receivedOn), $"{why}: deadline {LegalDays.Deadline(receivedOn):O}");
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
