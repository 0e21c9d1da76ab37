using Inburgering.Documents.Typesetting;
using static Inburgering.Documents.Typesetting.PageSize;

namespace Inburgering.Documents;

/// <summary>Places a certificate on its page: agency on top, holder and modules in the middle, date and verification at the foot.</summary>
internal static class CertificateLayout
{
    private static readonly Box Frame = new(Millimetres(10), Millimetres(10), Millimetres(287), Millimetres(200));
    private static readonly Box Column = new(Millimetres(28), Millimetres(20), Millimetres(269), Millimetres(150));
    private static readonly Box Foot = new(Column.Left, Millimetres(154), Column.Right, Millimetres(192));

    public static DocumentLayout Of(CertificateContent content)
    {
        var dutch = DocumentTexts.Dutch;
        var second = DocumentTexts.For(content.Language);
        second = second == dutch ? DocumentTexts.For("en") : second;

        PageLayout? page = null;
        for (var factor = 1.08f; page is null; factor -= 0.06f)
        {
            page = TryPage(content, dutch, second, factor);
        }

        return new DocumentLayout(dutch["certificate.title"], PrintableText.Clean(content.IssuingAgency), "nl-BE", [page]);
    }

    // Null if the middle runs into the foot at this size; at the smallest, long texts are cut rather than lost off the page.
    private static PageLayout? TryPage(CertificateContent content, DocumentTexts dutch, DocumentTexts second, float factor)
    {
        const float Smallest = 0.45f;
        var setter = new ParagraphSetter("nl");
        var other = new ParagraphSetter(second.Language);
        var column = factor <= Smallest ? Column with { Bottom = float.MaxValue } : Column;
        var flow = new PageFlow(setter, A4Landscape, column);
        Decorate(flow.Page);

        var text = new TextStyle(11.5f * factor, Leading: 1.35f);
        var quiet = new TextStyle(10f * factor, Colour: Ink.Quiet, Leading: 1.35f);
        Centred(flow, setter, RichText.Plain(content.IssuingAgency), new TextStyle(12f * factor, true, Ink.Quiet), null);
        flow.Space(18 * factor);
        Centred(flow, setter, dutch.Rich("certificate.title"), new TextStyle(31 * factor, true, Ink.Accent, 1.2f), 0);
        Centred(flow, other, second.Rich("certificate.title"), new TextStyle(14 * factor, Colour: Ink.Quiet), second.BaseLevel);
        flow.Space(6 * factor);
        Centred(flow, setter, dutch.Rich("certificate.subtitle"), text, 0);
        Centred(flow, other, second.Rich("certificate.subtitle"), quiet, second.BaseLevel);
        flow.Space(18 * factor);
        Centred(flow, setter, dutch.Rich("certificate.awarded"), text, 0);
        Centred(flow, other, second.Rich("certificate.awarded"), quiet, second.BaseLevel);
        flow.Space(5 * factor);
        var (name, nameStyle) = setter.SetShrinking(RichText.Plain(content.HolderName), new TextStyle(27 * factor, true, Leading: 1.25f), Column.Width, 2, 0.45f);
        flow.Lines(name, nameStyle, Column.Left, Column.Width, Alignment.Centre);
        flow.Space(8 * factor);
        Centred(flow, setter, dutch.Rich("certificate.passed"), text, 0);
        flow.Space(3 * factor);
        foreach (var module in content.Modules)
        {
            Centred(flow, setter, RichText.Plain(module.Dutch), text with { Bold = true }, null);
        }

        flow.Space(3 * factor);
        Centred(flow, other, second.Rich("certificate.passed"), quiet, second.BaseLevel);
        if (flow.Pages.Count > 1 || flow.Top > Column.Bottom)
        {
            return factor > Smallest
                ? null
                : throw new ArgumentException("The certificate's name and modules are too long to be printed legibly on one page.", nameof(content));
        }

        PlaceFoot(flow.Page, content, dutch, second);
        return flow.Page;
    }

    private static void Centred(PageFlow flow, ParagraphSetter setter, RichText text, TextStyle style, int? baseLevel) =>
        flow.Lines(setter.Set(text, style, Column.Width, baseLevel), style, Column.Left, Column.Width, Alignment.Centre);

    private static void Decorate(PageLayout page)
    {
        page.Add(new PlacedFrame(Frame, Ink.Accent, 1.6f));
        page.Add(new PlacedFrame(new Box(Frame.Left + 5, Frame.Top + 5, Frame.Right - 5, Frame.Bottom - 5), Ink.Hairline, 0.6f));
        page.Add(new PlacedArea(Box.At((A4Landscape.Width / 2) - 40, Frame.Top - 2.2f, 80, 4.4f), Ink.Bar));
    }

    private static void PlaceFoot(PageLayout page, CertificateContent content, DocumentTexts dutch, DocumentTexts second)
    {
        var setter = new ParagraphSetter("nl");
        var other = new ParagraphSetter(second.Language);
        var square = Foot.Height;

        // Without the scheme the address stays on one line, also among words that run from right to left.
        var address = content.VerificationUrl.Replace("https://", string.Empty, StringComparison.Ordinal);
        page.Add(new PlacedArea(Box.At(Foot.Left, Foot.Top - Millimetres(2), Foot.Width, 0.6f), Ink.Hairline));
        page.Add(PlacedQrCode.Of(content.VerificationUrl, Foot.Right - square, Foot.Top, square));

        var middle = Foot.Left + (Foot.Width * 0.40f);
        var issued = FittedBlock.Place(
            page,
            setter,
            [
                dutch.Rich("certificate.issued", ("date", dutch.Date(content.IssuedOn))),
                dutch.Rich("certificate.issuer", ("agency", content.IssuingAgency)),
            ],
            new Box(Foot.Left, Foot.Top + 4, middle - 14, Foot.Top + (Foot.Height * 0.62f)),
            new TextStyle(10.5f),
            new TextStyle(11.5f, true),
            wrapFirst: true);
        FittedBlock.Place(
            page,
            other,
            [second.Rich("certificate.issued", ("date", second.Date(content.IssuedOn)))],
            new Box(Foot.Left, issued + 5, middle - 14, Foot.Bottom),
            new TextStyle(9, Colour: Ink.Quiet));

        var right = Foot.Right - square - 12;
        var code = FittedBlock.Place(page, setter, [dutch.Rich("certificate.code")], new Box(middle, Foot.Top + 4, right, Foot.Top + 16), new TextStyle(8.5f, Colour: Ink.Quiet));
        code = FittedBlock.Place(page, setter, [RichText.Plain(content.VerificationCode)], new Box(middle, code, right, code + 24), new TextStyle(16, true, Leading: 1.25f));
        FittedBlock.Place(
            page,
            setter,
            [dutch.Rich("certificate.verify", ("url", address))],
            new Box(middle, code + 4, right, Foot.Top + 73),
            new TextStyle(8.6f),
            wrapFirst: true);
        FittedBlock.Place(
            page,
            other,
            [second.Rich("certificate.verify", ("url", address))],
            new Box(middle, Foot.Top + 75, right, Foot.Bottom),
            new TextStyle(8, Colour: Ink.Quiet),
            wrapFirst: true);
    }
}
