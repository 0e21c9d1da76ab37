namespace Inburgering.Documents.Typesetting;

/// <summary>Short texts that must stay inside a box, as an address in an envelope's window: they wrap, then shrink, and only then are cut short.</summary>
internal static class FittedBlock
{
    private const float SmallestSize = 6.5f;

    /// <summary>Sets the texts under each other at the box's top left.</summary>
    /// <param name="page">The page.</param>
    /// <param name="setter">Sets the lines.</param>
    /// <param name="texts">A text a line where it fits; the first gives way first if there is too much.</param>
    /// <param name="box">Nothing leaves it.</param>
    /// <param name="style">How it looks at best.</param>
    /// <param name="firstStyle">The same for the first text, if it differs.</param>
    /// <param name="wrapFirst">True for sentences: they wrap before they shrink. An address line shrinks first.</param>
    /// <returns>The bottom of the last line.</returns>
    public static float Place(PageLayout page, ParagraphSetter setter, IReadOnlyList<RichText> texts, Box box, TextStyle style, TextStyle? firstStyle = null, bool wrapFirst = false)
    {
        for (var factor = 1f; ; factor -= 0.05f)
        {
            var last = style.Size * factor <= SmallestSize;
            var rest = style.Scaled(factor);
            var first = (firstStyle ?? style).Scaled(factor);
            var set = texts.Select((text, n) => setter.Set(text, n == 0 ? first : rest, box.Width, null)).ToList();
            var wrapped = set.Exists(lines => lines.Count > 1);
            var height = set.Select((lines, n) => lines.Count * (n == 0 ? first : rest).LineHeight).Sum();
            if (height <= box.Height && (wrapFirst || !wrapped || factor <= 0.8f || last))
            {
                return Put(page, set, box, first, rest);
            }

            if (last)
            {
                return Put(page, Cut(setter, set, box, first, rest), box, first, rest);
            }
        }
    }

    private static float Put(PageLayout page, List<List<SetLine>> set, Box box, TextStyle first, TextStyle rest)
    {
        var top = box.Top;
        for (var n = 0; n < set.Count; n++)
        {
            var style = n == 0 ? first : rest;
            foreach (var line in set[n])
            {
                page.Add(line, style, box.Left, top, box.Width, Alignment.Left);
                top += style.LineHeight;
            }
        }

        return top;
    }

    // Takes lines away from the longest text, the earlier of equals, and marks the place.
    private static List<List<SetLine>> Cut(ParagraphSetter setter, List<List<SetLine>> set, Box box, TextStyle first, TextStyle rest)
    {
        var room = (int)(box.Height / MathF.Max(first.LineHeight, rest.LineHeight));
        var keep = set.Select(lines => lines.Count).ToList();
        while (keep.Sum() > room && keep.Exists(k => k > 0))
        {
            var longest = keep.IndexOf(keep.Max());
            keep[longest]--;
        }

        return [.. set.Select((lines, n) => keep[n] == lines.Count
            ? lines
            : (List<SetLine>)[.. lines.Take(Math.Max(0, keep[n] - 1)), .. keep[n] == 0 ? [] : setter.Set(RichText.Plain("…"), n == 0 ? first : rest, box.Width)])];
    }
}
