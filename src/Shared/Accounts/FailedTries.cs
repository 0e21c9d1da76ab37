namespace Inburgering.Accounts;

/// <summary>Wrong tries at an activation, one after the other.</summary>
/// <param name="Count">How many so far.</param>
/// <param name="LastAt">When the last one was.</param>
public sealed record FailedTries(int Count, DateTimeOffset LastAt)
{
    /// <summary>This many wrong tries cost nothing: people mistype.</summary>
    public const int Free = 5;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);

    /// <summary>When the next try is looked at: a minute after the fifth wrong one, twice as long after each further one, a day at most.</summary>
    public DateTimeOffset OpenFrom => Count < Free ? DateTimeOffset.MinValue : LastAt + Delay;

    /// <summary>With one wrong try more.</summary>
    public static FailedTries After(FailedTries? before, DateTimeOffset now) => new((before?.Count ?? 0) + 1, now);

    private TimeSpan Delay => Count - Free >= 11 ? LongestDelay : TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, FirstDelay.Ticks << (Count - Free)));
}
