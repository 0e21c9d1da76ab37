using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Clock;

/// <summary>
/// Fires due work: in real time while nobody moves the clock, and instant by instant when someone does, so that time which
/// is advanced is lived.
/// </summary>
internal sealed partial class ClockDriver(
    LocalClock clock,
    WorkInFlight work,
    DueSignal signal,
    IEnumerable<IDueWork> sources,
    IHostApplicationLifetime lifetime,
    ILogger<ClockDriver> log) : BackgroundService
{
    /// <summary>How often work may become due at one and the same instant before it counts as going round in circles.</summary>
    internal const int MostRoundsAtOneInstant = 1000;

    // An upper bound only: whoever plans something tells the signal.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly List<IDueWork> sources = [.. sources];
    private StrongBox<DateTimeOffset>? target;

    /// <summary>Where an advance that goes on now will end; <see langword="null"/> when none does.</summary>
    public DateTimeOffset? Target => Volatile.Read(ref target)?.Value;

    /// <summary>Moves the clock on by <paramref name="duration"/> from now and lives through what is due until then.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The end lies beyond the calendar.</exception>
    /// <exception cref="InvalidOperationException">Work becomes due at one instant again and again.</exception>
    public Task<DateTimeOffset> AdvanceAsync(IsoDuration duration, CancellationToken cancellationToken) =>
        LiveAsync(now => duration.After(now), cancellationToken);

    /// <summary>Moves the clock on to <paramref name="instant"/> and lives through what is due until then.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is past.</exception>
    /// <exception cref="InvalidOperationException">Work becomes due at one instant again and again.</exception>
    public Task<DateTimeOffset> AdvanceAsync(DateTimeOffset instant, CancellationToken cancellationToken) =>
        LiveAsync(now => instant >= now ? instant : throw new ArgumentOutOfRangeException(nameof(instant), "The clock does not go back."), cancellationToken);

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At once when a stop is asked for, not when this service's turn to stop comes: by then others have stopped.
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await FireInRealTimeAsync(linked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FireInRealTimeAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken).ConfigureAwait(false);
        DateTimeOffset? firedFor = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                signal.StartOver();
                var due = await NextDueAsync(stoppingToken).ConfigureAwait(false) ?? DateTimeOffset.MaxValue;
                var now = clock.GetUtcNow();
                if (due > now)
                {
                    firedFor = null;
                    await SleepUntilAsync(due, now, stoppingToken).ConfigureAwait(false);
                    continue;
                }

                if (firedFor == due)
                {
                    // Fired, and due all the same: whatever keeps it there must not keep this loop spinning.
                    await Task.Delay(TimeSpan.FromMilliseconds(20), stoppingToken).ConfigureAwait(false);
                }

                firedFor = due;
                await FireInTurnAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception);
                await Task.Delay(PauseAfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SleepUntilAsync(DateTimeOffset due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wait = due - now;
        await signal.WaitForEarlierAsync(due, wait < LongestSleep ? wait : LongestSleep, cancellationToken).ConfigureAwait(false);
    }

    private async Task FireInTurnAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await FireAsync(clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<DateTimeOffset> LiveAsync(Func<DateTimeOffset, DateTimeOffset> targetFrom, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await turn.WaitAsync(linked.Token).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            var end = targetFrom(now);
            Volatile.Write(ref target, new StrongBox<DateTimeOffset>(end));
            clock.StandAt(now);
            try
            {
                await LiveUntilAsync(end, linked.Token).ConfigureAwait(false);
            }
            finally
            {
                clock.Run();
                Volatile.Write(ref target, null);
            }

            return clock.GetUtcNow();
        }
        finally
        {
            turn.Release();
            // The loop sleeps by what the clock said before.
            signal.Planned(DateTimeOffset.MinValue);
        }
    }

    private async Task LiveUntilAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        var rounds = 0;
        var stands = clock.GetUtcNow();
        while (true)
        {
            await work.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
            var next = await NextDueAsync(cancellationToken).ConfigureAwait(false);
            if (next is null || next > end)
            {
                // The clock never goes back: an advance by nothing may find it a moment past its end.
                if (stands >= end)
                {
                    return;
                }

                stands = clock.StandAt(end);
                continue;
            }

            var before = stands;
            stands = clock.StandAt(next.Value);
            rounds = stands == before ? rounds + 1 : 0;
            if (rounds > MostRoundsAtOneInstant)
            {
                throw new InvalidOperationException($"Work became due {rounds} times at {stands:O} without an end. {await BlameAsync(stands, cancellationToken).ConfigureAwait(false)}");
            }

            await FireAsync(stands, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> BlameAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stuck = new List<string>();
        foreach (var source in sources)
        {
            if (await source.NextDueAsync(cancellationToken).ConfigureAwait(false) <= now)
            {
                stuck.Add(source.GetType().Name);
            }
        }

        return $"It comes from {string.Join(", ", stuck)}; the clock stays there.";
    }

    private async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? earliest = null;
        foreach (var source in sources)
        {
            var due = await source.NextDueAsync(cancellationToken).ConfigureAwait(false);
            if (earliest is null || due < earliest)
            {
                earliest = due ?? earliest;
            }
        }

        return earliest;
    }

    /// <summary>Fires every source, and only then tells what failed: one that fails keeps no other from firing.</summary>
    private async Task FireAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (var source in sources)
        {
            try
            {
                await source.FireDueAsync(now, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failure ??= exception;
            }
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    [LoggerMessage(LogLevel.Error, "Due work could not be fired; it is tried again")]
    private partial void LogFailed(Exception exception);
}
