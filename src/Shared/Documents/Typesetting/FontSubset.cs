using System.Buffers.Binary;
using System.Text;

namespace Inburgering.Documents.Typesetting;

/// <summary>
/// Cuts a TrueType font down to the glyphs a document uses, ids unchanged. Skia embeds the file it is given: its own
/// subsetter is not part of the build without system dependencies, and a letter would weigh 750 kB instead of 50.
/// </summary>
internal static class FontSubset
{
    // Shaping is done, so its tables go; cmap stays, because Skia maps glyphs back to characters with it.
    private static readonly string[] KeptTables = ["OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep"];

    /// <param name="font">A TrueType file with 32-bit glyph offsets, as DejaVu is.</param>
    /// <param name="glyphs">The ids in use.</param>
    /// <exception cref="InvalidDataException">The font is not of that kind.</exception>
    public static byte[] Of(ReadOnlySpan<byte> font, IEnumerable<ushort> glyphs)
    {
        var tables = Tables(font);
        if (BinaryPrimitives.ReadInt16BigEndian(font[tables["head"]][50..]) != 1)
        {
            throw new InvalidDataException("The font's glyph offsets are 16-bit; only 32-bit ones can be subset.");
        }

        var loca = font[tables["loca"]];
        var glyf = font[tables["glyf"]];
        var kept = WithComponents(glyphs, loca, glyf);

        var newGlyf = new MemoryStream();
        var newLoca = new byte[loca.Length];
        var count = (loca.Length / 4) - 1;
        for (var id = 0; id < count; id++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(newLoca.AsSpan(id * 4), (uint)newGlyf.Length);
            if (kept.Contains((ushort)id))
            {
                newGlyf.Write(Outline(id, loca, glyf));
                while (newGlyf.Length % 4 != 0)
                {
                    newGlyf.WriteByte(0);
                }
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(newLoca.AsSpan(count * 4), (uint)newGlyf.Length);

        var parts = new List<(string Tag, byte[] Data)>();
        foreach (var tag in KeptTables.Where(tables.ContainsKey))
        {
            parts.Add((tag, tag switch
            {
                "glyf" => newGlyf.ToArray(),
                "loca" => newLoca,
                "post" => PostWithoutNames(font[tables[tag]]),
                "name" => EssentialNames(font[tables[tag]]),
                _ => font[tables[tag]].ToArray(),
            }));
        }

        return Assemble(parts);
    }

    private static Dictionary<string, Range> Tables(ReadOnlySpan<byte> font)
    {
        var tables = new Dictionary<string, Range>(StringComparer.Ordinal);
        var count = BinaryPrimitives.ReadUInt16BigEndian(font[4..]);
        for (var n = 0; n < count; n++)
        {
            var entry = font[(12 + (16 * n))..];
            var offset = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[12..]);
            tables.Add(Encoding.ASCII.GetString(entry[..4]), offset..(offset + length));
        }

        return tables;
    }

    private static ReadOnlySpan<byte> Outline(int id, ReadOnlySpan<byte> loca, ReadOnlySpan<byte> glyf)
    {
        var from = (int)BinaryPrimitives.ReadUInt32BigEndian(loca[(id * 4)..]);
        var to = (int)BinaryPrimitives.ReadUInt32BigEndian(loca[((id * 4) + 4)..]);
        return glyf[from..to];
    }

    // An accented letter is often made of a letter and an accent: those must come along.
    private static HashSet<ushort> WithComponents(IEnumerable<ushort> glyphs, ReadOnlySpan<byte> loca, ReadOnlySpan<byte> glyf)
    {
        const int ArgumentsAreWords = 0x0001;
        const int HasScale = 0x0008;
        const int MoreComponents = 0x0020;
        const int HasTwoScales = 0x0040;
        const int HasMatrix = 0x0080;

        var kept = new HashSet<ushort> { 0 };
        var open = new Stack<ushort>(glyphs);
        open.Push(0);
        while (open.TryPop(out var id))
        {
            kept.Add(id);
            var outline = Outline(id, loca, glyf);
            if (outline.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            {
                continue;
            }

            int flags;
            var at = 10;
            do
            {
                flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
                var component = BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]);
                if (!kept.Contains(component))
                {
                    open.Push(component);
                }

                at += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2)
                    + ((flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0);
            }
            while ((flags & MoreComponents) != 0);
        }

        return kept;
    }

    private static byte[] PostWithoutNames(ReadOnlySpan<byte> post)
    {
        var header = post[..32].ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x00030000);
        return header;
    }

    // Family, style, full and PostScript name in Windows' encoding; without the licence texts that fill the rest.
    private static byte[] EssentialNames(ReadOnlySpan<byte> names)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(names[2..]);
        var storage = BinaryPrimitives.ReadUInt16BigEndian(names[4..]);
        var records = new List<byte[]>();
        var texts = new MemoryStream();
        for (var n = 0; n < count; n++)
        {
            var record = names.Slice(6 + (12 * n), 12);
            var platform = BinaryPrimitives.ReadUInt16BigEndian(record);
            var id = BinaryPrimitives.ReadUInt16BigEndian(record[6..]);
            if (platform == 3 && (id is 1 or 2 or 4 or 6))
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(record[8..]);
                var kept = record.ToArray();
                BinaryPrimitives.WriteUInt16BigEndian(kept.AsSpan(10), (ushort)texts.Length);
                texts.Write(names.Slice(storage + BinaryPrimitives.ReadUInt16BigEndian(record[10..]), length));
                records.Add(kept);
            }
        }

        var header = new byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)records.Count);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)(6 + (12 * records.Count)));
        return [.. header, .. records.SelectMany(r => r), .. texts.ToArray()];
    }

    private static byte[] Assemble(List<(string Tag, byte[] Data)> parts)
    {
        var headerLength = 12 + (16 * parts.Count);
        var file = new byte[headerLength + parts.Sum(p => Padded(p.Data.Length))];
        var power = 1 << (int)Math.Log2(parts.Count);
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4), (ushort)parts.Count);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(6), (ushort)(power * 16));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(8), (ushort)Math.Log2(power));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(10), (ushort)((parts.Count - power) * 16));
        var offset = headerLength;
        for (var n = 0; n < parts.Count; n++)
        {
            var (tag, data) = parts[n];
            data.CopyTo(file.AsSpan(offset));
            var entry = file.AsSpan(12 + (16 * n));
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Checksum(file.AsSpan(offset, Padded(data.Length))));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)offset);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)data.Length);
            offset += Padded(data.Length);
        }

        return file;
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static uint Checksum(ReadOnlySpan<byte> table)
    {
        uint sum = 0;
        for (var at = 0; at < table.Length; at += 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(table[at..]);
        }

        return sum;
    }
}
