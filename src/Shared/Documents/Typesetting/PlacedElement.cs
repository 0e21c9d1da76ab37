using QRCoder;

namespace Inburgering.Documents.Typesetting;

/// <summary>Something at its place on a page.</summary>
/// <param name="Box">The room it takes.</param>
internal abstract record PlacedElement(Box Box);

/// <summary>A line of text.</summary>
internal sealed record PlacedLine(Box Box, SetLine Line, float Baseline, float Size, uint Colour) : PlacedElement(Box)
{
    public string Text => Line.Text;
}

/// <summary>A filled rectangle behind or beside text: bars, rules, panels.</summary>
internal sealed record PlacedArea(Box Box, uint Colour) : PlacedElement(Box);

/// <summary>The outline of a rectangle.</summary>
internal sealed record PlacedFrame(Box Box, uint Colour, float Thickness) : PlacedElement(Box);

/// <summary>A QR code drawn as vector squares, quiet zone included.</summary>
internal sealed record PlacedQrCode(Box Box, string Content, IReadOnlyList<IReadOnlyList<bool>> Modules) : PlacedElement(Box)
{
    /// <summary>Error correction M: legible when a fold or stamp covers a tenth of it.</summary>
    /// <exception cref="ArgumentException">The content is too long for a code that a phone still reads from paper.</exception>
    public static PlacedQrCode Of(string content, float left, float top, float size)
    {
        const int LongestContent = 500;
        if (content.Length > LongestContent)
        {
            throw new ArgumentException($"A QR code on paper carries at most {LongestContent} characters; this link has {content.Length}.", nameof(content));
        }

        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix
            .Select(row => (IReadOnlyList<bool>)[.. row.Cast<bool>()])
            .ToList();
        return new PlacedQrCode(Box.At(left, top, size, size), content, modules);
    }
}
