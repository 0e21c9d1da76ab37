using Inburgering.LocalRuntime.Clock;

namespace Inburgering.LocalRuntime.Tests.Clock;

public sealed class DueSignalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private readonly DueSignal signal = new();

    [Fact]
    public async Task Something_earlier_wakes_who_waits()
    {
        var waiting = signal.WaitForEarlierAsync(Noon, Long, TestContext.Current.CancellationToken);
        signal.Planned(Noon);
        signal.Planned(Noon.AddDays(1));
        Assert.False(waiting.IsCompleted);
        signal.Planned(Noon.AddTicks(-1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(Noon.AddTicks(-1), signal.Earliest);
    }

    [Fact]
    public async Task What_was_announced_before_the_wait_counts_until_the_sources_are_asked_again()
    {
        signal.Planned(Noon);
        await signal.WaitForEarlierAsync(Noon.AddHours(1), Long, TestContext.Current.CancellationToken);
        signal.StartOver();
        Assert.Equal(DateTimeOffset.MaxValue, signal.Earliest);
        var waiting = signal.WaitForEarlierAsync(Noon.AddHours(1), Long, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        signal.Planned(Noon);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_wait_ends_by_itself() => await signal.WaitForEarlierAsync(Noon, TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_wait_that_is_cancelled_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        var waiting = signal.WaitForEarlierAsync(Noon, Long, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
