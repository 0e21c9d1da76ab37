using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Inburgering.Commands.Audit;

/// <summary>Options of a command line, each with a value: <c>--name value</c>.</summary>
internal static class Options
{
    public static bool TryRead(string[] arguments, IReadOnlyCollection<string> known, [NotNullWhen(true)] out Dictionary<string, string>? options)
    {
        options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in arguments.Chunk(2))
        {
            if (pair.Length != 2 || !known.Contains(pair[0]) || !options.TryAdd(pair[0], pair[1]))
            {
                options = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a day like 2026-03-01.</summary>
    /// <param name="otherwise">What holds where none is given.</param>
    public static bool TryDay(string? text, DateOnly otherwise, out DateOnly day)
    {
        day = otherwise;
        return text is null || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }
}
