namespace Inburgering.LocalRuntime.Clock;

/// <summary>
/// Tells the clock that something new is planned, so that it need not ask every source all the time. It remembers the
/// earliest instant planned since the sources were last asked: planning costs no look-up.
/// </summary>
internal sealed class DueSignal
{
    private readonly Lock gate = new();
    private DateTimeOffset earliest = DateTimeOffset.MaxValue;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The earliest instant announced since <see cref="StartOver"/>; <see cref="DateTimeOffset.MaxValue"/> for none.</summary>
    public DateTimeOffset Earliest
    {
        get
        {
            lock (gate)
            {
                return earliest;
            }
        }
    }

    /// <summary>A source of <see cref="IDueWork"/> has something to fire at <paramref name="at"/> (runtime clock). Call it once that is stored.</summary>
    public void Planned(DateTimeOffset at)
    {
        lock (gate)
        {
            if (at < earliest)
            {
                earliest = at;
                changed.TrySetResult();
            }
        }
    }

    /// <summary>Forgets what was announced. The clock calls it right before it asks the sources, so nothing slips in between.</summary>
    public void StartOver()
    {
        lock (gate)
        {
            earliest = DateTimeOffset.MaxValue;
            if (changed.Task.IsCompleted)
            {
                changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>
    /// Completes when something earlier than <paramref name="known"/> is announced. With <paramref name="wait"/> over first,
    /// returns all the same.
    /// </summary>
    public async Task WaitForEarlierAsync(DateTimeOffset known, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var elapsed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        elapsed.CancelAfter(wait);
        try
        {
            while (true)
            {
                Task next;
                lock (gate)
                {
                    if (earliest < known)
                    {
                        return;
                    }

                    if (changed.Task.IsCompleted)
                    {
                        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    }

                    next = changed.Task;
                }

                await next.WaitAsync(elapsed.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }
}
