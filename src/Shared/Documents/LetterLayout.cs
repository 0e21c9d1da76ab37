using System.Globalization;
using Inburgering.Documents.Typesetting;
using static Inburgering.Documents.Typesetting.PageSize;

namespace Inburgering.Documents;

/// <summary>Places a letter on its pages: sender, window, references, body, foot; the reverse page with the summary.</summary>
internal static class LetterLayout
{
    /// <summary>The window of a Belgian C5/6 envelope with its window right, less a margin for the sheet's play (NBN Z 01-002).</summary>
    internal static readonly Box Window = Box.At(Millimetres(112), Millimetres(47), Millimetres(78), Millimetres(32));

    private static readonly float Left = Millimetres(24);
    private static readonly float Right = Millimetres(190);
    private static readonly TextStyle Body = new(9.4f);

    public static DocumentLayout Of(LetterContent content)
    {
        var texts = DocumentTexts.Dutch;
        var recipient = DocumentTexts.For(content.Language);
        var summary = recipient == texts ? null : recipient;

        // One page, as long as the print stays readable; a letter with still more to say runs on.
        IReadOnlyList<PageLayout> dutch = [];
        foreach (var factor in (float[])[1f, 0.96f, 0.92f, 0.88f, 0.84f, 0.8f])
        {
            dutch = DutchPages(content, texts, summary, Body.Scaled(factor));
            if (dutch.Count == 1)
            {
                break;
            }
        }

        List<PageLayout> pages = [.. dutch];
        if (summary is not null)
        {
            pages.AddRange(SummaryPages(content, summary));
        }

        NumberPages(pages, texts);
        var title = PrintableText.WithoutIsolates(LetterBody.Subject(content, texts, "letter").Text);
        return new DocumentLayout(title, PrintableText.Clean(content.Agency.Name), "nl-BE", pages);
    }

    private static IReadOnlyList<PageLayout> DutchPages(LetterContent content, DocumentTexts texts, DocumentTexts? summary, TextStyle style)
    {
        var setter = new ParagraphSetter("nl");
        var foot = Foot(content, texts, setter);
        var footTop = A4Portrait.Height - Millimetres(14) - (foot.Lines.Count * foot.Style.LineHeight);
        var flow = new PageFlow(setter, A4Portrait, new Box(Left, Millimetres(22), Right, footTop - Millimetres(3)));
        var first = flow.Page;

        Sender(content, first, setter);
        FittedBlock.Place(first, setter, [RichText.Plain(content.Recipient.Name), .. content.Recipient.AddressLines.Select(RichText.Plain)], Window, new TextStyle(10.5f));
        flow.Top = MathF.Max(Millimetres(90), References(content, texts, first, setter) + Millimetres(6));
        FoldMarks(first);

        if (summary is not null)
        {
            var overleaf = style with { Colour = Ink.Accent, Size = style.Size * 0.92f };
            new PageFlowPart(flow, new ParagraphSetter(summary.Language)).Paragraph(summary.Rich("summary.overleaf"), overleaf, summary);
            flow.Space(style.Size * 0.7f);
        }

        new LetterBody(flow, texts, content, style, "letter").Write();

        var top = footTop;
        foreach (var line in foot.Lines)
        {
            flow.Page.Add(line, foot.Style, Left, top, Right - Left, Alignment.Left);
            top += foot.Style.LineHeight;
        }

        return flow.Pages;
    }

    private static IReadOnlyList<PageLayout> SummaryPages(LetterContent content, DocumentTexts texts)
    {
        IReadOnlyList<PageLayout> pages = [];
        foreach (var factor in (float[])[1.06f, 1f, 0.92f, 0.86f])
        {
            var setter = new ParagraphSetter(texts.Language);
            var flow = new PageFlow(setter, A4Portrait, new Box(Left, Millimetres(20), Right, Millimetres(278)));
            var part = new PageFlowPart(flow, setter);
            var style = Body.Scaled(factor);
            var band = flow.Top;
            flow.Page.Add(new PlacedArea(Box.At(Left, band, Right - Left, 2.2f), Ink.Bar));
            flow.Space(9);
            part.Paragraph(RichText.Plain(texts["language.name"]), new TextStyle(13, true, Ink.Accent), texts);
            part.Paragraph(texts.Rich("summary.notice"), style with { Colour = Ink.Quiet, Size = style.Size * 0.95f }, texts);
            flow.Space(14);
            new LetterBody(flow, texts, content, style, "summary").Write();
            pages = flow.Pages;
            if (pages.Count == 1)
            {
                break;
            }
        }

        return pages;
    }

