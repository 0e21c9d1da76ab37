using System.Globalization;
using Inburgering.Calendar;

namespace Inburgering.Shared.Tests.TestData;

/// <summary>Days and instants as tests write them.</summary>
internal static class Days
{
    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A wall-clock time in Brussels on a day.</summary>
    public static DateTimeOffset InBrussels(string day, string time = "12:00") =>
        LegalCalendar.At(Day(day), TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture));
}
