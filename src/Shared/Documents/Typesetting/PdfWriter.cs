using System.Text;
using SkiaSharp;

namespace Inburgering.Documents.Typesetting;

/// <summary>
/// Draws a layout as PDF. The same layout gives the same bytes: no creation date, no random id, fonts subset to the
/// glyphs in use.
/// </summary>
internal static class PdfWriter
{
    public static byte[] Write(DocumentLayout layout)
    {
        using var buffer = new MemoryStream();
        var metadata = new SKDocumentPdfMetadata
        {
            Title = layout.Title,
            Author = layout.Author,
            Creator = "Inburgering.Functions",
            Producer = "Inburgering.Functions",
            EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
            RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
        };
        var typefaces = Typefaces(layout);
        using (var document = SKDocument.CreatePdf(buffer, metadata))
        {
            foreach (var page in layout.Pages)
            {
                using var canvas = document.BeginPage(page.Size.Width, page.Size.Height);
                foreach (var element in page.Elements)
                {
                    Draw(canvas, element, typefaces);
                }

                document.EndPage();
            }

            document.Close();
        }

        foreach (var typeface in typefaces.Values)
        {
            typeface.Dispose();
        }

        return PdfCatalog.WithLanguage(buffer.ToArray(), layout.LanguageTag);
    }

    private static Dictionary<DocumentFace, SKTypeface> Typefaces(DocumentLayout layout) => layout.Pages
        .SelectMany(page => page.Lines)
        .SelectMany(line => line.Line.Runs)
        .GroupBy(run => run.Face)
        .ToDictionary(runs => runs.Key, runs => runs.Key.Subset(runs.SelectMany(run => run.Glyphs)));

    private static void Draw(SKCanvas canvas, PlacedElement element, Dictionary<DocumentFace, SKTypeface> typefaces)
    {
        switch (element)
        {
            case PlacedLine line:
                DrawLine(canvas, line, typefaces);
                break;
            case PlacedArea area:
                using (var fill = Paint(area.Colour))
                {
                    canvas.DrawRect(Rectangle(area.Box), fill);
                }

                break;
            case PlacedFrame frame:
                using (var stroke = Paint(frame.Colour))
                {
                    stroke.Style = SKPaintStyle.Stroke;
                    stroke.StrokeWidth = frame.Thickness;
                    canvas.DrawRect(Rectangle(frame.Box), stroke);
                }

                break;
            case PlacedQrCode code:
                DrawQrCode(canvas, code);
                break;
            default:
                throw new NotSupportedException($"No drawing for {element.GetType().Name}.");
        }
    }

    private static void DrawLine(SKCanvas canvas, PlacedLine line, Dictionary<DocumentFace, SKTypeface> typefaces)
    {
        using var paint = Paint(line.Colour);
        var x = line.Box.Left;
        foreach (var run in line.Line.Runs)
        {
            using var font = new SKFont(typefaces[run.Face], line.Size) { Hinting = SKFontHinting.None, Subpixel = true, LinearMetrics = true };
            using var builder = new SKTextBlobBuilder();
            var utf8 = Encoding.UTF8.GetBytes(run.Text);
            var glyphs = builder.AllocatePositionedTextRun(font, run.Glyphs.Count, utf8.Length);
            glyphs.SetGlyphs([.. run.Glyphs]);
            glyphs.SetPositions([.. run.Offsets.Select(o => new SKPoint(o.X, o.Y))]);
            glyphs.SetText(utf8);
            glyphs.SetClusters([.. run.Clusters]);
            using var blob = builder.Build();
            if (blob is not null)
            {
                canvas.DrawText(blob, x, line.Baseline, paint);
            }

            x += run.Advance;
        }
    }

    // One path for the whole code: no hairlines between neighbouring squares at any zoom.
    private static void DrawQrCode(SKCanvas canvas, PlacedQrCode code)
    {
        var side = code.Box.Width / code.Modules.Count;
        using var paint = Paint(Ink.Black);
        using var path = new SKPathBuilder();
        for (var row = 0; row < code.Modules.Count; row++)
        {
            for (var column = 0; column < code.Modules[row].Count; column++)
            {
                var from = column;
                while (column < code.Modules[row].Count && code.Modules[row][column])
                {
                    column++;
                }

                if (column > from)
                {
                    path.AddRect(Rectangle(Box.At(code.Box.Left + (from * side), code.Box.Top + (row * side), (column - from) * side, side)));
                }
            }
        }

        using var squares = path.Detach();
        canvas.DrawPath(squares, paint);
    }

    private static SKPaint Paint(uint colour) => new() { Color = new SKColor(colour), IsAntialias = true };

    private static SKRect Rectangle(Box box) => new(box.Left, box.Top, box.Right, box.Bottom);
}
