using System.Globalization;
using System.Text;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Instance ids as table keys. Keys can't hold every character; what they can't is written as <c>~</c> and four hexadecimal
/// digits, so that the order of characters, and with it the search by prefix, is kept.
/// </summary>
internal static class InstanceKey
{
    // Few, so that steps that are ready at once meet in one; several, because the emulator looks through a whole partition for a row.
    private const int Partitions = 4;

    public static string PartitionOf(string instanceId) =>
        (instanceId.Aggregate(0u, (hash, character) => (hash * 31) + character) % Partitions).ToString(CultureInfo.InvariantCulture);

    /// <summary>The key of one of an instance's rows. Rows of one kind stand together, in the order of the ids.</summary>
    public static string RowOf(string instanceId, string row) => $"{row[0]}|{Encode(instanceId)}|{row}";

    /// <summary>The range of row keys, its end left out, of the instances whose ids begin with <paramref name="prefix"/>.</summary>
    public static (string From, string To) RowsOf(string row, string prefix) => ($"{row[0]}|{Encode(prefix)}", $"{row[0]}|{Encode(prefix)}\u007f");

    public static string Encode(string instanceId)
    {
        var key = new StringBuilder(instanceId.Length);
        foreach (var character in instanceId)
        {
            _ = char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':' or '@'
                ? key.Append(character)
                : key.Append(CultureInfo.InvariantCulture, $"~{(int)character:x4}");
        }

        return key.ToString();
    }

    public static string Decode(string key)
    {
        var instanceId = new StringBuilder(key.Length);
        for (var index = 0; index < key.Length; index++)
        {
            if (key[index] == '~')
            {
                instanceId.Append((char)ushort.Parse(key.AsSpan(index + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                index += 4;
            }
            else
            {
                instanceId.Append(key[index]);
            }
        }

        return instanceId.ToString();
    }
}
