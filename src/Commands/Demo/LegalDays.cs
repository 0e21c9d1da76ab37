namespace Inburgering.Commands.Demo;

/// <summary>
/// The legal calendar, reckoned here a second time and on purpose without the product's own code: what the demo expects must not
/// come from what it checks.
/// </summary>
internal static class LegalDays
{
    private const int TermMonths = 6;

    /// <summary>Monday to Friday, unless a Belgian public holiday.</summary>
    public static bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsPublicHoliday(day);

    /// <summary>Receipt of a letter sent by ordinary or registered post: the third working day after it was handed over.</summary>
    public static DateOnly ReceiptByPost(DateOnly postedOn)
    {
        var day = postedOn;
        for (var workingDays = 0; workingDays < 3;)
        {
            day = day.AddDays(1);
            workingDays += IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>Six calendar months after receipt; not on a working day → the next one.</summary>
    public static DateOnly Deadline(DateOnly receivedOn)
    {
        var day = receivedOn.AddMonths(TermMonths);
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>Three months, one month and one week before the deadline, in that order.</summary>
    public static IReadOnlyList<DateOnly> Reminders(DateOnly deadlineOn) =>
        [deadlineOn.AddMonths(-3), deadlineOn.AddMonths(-1), deadlineOn.AddDays(-7)];

    /// <summary>The first working day from <paramref name="from"/> on for which the deadline would fall on a day off and so has to move.</summary>
    public static DateOnly PostingDayWithAMovedDeadline(DateOnly from)
    {
        var day = from;
        while (!IsWorkingDay(day) || IsWorkingDay(ReceiptByPost(day).AddMonths(TermMonths)))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private static bool IsPublicHoliday(DateOnly day)
    {
        if (day is { Month: 1, Day: 1 } or { Month: 5, Day: 1 } or { Month: 7, Day: 21 } or { Month: 8, Day: 15 }
            or { Month: 11, Day: 1 } or { Month: 11, Day: 11 } or { Month: 12, Day: 25 })
        {
            return true;
        }

        // Easter Sunday and Monday, Ascension, Whit Sunday and Monday.
        return (day.DayNumber - Easter(day.Year).DayNumber) is 0 or 1 or 39 or 49 or 50;
    }

    // Gauss's reckoning in the form of Lichtenberg.
    private static DateOnly Easter(int year)
    {
        var century = year / 100;
        var moonCorrection = 15 + (((3 * century) + 3) / 4) - (((8 * century) + 13) / 25);
        var sunCorrection = 2 - (((3 * century) + 3) / 4);
        var cycle = year % 19;
        var moon = ((19 * cycle) + moonCorrection) % 30;
        var limit = (moon / 29) + (((moon / 28) - (moon / 29)) * (cycle / 11));
        var fullMoon = 21 + moon - limit;
        var sunday = 7 - ((year + (year / 4) + sunCorrection) % 7);
        return new DateOnly(year, 3, 1).AddDays(fullMoon + 7 - ((fullMoon - sunday) % 7) - 1);
    }
}
