namespace Inburgering.Calendar;

/// <summary>Days as the law counts them: calendar days of Europe/Brussels, working days without Saturdays, Sundays and Belgian public holidays.</summary>
public static class LegalCalendar
{
    private static readonly TimeZoneInfo Brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");

    /// <summary>The legal day on which <paramref name="instant"/> falls.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(InBrussels(instant).DateTime);

    /// <summary>The same instant at the offset of Brussels, to be shown to people.</summary>
    public static DateTimeOffset InBrussels(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Brussels);

    /// <summary>The instant (UTC) at which the legal day begins; the end of day <c>d</c> is <c>StartOf(d + 1)</c>.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => At(day, TimeOnly.MinValue);

    /// <summary>The instant (UTC) of a wall-clock time in Brussels. A time that the clocks skip in spring counts on from the winter time before it.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var wallClock = day.ToDateTime(time, DateTimeKind.Unspecified);
        return new DateTimeOffset(wallClock, Brussels.GetUtcOffset(wallClock)).ToUniversalTime();
    }

    /// <summary>Whether <paramref name="day"/> is neither a Saturday, a Sunday nor a Belgian public holiday (Judicial Code art. 53).</summary>
    public static bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !BelgianHolidays.Contains(day);

    /// <summary><paramref name="day"/> itself if it is a working day, else the first one after it.</summary>
    public static DateOnly WorkingDayFrom(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The working days that follow <paramref name="day"/>, the day itself not counted.</summary>
    public static IEnumerable<DateOnly> WorkingDaysAfter(DateOnly day)
    {
        while (true)
        {
            day = WorkingDayFrom(day.AddDays(1));
            yield return day;
        }
    }
}
