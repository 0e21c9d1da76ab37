namespace Inburgering.Calendar;

/// <summary>A public holiday of Belgium.</summary>
public enum Holiday
{
    NewYear,
    EasterMonday,
    LabourDay,
    Ascension,
    WhitMonday,
    NationalDay,
    Assumption,
    AllSaints,
    Armistice,
    Christmas,
}

/// <summary>The ten public holidays of Belgium (Royal Decree of 18 April 1974, art. 1), for any year of the Gregorian calendar.</summary>
public static class BelgianHolidays
{
    /// <summary>Whether <paramref name="day"/> is a public holiday.</summary>
    public static bool Contains(DateOnly day) => Of(day) is not null;

    /// <summary>The public holiday on <paramref name="day"/>; <see langword="null"/> if it is none.</summary>
    public static Holiday? Of(DateOnly day)
    {
        Holiday? fixedDay = (day.Month, day.Day) switch
        {
            (1, 1) => Holiday.NewYear,
            (5, 1) => Holiday.LabourDay,
            (7, 21) => Holiday.NationalDay,
            (8, 15) => Holiday.Assumption,
            (11, 1) => Holiday.AllSaints,
            (11, 11) => Holiday.Armistice,
            (12, 25) => Holiday.Christmas,
            _ => null,
        };
        return fixedDay ?? (day.DayNumber - EasterSunday(day.Year).DayNumber) switch
        {
            1 => Holiday.EasterMonday,
            39 => Holiday.Ascension,
            50 => Holiday.WhitMonday,
            _ => null,
        };
    }

    /// <summary>Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8).</summary>
    public static DateOnly EasterSunday(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var monthAndDay = h + l - (7 * m) + 114;
        return new DateOnly(year, monthAndDay / 31, (monthAndDay % 31) + 1);
    }
}
