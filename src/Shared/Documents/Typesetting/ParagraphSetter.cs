namespace Inburgering.Documents.Typesetting;

/// <summary>Sets paragraphs into lines no wider than the column.</summary>
internal sealed class ParagraphSetter(string languageTag)
{
    private readonly TextShaper shaper = new(languageTag);

    /// <summary>Sets a paragraph; an empty text gives no line.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="width">The column in points.</param>
    /// <param name="baseLevel">0 left to right, 1 right to left, null by the first strong character.</param>
    public List<SetLine> Set(RichText text, TextStyle style, float width, int? baseLevel = 0)
    {
        var lines = new List<SetLine>();
        if (text.Text.Length == 0)
        {
            return lines;
        }

        var level = baseLevel ?? BidiParagraph.BaseLevel(text.Text);
        var levels = BidiParagraph.Levels(text.Text, level);
        var breaks = LineBreaks.Opportunities(text.Text);
        var start = 0;
        while (start < text.Text.Length)
        {
            var (line, end) = Longest(text, levels, style, width, start, [.. breaks.Where(b => b > start)]);
            lines.Add(line);
            start = end;
        }

        return lines;
    }

    /// <summary>The same, in a smaller size where needed, so that at most <paramref name="maxLines"/> lines come out and no word is torn.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="style">How it looks at best.</param>
    /// <param name="width">The column in points.</param>
    /// <param name="maxLines">At most so many lines, unless even the smallest size needs more.</param>
    /// <param name="smallest">The smallest part of the size that is still legible, 0 to 1.</param>
    /// <param name="baseLevel">As for <see cref="Set"/>.</param>
    public (List<SetLine> Lines, TextStyle Style) SetShrinking(RichText text, TextStyle style, float width, int maxLines, float smallest, int? baseLevel = null)
    {
        for (var factor = 1f; ; factor -= 0.05f)
        {
            var scaled = style.Scaled(MathF.Max(factor, smallest));
            var lines = Set(text, scaled, width, baseLevel);
            if (lines.Count <= maxLines || factor <= smallest)
            {
                return (lines, scaled);
            }
        }
    }

    /// <summary>Width in points of the text on one line.</summary>
    public float Measure(RichText text, TextStyle style) =>
        text.Text.Length == 0 ? 0 : Line(text, BidiParagraph.Levels(text.Text, BidiParagraph.BaseLevel(text.Text)), style, 0, text.Text.Length).Width;

    private (SetLine Line, int End) Longest(RichText text, int[] levels, TextStyle style, float width, int start, List<int> ends)
    {
        if (Fitting(text, levels, style, width, start, ends) is { } fit)
        {
            return fit;
        }

        // Not even the first word fits: tear it, but never split one visible character.
        var characters = LineBreaks.Characters(text.Text, start, ends[0]);
        return Fitting(text, levels, style, width, start, characters)
            ?? (Line(text, levels, style, start, characters[0]), characters[0]);
    }

    // The last end that still fits: in strides, then halving what is left, so that a line costs few shapings.
    private (SetLine Line, int End)? Fitting(RichText text, int[] levels, TextStyle style, float width, int start, List<int> ends)
    {
        const int Stride = 12;
        (SetLine Line, int End)? best = null;
        var low = 0;
        var high = ends.Count - 1;
        var next = Math.Min(Stride, high);
        while (low <= high)
        {
            var line = Line(text, levels, style, start, ends[next]);
            if (line.Width <= width)
            {
                best = (line, ends[next]);
                low = next + 1;
                next = high == ends.Count - 1 ? Math.Min(next + Stride, high) : (low + high) / 2;
            }
            else
            {
                high = next - 1;
                next = (low + high) / 2;
            }
        }

        return best;
    }

    private SetLine Line(RichText text, int[] levels, TextStyle style, int start, int end)
    {
        while (end > start && text.Text[end - 1] == ' ')
        {
            end--;
        }

        var runs = shaper.Shape(text, levels, start, end, style);
        return new SetLine(PrintableText.WithoutIsolates(text.Text[start..end]), runs, runs.Sum(r => r.Advance));
    }
}
