using System.Globalization;
using System.Text;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Instance ids as table keys. Keys can't hold every character; what they can't is written as <c>~</c> and four hexadecimal
/// digits, so that the order of characters, and with it the search by prefix, is kept.
/// </summary>
internal static class InstanceKey
{
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
