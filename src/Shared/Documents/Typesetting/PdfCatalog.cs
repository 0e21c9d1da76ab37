using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Inburgering.Documents.Typesetting;

/// <summary>
/// Says in the PDF's catalogue which language it is in. Skia's binding has no setting for that, so it is added the
/// way the format foresees: as an incremental update after the end.
/// </summary>
internal static partial class PdfCatalog
{
    /// <exception cref="InvalidOperationException">The bytes do not end in a cross-reference table and trailer as Skia writes them.</exception>
    public static byte[] WithLanguage(byte[] pdf, string languageTag)
    {
        // Latin 1 maps each byte to one character, so offsets in the text are offsets in the file.
        var text = Encoding.Latin1.GetString(pdf);
        var trailer = Trailer().Match(text);
        var catalog = trailer.Success
            ? Regex.Match(text, $@"(?<=\n){trailer.Groups["root"].Value} 0 obj\n<<(?<entries>.*?)>>\nendobj", RegexOptions.Singleline)
            : trailer;
        if (!catalog.Success)
        {
            throw new InvalidOperationException("The PDF has no catalogue in the form Skia writes: look at the change in SkiaSharp's version.");
        }

        var root = trailer.Groups["root"].Value;
        var update = new StringBuilder();
        update.Append(CultureInfo.InvariantCulture, $"{root} 0 obj\n<<{catalog.Groups["entries"].Value.TrimEnd()}\n/Lang ({languageTag})>>\nendobj\n");
        var table = pdf.Length + update.Length;
        update.Append(CultureInfo.InvariantCulture, $"xref\n{root} 1\n{pdf.Length:D10} 00000 n \ntrailer\n<<{trailer.Groups["entries"].Value.TrimEnd()}\n/Prev {trailer.Groups["start"].Value}>>\nstartxref\n{table}\n%%EOF\n");
        return [.. pdf, .. Encoding.Latin1.GetBytes(update.ToString())];
    }

    [GeneratedRegex(@"trailer\n<<(?<entries>.*?/Root (?<root>\d+) 0 R.*?)>>\nstartxref\n(?<start>\d+)\n%%EOF\n?$", RegexOptions.Singleline | RegexOptions.RightToLeft)]
    private static partial Regex Trailer();
}
