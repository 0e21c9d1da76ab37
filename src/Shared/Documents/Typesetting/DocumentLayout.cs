namespace Inburgering.Documents.Typesetting;

/// <summary>A whole document, everything at its place: what is drawn, and what a test can look at.</summary>
/// <param name="Title">For the PDF's metadata.</param>
/// <param name="Author">The issuing agency.</param>
/// <param name="LanguageTag">The main language, BCP 47.</param>
/// <param name="Pages">At least one.</param>
internal sealed record DocumentLayout(string Title, string Author, string LanguageTag, IReadOnlyList<PageLayout> Pages);

/// <summary>A page, its elements in drawing and reading order.</summary>
internal sealed class PageLayout(PageSize size)
{
    private readonly List<PlacedElement> elements = [];

    public PageSize Size { get; } = size;

    public IReadOnlyList<PlacedElement> Elements => elements;

    public IEnumerable<PlacedLine> Lines => elements.OfType<PlacedLine>();

    public void Add(PlacedElement element) => elements.Add(element);

    /// <summary>Puts a set line into the column from <paramref name="left"/>; <paramref name="top"/> is the top of its line height.</summary>
    public void Add(SetLine line, TextStyle style, float left, float top, float width, Alignment alignment)
    {
        var x = alignment switch
        {
            Alignment.Left => left,
            Alignment.Right => left + width - line.Width,
            _ => left + ((width - line.Width) / 2),
        };
        var inked = (DocumentFace.Ascent + DocumentFace.Descent) * style.Size;
        var y = top + ((style.LineHeight - inked) / 2);
        elements.Add(new PlacedLine(Box.At(x, y, line.Width, inked), line, y + (DocumentFace.Ascent * style.Size), style.Size, style.Colour));
    }
}

internal enum Alignment
{
    Left,
    Centre,
    Right,
}
