using System.Globalization;

namespace Inburgering.Functions.Tests.Fuzz;

/// <summary>
/// How long to fuzz and from which seed: <c>INBURGERING_FUZZ_COUNT</c> (default 1000: half messages, half requests) and
/// <c>INBURGERING_FUZZ_SEED</c>. Without a seed the short run takes 1, so that <c>./test</c> plays the same each time; a longer one
/// takes another each time. The seed is printed, and the same seed and count make the same inputs in the same order.
/// </summary>
internal sealed record FuzzPlan(int Count, int Seed)
{
    private const int Short = 1000;

    public static FuzzPlan Read()
    {
        var count = Number("INBURGERING_FUZZ_COUNT") ?? Short;
        return new FuzzPlan(count, Number("INBURGERING_FUZZ_SEED") ?? (count <= Short ? 1 : Random.Shared.Next()));
    }

    /// <summary>Whether it is long enough for memory to show a trend.</summary>
    public bool IsLong => Count > Short;

    /// <summary>Randomness of one input: it does not hang on how many came before.</summary>
    public Random Of(int input) => new(HashCode.Of(Seed, input));

    public override string ToString() => FormattableString.Invariant($"INBURGERING_FUZZ_COUNT={Count} INBURGERING_FUZZ_SEED={Seed}");

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private static class HashCode
    {
        // System.HashCode is seeded anew in every process.
        public static int Of(int seed, int input) => unchecked((seed * 486187739) ^ (input * 16777619) ^ (input << 13));
    }
}
