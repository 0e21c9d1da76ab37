namespace Inburgering.Documents.Typesetting;

/// <summary>Fills pages from top to bottom; begins a new one when the next thing does not fit.</summary>
/// <param name="setter">Sets the paragraphs.</param>
/// <param name="size">Every page's size.</param>
/// <param name="column">The room for running text on a page, in points.</param>
internal sealed class PageFlow(ParagraphSetter setter, PageSize size, Box column)
{
    private readonly List<PageLayout> pages = [new PageLayout(size)];
    private float? top;

    public ParagraphSetter Setter { get; } = setter;

    public Box Column { get; } = column;

    public IReadOnlyList<PageLayout> Pages => pages;

    public PageLayout Page => pages[^1];

    /// <summary>Where the next thing goes, points from the page's top.</summary>
    public float Top
    {
        get => top ?? Column.Top;
        set => top = value;
    }

    public float Room => Column.Bottom - Top;

    public void NewPage()
    {
        pages.Add(new PageLayout(size));
        Top = Column.Top;
    }

    /// <summary>Begins a new page if less than <paramref name="height"/> points are left, unless the page is still empty.</summary>
    public bool Ensure(float height)
    {
        if (height <= Room + 0.01f || Top <= Column.Top)
        {
            return false;
        }

        NewPage();
        return true;
    }

    public void Space(float height) => Top += height;

    /// <summary>A paragraph across the column, or across a part of it.</summary>
    /// <param name="text">The paragraph; nothing happens if it is empty.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="alignment">Where its lines go.</param>
    /// <param name="baseLevel">1 for right to left; null by the first strong character.</param>
    /// <param name="indent">Points left free on the side the lines begin.</param>
    /// <param name="reserve">Points left free on the other side.</param>
    public void Paragraph(RichText text, TextStyle style, Alignment alignment = Alignment.Left, int? baseLevel = 0, float indent = 0, float reserve = 0)
    {
        var width = Column.Width - indent - reserve;
        var left = alignment == Alignment.Right ? Column.Left + reserve : Column.Left + indent;
        Lines(Setter.Set(text, style, width, baseLevel), style, left, width, alignment);
    }

    /// <summary>Lines one under the other.</summary>
    public void Lines(IReadOnlyList<SetLine> lines, TextStyle style, float left, float width, Alignment alignment)
    {
        foreach (var line in lines)
        {
            Ensure(style.LineHeight);
            Page.Add(line, style, left, Top, width, alignment);
            Top += style.LineHeight;
        }
    }

    /// <summary>List items with a bullet on the side the lines begin.</summary>
    public void Bullets(IEnumerable<RichText> items, TextStyle style, Alignment alignment = Alignment.Left, int? baseLevel = 0, float reserve = 0)
    {
        const float Indent = 14;
        var bullet = Setter.Set(RichText.Plain("•"), style, Indent)[0];
        foreach (var item in items)
        {
            Ensure(style.LineHeight);
            var inset = alignment == Alignment.Right ? Column.Right - Indent + 4 : Column.Left + 4;
            Page.Add(bullet, style, inset, Top, Indent - 4, Alignment.Left);
            Paragraph(item, style, alignment, baseLevel, Indent, reserve);
        }
    }
}
