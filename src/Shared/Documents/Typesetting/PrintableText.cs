using System.Globalization;
using System.Text;

namespace Inburgering.Documents.Typesetting;

/// <summary>Makes text from outside fit to print.</summary>
internal static class PrintableText
{
    /// <summary>Keeps a value's own direction from disturbing the sentence around it (UAX #9, FSI).</summary>
    public const char FirstStrongIsolate = '\u2068';

    public const char PopDirectionalIsolate = '\u2069';

    /// <summary>
    /// Any white space becomes one space, control and direction characters vanish (a name must not be able to turn
    /// the text around it), broken surrogates become U+FFFD. Joiners stay: Persian and Indic names need them.
    /// </summary>
    public static string Clean(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return string.Empty;
        }

        var clean = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) && rune.Value != 0x00A0 && rune.Value != 0x202F)
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (IsKept(rune))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString().TrimEnd(' ');
    }

    /// <summary>The text as a reader sees it: without the isolates that the typesetter itself put in.</summary>
    public static string WithoutIsolates(string text) =>
        text.Replace(FirstStrongIsolate.ToString(), string.Empty, StringComparison.Ordinal)
            .Replace(PopDirectionalIsolate.ToString(), string.Empty, StringComparison.Ordinal);

    private static bool IsKept(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        UnicodeCategory.OtherNotAssigned => (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is < 0xFDD0 or > 0xFDEF,
        _ => true,
    };
}
