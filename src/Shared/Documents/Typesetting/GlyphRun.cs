namespace Inburgering.Documents.Typesetting;

/// <summary>Glyphs of one face in one direction, left to right as drawn.</summary>
/// <param name="Face">The face the glyph ids belong to.</param>
/// <param name="Text">The characters they show, in reading order; kept in the PDF so that it can be searched and read aloud.</param>
/// <param name="Glyphs">Glyph ids; 0 is the visible box for a character that the face lacks.</param>
/// <param name="Clusters">For each glyph the UTF-8 offset in <paramref name="Text"/> of the character it belongs to.</param>
/// <param name="Offsets">Pen positions in points from the run's own origin on the baseline, y downwards.</param>
/// <param name="Advance">Width in points.</param>
internal sealed record GlyphRun(
    DocumentFace Face,
    string Text,
    IReadOnlyList<ushort> Glyphs,
    IReadOnlyList<uint> Clusters,
    IReadOnlyList<(float X, float Y)> Offsets,
    float Advance);
