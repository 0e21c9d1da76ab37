using Inburgering.Documents.Typesetting;

namespace Inburgering.Shared.Tests.Documents;

internal static class LayoutAssert
{
    /// <summary>What a reader reads, in reading order, lines joined by spaces.</summary>
    public static string Text(DocumentLayout layout) => string.Join(' ', layout.Pages.Select(Text));

    public static string Text(PageLayout page) => string.Join(' ', page.Lines.Select(l => l.Text.Trim()));

    public static void Says(DocumentLayout layout, params string[] facts)
    {
        var text = Text(layout);
        Assert.All(facts, fact => Assert.Contains(fact, text, StringComparison.Ordinal));
    }

    /// <summary>Everything is on the paper with a margin, and no text lies on other text or on a QR code.</summary>
    public static void IsTidy(DocumentLayout layout)
    {
        const float Margin = 14;
        Assert.NotEmpty(layout.Pages);
        foreach (var page in layout.Pages)
        {
            var paper = new Box(Margin, Margin, page.Size.Width - Margin, page.Size.Height - Margin);
            Assert.All(page.Elements, element => Assert.True(paper.Contains(element.Box), $"Off the page: {element}"));

            var solid = page.Elements.Where(e => e is PlacedLine or PlacedQrCode).ToList();
            for (var a = 0; a < solid.Count; a++)
            {
                for (var b = a + 1; b < solid.Count; b++)
                {
                    Assert.False(solid[a].Box.Overlaps(solid[b].Box), $"Overlap: {Describe(solid[a])} and {Describe(solid[b])}");
                }
            }

            Assert.NotEmpty(page.Lines);
        }
    }

    private static string Describe(PlacedElement element) => element is PlacedLine line ? $"'{line.Text}' {line.Box}" : element.Box.ToString();
}
