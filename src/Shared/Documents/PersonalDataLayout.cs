using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inburgering.Documents.Typesetting;
using static Inburgering.Documents.Typesetting.PageSize;

namespace Inburgering.Documents;

/// <summary>Sets an object as sections of labels and values, lists and objects within it indented.</summary>
internal sealed class PersonalDataLayout(DataLabels labels)
{
    private const float Step = 12;
    private const float MostIndent = 5 * Step;

    private static readonly Box Column = new(Millimetres(20), Millimetres(20), Millimetres(190), Millimetres(276));
    private static readonly TextStyle Title = new(22, true, Ink.Accent, 1.25f);
    private static readonly TextStyle Heading = new(11, true, Ink.Accent, 1.3f);
    private static readonly TextStyle Body = new(8.8f);
    private static readonly TextStyle Quiet = Body with { Colour = Ink.Quiet };
    private static readonly TextStyle Margin = new(7.2f, Colour: Ink.Quiet);

    private readonly ParagraphSetter setter = new(labels.Language);
    private PageFlow flow = null!;

    public DocumentLayout Build(JsonObject data)
    {
        flow = new PageFlow(setter, A4Portrait, Column);
        flow.Paragraph(RichText.Plain(labels["title"]), Title);
        flow.Paragraph(RichText.Plain(labels["introduction"]), Body);
        foreach (var (name, value) in data)
        {
            if (value is JsonValue single)
            {
                flow.Space(4);
                Row(name, single, 0);
            }
            else if (value is not null)
            {
                flow.Space(12);
                flow.Ensure(Heading.LineHeight + (Body.LineHeight * 3));
                flow.Paragraph(RichText.Plain(labels[name]), Heading);
                flow.Space(2);
                Value(value, 0);
            }
        }

        for (var page = 0; page < flow.Pages.Count; page++)
        {
            var number = setter.Set(RichText.Plain(string.Create(CultureInfo.InvariantCulture, $"{page + 1} / {flow.Pages.Count}")), Margin, Column.Width)[0];
            flow.Pages[page].Add(number, Margin, Column.Left, Millimetres(283), Column.Width, Alignment.Right);
        }

        return new DocumentLayout(labels["title"], string.Empty, labels.Language, flow.Pages);
    }

    private void Value(JsonNode value, float indent)
    {
        if (value is JsonObject whole)
        {
            foreach (var (name, part) in whole)
            {
                Row(name, part, indent);
            }
        }
        else if (value is JsonArray { Count: > 0 } list)
        {
            foreach (var item in list)
            {
                Item(item, indent);
            }
        }
        else
        {
            flow.Paragraph(RichText.Plain(value is JsonArray ? "–" : Text(value)), Body, baseLevel: null, indent: indent);
        }
    }

    private void Item(JsonNode? item, float indent)
    {
        if (item is JsonValue single)
        {
            flow.Bullets([RichText.Plain(Text(single))], Body, baseLevel: null);
        }
        else if (item is not null)
        {
            flow.Space(3);
            flow.Ensure(Body.LineHeight * 3);
            flow.Page.Add(new PlacedArea(Box.At(Column.Left + indent, flow.Top, Column.Width - indent, 0.5f), Ink.Hairline));
            flow.Space(3);
            Value(item, indent);
        }
    }

    private void Row(string name, JsonNode? value, float indent)
    {
        if (value is null)
        {
            return;
        }

        if (value is not JsonValue single)
        {
            flow.Ensure(Body.LineHeight * 2);
            flow.Paragraph(RichText.Plain(labels[name]), Quiet, indent: indent);
            Value(value, MathF.Min(indent + Step, MostIndent));
            return;
        }

        // The label's lines and the value's side by side.
        var (from, width) = (Column.Left + indent, Millimetres(52));
        var label = setter.Set(RichText.Plain(labels[name]), Quiet, width - 6);
        flow.Ensure(label.Count * Body.LineHeight);
        var (top, page) = (flow.Top, flow.Page);
        for (var line = 0; line < label.Count; line++)
        {
            page.Add(label[line], Quiet, from, top + (line * Body.LineHeight), width, Alignment.Left);
        }

        flow.Paragraph(RichText.Plain(Text(single)), Body, baseLevel: null, indent: indent + width);
        flow.Top = flow.Page == page ? MathF.Max(flow.Top, top + (label.Count * Body.LineHeight)) : flow.Top;
    }

    private string Text(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => labels["true"],
        JsonValueKind.False => labels["false"],
        _ => value.ToJsonString(),
    };
}