    private static void Sender(LetterContent content, PageLayout page, ParagraphSetter setter)
    {
        var box = new Box(Left + 12, Millimetres(14), Millimetres(104), Millimetres(43));
        var bottom = FittedBlock.Place(
            page,
            setter,
            [RichText.Plain(content.Agency.Name), .. content.Agency.AddressLines.Select(RichText.Plain)],
            box,
            new TextStyle(8.6f, Colour: Ink.Quiet),
            new TextStyle(13.5f, true, Ink.Accent, 1.25f));
        page.Add(new PlacedArea(new Box(Left, box.Top + 2, Left + 4.5f, bottom), Ink.Bar));
    }

    private static float References(LetterContent content, DocumentTexts texts, PageLayout page, ParagraphSetter setter)
    {
        var labels = new TextStyle(7.6f, Colour: Ink.Quiet, Leading: 1.3f);
        var values = new TextStyle(8.8f, Leading: 1.3f);
        var width = Millimetres(82);
        var top = Millimetres(50);
        var contact = string.Join(" · ", ((string?[])[content.Agency.Email, content.Agency.Phone]).Where(c => !string.IsNullOrWhiteSpace(c)));
        foreach (var (label, value) in (ReadOnlySpan<(string, string)>)[("letter.date", texts.Date(content.DatedOn)), ("letter.reference", content.LetterId), ("letter.contact", contact)])
        {
            var lines = setter.Set(RichText.Plain(value), values, width, null);
            if (lines.Count == 0)
            {
                continue;
            }

            page.Add(setter.Set(texts.Rich(label), labels, width)[0], labels, Left, top, width, Alignment.Left);
            top += labels.LineHeight;
            foreach (var line in lines)
            {
                page.Add(line, values, Left, top, width, Alignment.Left);
                top += values.LineHeight;
            }

            top += 3;
        }

        return top;
    }

    private static (List<SetLine> Lines, TextStyle Style) Foot(LetterContent content, DocumentTexts texts, ParagraphSetter setter)
    {
        var style = new TextStyle(7.2f, Colour: Ink.Quiet, Leading: 1.32f);
        var parts = new List<RichText> { texts.Rich("letter.legalBasis", ("legalBasis", content.LegalBasis)) };
        if (!string.IsNullOrWhiteSpace(content.PolicyVersion))
        {
            parts.Add(texts.Rich("letter.policyVersion", ("policyVersion", content.PolicyVersion)));
        }

        var lines = parts.Concat([texts.Rich("letter.automatic")])
            .SelectMany(part => setter.Set(part, style, Right - Left))
            .ToList();
        return (lines, style);
    }

    // Where a sheet for a C5/6 envelope is folded.
    private static void FoldMarks(PageLayout page)
    {
        foreach (var at in (float[])[99, 198])
        {
            page.Add(new PlacedArea(Box.At(Millimetres(5), Millimetres(at), Millimetres(4), 0.5f), Ink.Hairline));
        }
    }

    private static void NumberPages(List<PageLayout> pages, DocumentTexts texts)
    {
        if (pages.Count == 1)
        {
            return;
        }

        var style = new TextStyle(7.2f, Colour: Ink.Quiet);
        var setter = new ParagraphSetter(texts.Language);
        for (var n = 0; n < pages.Count; n++)
        {
            var number = texts.Rich("letter.page", ("page", (n + 1).ToString(CultureInfo.InvariantCulture)), ("pages", pages.Count.ToString(CultureInfo.InvariantCulture)));
            foreach (var line in setter.Set(number, style, Right - Left))
            {
                pages[n].Add(line, style, Left, A4Portrait.Height - Millimetres(11), Right - Left, Alignment.Right);
            }
        }
    }
}
