using System.Text;
using HarfBuzzSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace Inburgering.Documents.Typesetting;

/// <summary>
/// Turns a stretch of a paragraph into glyphs in visual order: direction by <see cref="BidiParagraph"/>, script by
/// Unicode, forms and positions by HarfBuzz.
/// </summary>
/// <param name="languageTag">BCP 47; decides between forms of a letter (a Turkish "fi" is not joined).</param>
internal sealed class TextShaper(string languageTag)
{
    /// <summary>Shapes the units <paramref name="start"/> to <paramref name="end"/> of a paragraph.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="levels">Its levels by UTF-16 unit.</param>
    /// <param name="start">First unit of the line.</param>
    /// <param name="end">One past its last unit; trailing spaces are expected to be cut off.</param>
    /// <param name="style">Size and weight.</param>
    public List<GlyphRun> Shape(RichText text, int[] levels, int start, int end, TextStyle style)
    {
        var runs = new List<(int Level, GlyphRun Glyphs)>();
        foreach (var piece in Pieces(text, levels, start, end, style.Bold))
        {
            runs.Add((piece.Level, ShapePiece(text.Text[piece.Start..piece.End], piece, style.Size)));
        }

        return InVisualOrder(runs);
    }

    private static List<Piece> Pieces(RichText text, int[] levels, int start, int end, bool bold)
    {
        var pieces = new List<Piece>();
        var at = start;
        while (at < end)
        {
            Rune.TryGetRuneAt(text.Text, at, out var rune);
            var next = at + Math.Max(1, rune.Utf16SequenceLength);
            if (rune.Value is PrintableText.FirstStrongIsolate or PrintableText.PopDirectionalIsolate)
            {
                at = next;
                continue;
            }

            var script = UnicodeFunctions.Default.GetScript(rune.Value);
            var neutral = script == Script.Common || script == Script.Inherited;
            var face = FaceFor(rune.Value, bold || text.IsBold(at));
            var last = pieces.Count > 0 ? pieces[^1] : null;
            if (last is not null && last.End == at && last.Level == levels[at] && (last.Face == face || script == Script.Inherited)
                && (neutral || last.Neutral || last.Script == script))
            {
                pieces[^1] = last with { End = next, Script = last.Neutral ? script : last.Script, Neutral = last.Neutral && neutral };
            }
            else
            {
                pieces.Add(new Piece(at, next, levels[at], face, script, neutral));
            }

            at = next;
        }

        return pieces;
    }

    private static DocumentFace FaceFor(int codepoint, bool bold)
    {
        var wanted = bold ? DocumentFace.Bold : DocumentFace.Regular;
        return wanted.Has(codepoint) || !DocumentFace.Regular.Has(codepoint) ? wanted : DocumentFace.Regular;
    }

    // Rule L2 of UAX #9: from the highest level down to the lowest odd one, reverse what is at that level or above.
    private static List<GlyphRun> InVisualOrder(List<(int Level, GlyphRun Glyphs)> runs)
    {
        for (var level = runs.Count == 0 ? 0 : runs.Max(r => r.Level); level > 0; level--)
        {
            for (var i = 0; i < runs.Count; i++)
            {
                var from = i;
                while (i < runs.Count && runs[i].Level >= level)
                {
                    i++;
                }

                runs.Reverse(from, i - from);
            }
        }

        return [.. runs.Select(r => r.Glyphs)];
    }

    private GlyphRun ShapePiece(string text, Piece piece, float size)
    {
        using var language = new Language(languageTag);
        using var buffer = new Buffer();
        buffer.AddUtf16(text);
        buffer.Direction = (piece.Level & 1) == 1 ? Direction.RightToLeft : Direction.LeftToRight;
        buffer.Script = piece.Neutral ? Script.Latin : piece.Script;
        buffer.Language = language;
        piece.Face.Font.Shape(buffer);

        var infos = buffer.GlyphInfos;
        var positions = buffer.GlyphPositions;
        var scale = size / piece.Face.UnitsPerEm;
        var utf8 = Utf8Offsets(text);
        var glyphs = new ushort[infos.Length];
        var clusters = new uint[infos.Length];
        var offsets = new (float, float)[infos.Length];
        var pen = 0f;
        for (var i = 0; i < infos.Length; i++)
        {
            glyphs[i] = (ushort)infos[i].Codepoint;
            clusters[i] = utf8[infos[i].Cluster];
            offsets[i] = (pen + (positions[i].XOffset * scale), -positions[i].YOffset * scale);
            pen += positions[i].XAdvance * scale;
        }

        return new GlyphRun(piece.Face, text, glyphs, clusters, offsets, pen);
    }

    private static uint[] Utf8Offsets(string text)
    {
        var offsets = new uint[text.Length + 1];
        uint bytes = 0;
        var unit = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            for (var n = 0; n < rune.Utf16SequenceLength; n++)
            {
                offsets[unit++] = bytes;
            }

            bytes += (uint)rune.Utf8SequenceLength;
        }

        offsets[text.Length] = bytes;
        return offsets;
    }

    private sealed record Piece(int Start, int End, int Level, DocumentFace Face, Script Script, bool Neutral);
}
