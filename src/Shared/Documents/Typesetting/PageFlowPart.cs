namespace Inburgering.Documents.Typesetting;

/// <summary>Paragraphs of another language, and so perhaps direction, in a flow.</summary>
internal sealed class PageFlowPart(PageFlow flow, ParagraphSetter setter)
{
    public void Paragraph(RichText text, TextStyle style, DocumentTexts texts) => flow.Lines(
        setter.Set(text, style, flow.Column.Width, texts.BaseLevel),
        style,
        flow.Column.Left,
        flow.Column.Width,
        texts.IsRightToLeft ? Alignment.Right : Alignment.Left);
}
