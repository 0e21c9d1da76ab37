using System.Text;

namespace Inburgering.Documents.Typesetting;

/// <summary>
/// The Unicode bidirectional algorithm (UAX #9) for a paragraph: rules P2–P3, X5c–X6a for isolates, W1–W7, N0–N2, I1–I2.
/// Explicit embeddings and overrides do not occur: <see cref="PrintableText.Clean"/> takes them out.
/// </summary>
internal static class BidiParagraph
{
    private const int MaxDepth = 60;

    /// <summary>The paragraph's level by its first strong character: 1 for right to left, else 0.</summary>
    public static int BaseLevel(string text)
    {
        var classes = text.EnumerateRunes().Select(BidiClasses.Of).ToList();
        return FirstStrong(classes, 0, classes.Count);
    }

    /// <summary>The embedding level of every UTF-16 unit.</summary>
    public static int[] Levels(string text, int baseLevel)
    {
        var runes = text.EnumerateRunes().ToList();
        var classes = runes.Select(BidiClasses.Of).ToList();
        var levels = new int[runes.Count];
        Resolve(runes, classes, 0, runes.Count, baseLevel, levels, 0);

        var units = new int[text.Length];
        var unit = 0;
        for (var i = 0; i < runes.Count; i++)
        {
            for (var n = runes[i].Utf16SequenceLength; n > 0; n--)
            {
                units[unit++] = levels[i];
            }
        }

        return units;
    }

    private static int FirstStrong(List<BidiClass> classes, int from, int to)
    {
        var depth = 0;
        for (var i = from; i < to; i++)
        {
            switch (classes[i])
            {
                case BidiClass.Isolate: depth++; break;
                case BidiClass.PopIsolate: depth = Math.Max(0, depth - 1); break;
                case BidiClass.L when depth == 0: return 0;
                case BidiClass.R or BidiClass.AL when depth == 0: return 1;
                default: break;
            }
        }

        return 0;
    }

    private static void Resolve(List<Rune> runes, List<BidiClass> classes, int from, int to, int level, int[] levels, int depth)
    {
        // What stands inside an isolate is a paragraph of its own; out here the isolate is one neutral.
        var sequence = new List<int>(to - from);
        for (var i = from; i < to; i++)
        {
            sequence.Add(i);
            if (classes[i] == BidiClass.Isolate)
            {
                var end = MatchingPop(classes, i, to);
                var inner = depth >= MaxDepth ? level : NextLevel(level, FirstStrong(classes, i + 1, end));
                Resolve(runes, classes, i + 1, end, inner, levels, depth + 1);
                i = end - 1;
            }
        }

        var types = sequence.Select(i => classes[i] is BidiClass.Isolate or BidiClass.PopIsolate ? BidiClass.ON : classes[i]).ToArray();
        var direction = (level & 1) == 1 ? BidiClass.R : BidiClass.L;
        ResolveWeak(types, direction);
        BidiNeutrals.Resolve(types, [.. sequence.Select(i => runes[i])], direction);
        for (var n = 0; n < types.Length; n++)
        {
            levels[sequence[n]] = (level & 1, types[n]) switch
            {
                (0, BidiClass.R) => level + 1,
                (0, BidiClass.AN or BidiClass.EN) => level + 2,
                (1, BidiClass.L or BidiClass.AN or BidiClass.EN) => level + 1,
                _ => level,
            };
        }
    }

    private static int NextLevel(int level, int parity) => (level & 1) == parity ? level + 2 : level + 1;

    private static int MatchingPop(List<BidiClass> classes, int open, int to)
    {
        var depth = 0;
        for (var i = open + 1; i < to; i++)
        {
            if (classes[i] == BidiClass.Isolate)
            {
                depth++;
            }
            else if (classes[i] == BidiClass.PopIsolate && depth-- == 0)
            {
                return i;
            }
        }

        return to;
    }

    private static void ResolveWeak(BidiClass[] types, BidiClass direction)
    {
        var previous = direction;
        var strong = direction;
        for (var i = 0; i < types.Length; i++)
        {
            // W1: a mark goes with what it stands on; W2: digits after Arabic letters.
            types[i] = types[i] is BidiClass.NSM ? previous : types[i];
            previous = types[i];
            strong = types[i] is BidiClass.L or BidiClass.R or BidiClass.AL ? types[i] : strong;
            types[i] = types[i] is BidiClass.EN && strong is BidiClass.AL ? BidiClass.AN : types[i];
        }

        for (var i = 0; i < types.Length; i++)
        {
            // W3, then W4: one separator between two numbers of a kind.
            types[i] = types[i] is BidiClass.AL ? BidiClass.R : types[i];
            if (i > 0 && i + 1 < types.Length && types[i] is BidiClass.ES or BidiClass.CS
                && types[i - 1] == types[i + 1]
                && (types[i - 1] is BidiClass.EN || (types[i - 1] is BidiClass.AN && types[i] is BidiClass.CS)))
            {
                types[i] = types[i - 1];
            }
        }

        // W5: terminators next to European numbers; W6: what is left of separators and terminators is neutral.
        for (var i = 0; i < types.Length; i++)
        {
            if (types[i] is BidiClass.ET or BidiClass.BN)
            {
                var end = i;
                while (end < types.Length && types[end] is BidiClass.ET or BidiClass.BN)
                {
                    end++;
                }

                var number = (i > 0 && types[i - 1] is BidiClass.EN) || (end < types.Length && types[end] is BidiClass.EN);
                Array.Fill(types, number ? BidiClass.EN : BidiClass.ON, i, end - i);
                i = end - 1;
            }
        }

        strong = direction;
        for (var i = 0; i < types.Length; i++)
        {
            // W7: European numbers in left-to-right surroundings behave like letters.
            types[i] = types[i] is BidiClass.ES or BidiClass.CS ? BidiClass.ON : types[i];
            strong = types[i] is BidiClass.L or BidiClass.R ? types[i] : strong;
            types[i] = types[i] is BidiClass.EN && strong is BidiClass.L ? BidiClass.L : types[i];
        }
    }
}
