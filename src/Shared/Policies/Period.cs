using System.Globalization;
using System.Text.RegularExpressions;

namespace Inburgering.Policies;

/// <summary>A calendar period in whole months or whole days, written as ISO 8601 (<c>P3M</c>, <c>P1W</c>, <c>P7D</c>).</summary>
/// <param name="Months">Calendar months, clipped to the end of a shorter month.</param>
/// <param name="Days">Calendar days.</param>
public readonly partial record struct Period(int Months, int Days)
{
    /// <summary>The day this long before <paramref name="day"/>.</summary>
    public DateOnly Before(DateOnly day) => day.AddMonths(-Months).AddDays(-Days);

    /// <summary>The day this long after <paramref name="day"/>; the last of all days where the calendar ends before.</summary>
    public DateOnly After(DateOnly day) =>
        (day.Year * 12) + day.Month + Months >= DateOnly.MaxValue.Year * 12 || day.AddMonths(Months).DayNumber + Days > DateOnly.MaxValue.DayNumber
            ? DateOnly.MaxValue
            : day.AddMonths(Months).AddDays(Days);

    /// <summary>Reads <c>PnM</c>, <c>PnW</c> or <c>PnD</c>, n from 1 to 999.</summary>
    public static bool TryParse(string? text, out Period period)
    {
        var match = Pattern().Match(text ?? string.Empty);
        var count = match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        period = match.Success
            ? match.Groups[2].Value switch { "M" => new(count, 0), "W" => new(0, 7 * count), _ => new(0, count) }
            : default;
        return match.Success;
    }

    public override string ToString() => Months > 0
        ? string.Create(CultureInfo.InvariantCulture, $"P{Months}M")
        : string.Create(CultureInfo.InvariantCulture, $"P{Days}D");

    [GeneratedRegex("^P([1-9][0-9]{0,2})([MWD])\\z")]
    private static partial Regex Pattern();
}
