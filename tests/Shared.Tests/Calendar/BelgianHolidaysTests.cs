using Inburgering.Calendar;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Calendar;

public sealed class BelgianHolidaysTests
{
    // Official tables of the FPS Employment and the Meeus algorithm's published dates.
    [Theory]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2011-04-24")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2028-04-16")]
    [InlineData("2029-04-01")]
    [InlineData("2030-04-21")]
    [InlineData("2031-04-13")]
    [InlineData("2038-04-25")]
    public void Easter_Sunday_falls_on_the_published_day(string easter) =>
        Assert.Equal(Day(easter), BelgianHolidays.EasterSunday(Day(easter).Year));

    [Theory]
    [InlineData("2024-04-01", "2024-05-09", "2024-05-20")]
    [InlineData("2025-04-21", "2025-05-29", "2025-06-09")]
    [InlineData("2026-04-06", "2026-05-14", "2026-05-25")]
    [InlineData("2027-03-29", "2027-05-06", "2027-05-17")]
    [InlineData("2028-04-17", "2028-05-25", "2028-06-05")]
    [InlineData("2030-04-22", "2030-05-30", "2030-06-10")]
    public void Easter_Monday_Ascension_and_Whit_Monday_move_with_Easter(string easterMonday, string ascension, string whitMonday)
    {
        Assert.Equal(Holiday.EasterMonday, BelgianHolidays.Of(Day(easterMonday)));
        Assert.Equal(Holiday.Ascension, BelgianHolidays.Of(Day(ascension)));
        Assert.Equal(Holiday.WhitMonday, BelgianHolidays.Of(Day(whitMonday)));
    }

    [Theory]
    [InlineData("01-01", Holiday.NewYear)]
    [InlineData("05-01", Holiday.LabourDay)]
    [InlineData("07-21", Holiday.NationalDay)]
    [InlineData("08-15", Holiday.Assumption)]
    [InlineData("11-01", Holiday.AllSaints)]
    [InlineData("11-11", Holiday.Armistice)]
    [InlineData("12-25", Holiday.Christmas)]
    public void A_fixed_public_holiday_is_one_every_year(string monthAndDay, Holiday name)
    {
        foreach (var year in Enumerable.Range(2024, 12))
        {
            Assert.Equal(name, BelgianHolidays.Of(Day($"{year}-{monthAndDay}")));
        }
    }

    [Fact]
    public void Every_year_has_ten_public_holidays_or_fewer_only_where_two_fall_together()
    {
        foreach (var year in Enumerable.Range(2020, 60))
        {
            var holidays = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365)
                .Select(new DateOnly(year, 1, 1).AddDays)
                .Where(BelgianHolidays.Contains)
                .ToList();

            // In 2008 and alike Ascension is Labour Day.
            var ascensionIsLabourDay = BelgianHolidays.EasterSunday(year).AddDays(39) == new DateOnly(year, 5, 1);
            Assert.Equal(ascensionIsLabourDay ? 9 : 10, holidays.Count);
        }
    }

    [Theory]
    [InlineData("2026-04-03")] // Good Friday
    [InlineData("2026-04-05")] // Easter Sunday
    [InlineData("2026-05-24")] // Whit Sunday
    [InlineData("2026-07-11")] // Day of the Flemish Community
    [InlineData("2026-12-26")]
    [InlineData("2026-11-02")]
    [InlineData("2026-11-15")] // King's Feast
    public void Other_days_of_note_are_no_public_holidays(string day) => Assert.False(BelgianHolidays.Contains(Day(day)));
}
