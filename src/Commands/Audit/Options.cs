using System.Diagnostics.CodeAnalysis;

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
}
