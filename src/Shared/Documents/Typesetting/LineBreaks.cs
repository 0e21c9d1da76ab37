using System.Globalization;

namespace Inburgering.Documents.Typesetting;

/// <summary>Where a paragraph may be broken: after spaces, hyphens and slashes, and between ideographs.</summary>
internal static class LineBreaks
{
    /// <summary>The ends of the unbreakable stretches, ascending; the last is the text's length.</summary>
    public static List<int> Opportunities(string text)
    {
        var ends = new List<int>();
        for (var i = 1; i < text.Length; i++)
        {
            if (AllowedBefore(text, i))
            {
                ends.Add(i);
            }
        }

        ends.Add(text.Length);
        return ends;
    }

    /// <summary>The ends of the characters a reader sees as one: the last resort for a word wider than the column.</summary>
    public static List<int> Characters(string text, int start, int end)
    {
        var ends = new List<int>();
        for (var at = start; at < end;)
        {
            at += StringInfo.GetNextTextElementLength(text, at);
            ends.Add(Math.Min(at, end));
        }

        return ends;
    }

    private static bool AllowedBefore(string text, int i)
    {
        var before = text[i - 1];
        var after = text[i];
        if (after == ' ' || after == PrintableText.PopDirectionalIsolate)
        {
            return false;
        }

        // A sign hidden between the space and the word must not hide the space.
        var visible = i - 1;
        while (visible > 0 && text[visible] is PrintableText.FirstStrongIsolate or PrintableText.PopDirectionalIsolate)
        {
            visible--;
        }

        return text[visible] switch
        {
            ' ' => before != PrintableText.FirstStrongIsolate,
            '-' or '\u2013' or '\u2014' => char.IsLetter(after) && visible > 0 && char.IsLetterOrDigit(text[visible - 1]),
            '/' or '?' or '&' => char.IsLetterOrDigit(after) && visible > 0,
            _ => IsIdeograph(text[visible]) && !char.IsPunctuation(after),
        };
    }

    private static bool IsIdeograph(char sign) => sign is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3');
}
