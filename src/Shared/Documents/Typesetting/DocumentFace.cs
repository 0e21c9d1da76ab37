using System.Runtime.InteropServices;
using HarfBuzzSharp;
using SkiaSharp;

namespace Inburgering.Documents.Typesetting;

/// <summary>
/// One weight of the documents' typeface (DejaVu Sans, embedded in this assembly), loaded once for the process. File and
/// HarfBuzz font are only read from then on, which several threads may do; everything else that SkiaSharp or
/// HarfBuzz hand out is made for one call and disposed by it.
/// </summary>
/// <remarks>
/// The native libraries come from SkiaSharp.NativeAssets.Linux.NoDependencies and HarfBuzzSharp.NativeAssets.Linux
/// (Azure Functions on Linux). SkiaSharp brings those of Windows and macOS itself; any other system needs the
/// matching <c>*.NativeAssets.*</c> package beside them.
/// </remarks>
internal sealed class DocumentFace
{
    private static readonly Lazy<DocumentFace> LazyRegular = new(() => new DocumentFace("DejaVuSans.ttf"));
    private static readonly Lazy<DocumentFace> LazyBold = new(() => new DocumentFace("DejaVuSans-Bold.ttf"));

    private readonly byte[] fontFile;

    private DocumentFace(string file)
    {
        var name = "Documents.Fonts." + file;
        using var stream = typeof(DocumentFace).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The font {name} is not embedded in this assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        fontFile = bytes;

        // HarfBuzz reads these bytes for as long as the process lives, so they must never move.
        var pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        var blob = new Blob(pinned.AddrOfPinnedObject(), bytes.Length, MemoryMode.ReadOnly);
        blob.MakeImmutable();
        var face = new Face(blob, 0);
        face.MakeImmutable();
        UnitsPerEm = face.UnitsPerEm;
        Font = new Font(face);
        Font.SetScale(UnitsPerEm, UnitsPerEm);
        Font.SetFunctionsOpenType();
    }

    public static DocumentFace Regular => LazyRegular.Value;

    public static DocumentFace Bold => LazyBold.Value;

    /// <summary>Part of an em above the baseline that no letter of the face exceeds (hhea ascender).</summary>
    public static float Ascent => 0.928f;

    /// <summary>Part of an em below the baseline (hhea descender).</summary>
    public static float Descent => 0.236f;

    /// <summary>Measures in font units; only read after construction.</summary>
    public Font Font { get; }

    public int UnitsPerEm { get; }

    /// <summary>A typeface for Skia with only these glyphs; the caller disposes it.</summary>
    public SKTypeface Subset(IEnumerable<ushort> glyphs)
    {
        using var data = SKData.CreateCopy(FontSubset.Of(fontFile, glyphs));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("Skia cannot read the subset of the font.");
    }

    public bool Has(int codepoint) => Font.TryGetNominalGlyph(codepoint, out var glyph) && glyph != 0;
}
