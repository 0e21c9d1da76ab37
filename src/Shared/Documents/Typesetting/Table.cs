namespace Inburgering.Documents.Typesetting;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Share">Its part of the table's width relative to the others.</param>
internal sealed record TableColumn(string Title, float Share);

/// <summary>Sets tables into a flow: the heading is repeated on every page, a row is split only if it is taller than a page.</summary>
internal sealed class Table(PageFlow flow, IReadOnlyList<TableColumn> columns, TextStyle style)
{
    private const float Padding = 4;
    private const float Gap = 3;

    private readonly TextStyle headStyle = style with { Bold = true, Colour = Ink.Accent };

    /// <summary>Sets the heading and all rows; each row has a text for every column.</summary>
    public void Set(IReadOnlyList<IReadOnlyList<RichText>> rows)
    {
        var head = Cells([.. columns.Select(c => RichText.Plain(c.Title))], headStyle);
        var firstRow = rows.Count == 0 ? 0 : Height(Cells(rows[0], style), style);
        var headHeight = Height(head, headStyle);
        var body = flow.Column.Height - headHeight;
        flow.Ensure(headHeight + MathF.Min(firstRow, body / 2));
        Head(head, headHeight);
        foreach (var row in rows)
        {
            Row(Cells(row, style), head, headHeight, body);
        }
    }

    private static float Height(List<List<SetLine>> cells, TextStyle style) =>
        (Math.Max(1, cells.Max(c => c.Count)) * style.LineHeight) + (2 * Gap);

    private void Row(List<List<SetLine>> cells, List<List<SetLine>> head, float headHeight, float body)
    {
        var height = Height(cells, style);
        if (height <= body && flow.Ensure(height))
        {
            Head(head, headHeight);
        }

        flow.Space(Gap);
        if (height <= body)
        {
            Whole(cells, style);
        }
        else
        {
            Split(cells, head, headHeight);
        }

        flow.Space(Gap);
        flow.Page.Add(new PlacedArea(Box.At(flow.Column.Left, flow.Top - 0.5f, flow.Column.Width, 0.5f), Ink.Hairline));
    }

    private void Head(List<List<SetLine>> head, float height)
    {
        flow.Page.Add(new PlacedArea(Box.At(flow.Column.Left, flow.Top, flow.Column.Width, height), Ink.Panel));
        flow.Space(Gap);
        Whole(head, headStyle);
        flow.Space(Gap);
    }

    // Cell after cell, so that copied and read-aloud text keeps each cell together.
    private void Whole(List<List<SetLine>> cells, TextStyle lineStyle)
    {
        for (var c = 0; c < cells.Count; c++)
        {
            for (var n = 0; n < cells[c].Count; n++)
            {
                Place(cells[c][n], c, flow.Top + (n * lineStyle.LineHeight), lineStyle);
            }
        }

        flow.Space(Math.Max(1, cells.Max(c => c.Count)) * lineStyle.LineHeight);
    }

    private void Split(List<List<SetLine>> cells, List<List<SetLine>> head, float headHeight)
    {
        for (var n = 0; n < cells.Max(c => c.Count); n++)
        {
            if (flow.Ensure(style.LineHeight + Gap))
            {
                Head(head, headHeight);
                flow.Space(Gap);
            }

            for (var c = 0; c < cells.Count; c++)
            {
                if (n < cells[c].Count)
                {
                    Place(cells[c][n], c, flow.Top, style);
                }
            }

            flow.Space(style.LineHeight);
        }
    }

    private void Place(SetLine line, int column, float top, TextStyle lineStyle)
    {
        var left = flow.Column.Left + Enumerable.Range(0, column).Sum(WidthOf);
        flow.Page.Add(line, lineStyle, left + Padding, top, WidthOf(column) - (2 * Padding), Alignment.Left);
    }

    private List<List<SetLine>> Cells(IReadOnlyList<RichText> texts, TextStyle cellStyle) =>
        [.. texts.Select((text, c) => flow.Setter.Set(text, cellStyle, WidthOf(c) - (2 * Padding), null))];

    private float WidthOf(int column) => flow.Column.Width * columns[column].Share / columns.Sum(c => c.Share);
}
