using System.Collections.Concurrent;
using Inburgering.LocalRuntime.Clock;

namespace Inburgering.LocalRuntime.Tests.Clock;

/// <summary>A source of due work that a test plans by hand. Each piece runs on another thread, counted, and may plan more.</summary>
internal sealed class PlannedWork(WorkInFlight work, DueSignal signal, LocalClock clock) : IDueWork
{
    private readonly PriorityQueue<(string Name, Func<Task>? Then), DateTimeOffset> planned = new();

    /// <summary>What has run, in order, with the clock's reading at that moment.</summary>
    public ConcurrentQueue<(string Name, DateTimeOffset At)> Lived { get; } = [];

    public void Plan(string name, DateTimeOffset at, Func<Task>? then = null)
    {
        lock (planned)
        {
            planned.Enqueue((name, then), at);
        }

        signal.Planned(at);
    }

    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        lock (planned)
        {
            return ValueTask.FromResult<DateTimeOffset?>(planned.TryPeek(out _, out var at) ? at : null);
        }
    }

    public Task FireDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (planned)
        {
            while (planned.TryPeek(out var piece, out var at) && at <= now)
            {
                planned.Dequeue();
                var counted = work.Begin();
                _ = Task.Run(() => RunAsync(piece.Name, piece.Then, counted), CancellationToken.None);
            }
        }

        return Task.CompletedTask;
    }

    private async Task RunAsync(string name, Func<Task>? then, IDisposable counted)
    {
        using (counted)
        {
            await Task.Yield();
            Lived.Enqueue((name, clock.GetUtcNow()));
            if (then is not null)
            {
                await then();
            }
        }
    }
}
