using System.Globalization;
using System.Text.RegularExpressions;

namespace Inburgering.LocalRuntime.Clock;

/// <summary>An ISO 8601 duration such as <c>P6M</c>, <c>P1Y2M10DT2H30M</c> or <c>P2W</c>; never negative.</summary>
internal sealed partial record IsoDuration(int Months, TimeSpan Time)
{
    /// <returns><see langword="null"/> if the text is no such duration or too long for the calendar.</returns>
    public static IsoDuration? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || text.EndsWith('P') || text.EndsWith('T'))
        {
            return null;
        }

        try
        {
            return new IsoDuration(
                checked((Whole(match, "years") * 12) + Whole(match, "months")),
                TimeSpan.FromDays((7L * Whole(match, "weeks")) + Whole(match, "days"))
                    + TimeSpan.FromHours(Whole(match, "hours"))
                    + TimeSpan.FromMinutes(Whole(match, "minutes"))
                    + TimeSpan.FromTicks((long)(Number(match, "seconds") * TimeSpan.TicksPerSecond)));
        }
        catch (Exception exception) when (exception is OverflowException or FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Years and months first, by the UTC calendar and clipped to the month's end; then the rest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the calendar.</exception>
    public DateTimeOffset After(DateTimeOffset instant) => instant.AddMonths(Months) + Time;

    private static int Whole(Match match, string part) => match.Groups[part] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;

    private static decimal Number(Match match, string part) => match.Groups[part] is { Success: true, Value: var digits } ? decimal.Parse(digits, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^P(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
