using System.Text;

namespace Inburgering.Documents.Typesetting;

/// <summary>Rules N0 (paired brackets), N1 and N2 of UAX #9.</summary>
internal static class BidiNeutrals
{
    private const string Opening = "([{«‹";
    private const string Closing = ")]}»›";

    public static void Resolve(BidiClass[] types, Rune[] runes, BidiClass direction)
    {
        foreach (var (open, close) in Pairs(types, runes))
        {
            var inside = types[(open + 1)..close].Select(Strong).Where(s => s is not null).ToHashSet();
            if (inside.Count == 0)
            {
                continue;
            }

            var before = types[..open].Reverse().Select(Strong).FirstOrDefault(s => s is not null) ?? direction;
            types[open] = types[close] = inside.Contains(direction) ? direction : before == direction ? direction : before;
        }

        for (var i = 0; i < types.Length; i++)
        {
            if (Strong(types[i]) is not null)
            {
                continue;
            }

            var end = i;
            while (end < types.Length && Strong(types[end]) is null)
            {
                end++;
            }

            var before = i == 0 ? direction : Strong(types[i - 1]);
            var after = end == types.Length ? direction : Strong(types[end]);
            Array.Fill(types, before == after ? before!.Value : direction, i, end - i);
            i = end - 1;
        }
    }

    // For neutrals a number counts as right to left; European numbers in left-to-right text are L by now (W7).
    private static BidiClass? Strong(BidiClass type) => type switch
    {
        BidiClass.L => BidiClass.L,
        BidiClass.R or BidiClass.EN or BidiClass.AN => BidiClass.R,
        _ => null,
    };

    private static List<(int Open, int Close)> Pairs(BidiClass[] types, Rune[] runes)
    {
        var pairs = new List<(int Open, int Close)>();
        var open = new List<(int Kind, int At)>();
        for (var i = 0; i < runes.Length; i++)
        {
            if (types[i] is not BidiClass.ON || runes[i].Value > char.MaxValue)
            {
                continue;
            }

            var sign = (char)runes[i].Value;
            if (Opening.IndexOf(sign, StringComparison.Ordinal) is var kind and >= 0)
            {
                open.Add((kind, i));
            }
            else if (Closing.IndexOf(sign, StringComparison.Ordinal) is var ends and >= 0
                && open.FindLastIndex(o => o.Kind == ends) is var match and >= 0)
            {
                pairs.Add((open[match].At, i));
                open.RemoveRange(match, open.Count - match);
            }
        }

        return [.. pairs.OrderBy(p => p.Open)];
    }
}
