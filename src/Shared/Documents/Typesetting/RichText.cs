using System.Text;

namespace Inburgering.Documents.Typesetting;

/// <summary>A paragraph's text, in reading order, with the ranges of it that are bold.</summary>
/// <param name="Text">Printable text; may hold isolates around inserted values.</param>
/// <param name="BoldRanges">Start and end (exclusive) in UTF-16 units, ascending.</param>
internal sealed record RichText(string Text, IReadOnlyList<(int Start, int End)> BoldRanges)
{
    /// <summary>Text from outside: cleaned, never read as markup.</summary>
    public static RichText Plain(string? value) => new(PrintableText.Clean(value), []);

    /// <summary>
    /// A text of ours: <c>**bold**</c> marks weight and <c>{name}</c> a value. Values are cleaned, isolated in
    /// direction and never read as markup.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The template names a value that was not given.</exception>
    public static RichText Template(string template, IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder(template.Length);
        var bold = new List<(int, int)>();
        var boldFrom = -1;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '*' && i + 1 < template.Length && template[i + 1] == '*')
            {
                if (boldFrom < 0)
                {
                    boldFrom = text.Length;
                }
                else
                {
                    bold.Add((boldFrom, text.Length));
                    boldFrom = -1;
                }

                i++;
            }
            else if (template[i] == '{' && template.IndexOf('}', i) is var close and > 0)
            {
                var name = template[(i + 1)..close];
                var value = values.TryGetValue(name, out var given)
                    ? given
                    : throw new KeyNotFoundException($"The text asks for '{name}', which was not given: {template}");
                text.Append(PrintableText.FirstStrongIsolate).Append(PrintableText.Clean(value)).Append(PrintableText.PopDirectionalIsolate);
                i = close;
            }
            else
            {
                text.Append(template[i]);
            }
        }

        if (boldFrom >= 0)
        {
            bold.Add((boldFrom, text.Length));
        }

        return new RichText(text.ToString(), bold);
    }

    /// <summary>Sentences one after the other as one paragraph.</summary>
    public static RichText Join(IEnumerable<RichText> parts)
    {
        var text = new StringBuilder();
        var bold = new List<(int, int)>();
        foreach (var part in parts.Where(p => p.Text.Length > 0))
        {
            if (text.Length > 0)
            {
                text.Append(' ');
            }

            bold.AddRange(part.BoldRanges.Select(r => (r.Start + text.Length, r.End + text.Length)));
            text.Append(part.Text);
        }

        return new RichText(text.ToString(), bold);
    }

    public bool IsBold(int index)
    {
        foreach (var (start, end) in BoldRanges)
        {
            if (index >= start && index < end)
            {
                return true;
            }
        }

        return false;
    }
}
