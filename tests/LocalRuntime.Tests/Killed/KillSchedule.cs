namespace Inburgering.LocalRuntime.Tests.Killed;

/// <param name="WhileStarting">Counted from the start of the process; else from the moment at which it says that it runs.</param>
/// <param name="After">How long after that it is killed, in real time.</param>
internal sealed record Kill(bool WhileStarting, TimeSpan After);

/// <summary>When the app is killed. One seed gives one schedule.</summary>
internal static class KillSchedule
{
    /// <summary>The seed in <c>CRASH_SEED</c>, or a new one.</summary>
    public static int Seed() => Environment.GetEnvironmentVariable("CRASH_SEED") is { Length: > 0 } given
        ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    /// <summary>One kill in five comes while the app starts.</summary>
    public static IReadOnlyList<Kill> Of(int seed, int kills)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, kills).Select(_ => random.Next(5) == 0
                ? new Kill(WhileStarting: true, TimeSpan.FromMilliseconds(random.Next(50, 1_500)))
                : new Kill(WhileStarting: false, TimeSpan.FromMilliseconds(random.Next(1, 1_500)))),
        ];
    }
}
