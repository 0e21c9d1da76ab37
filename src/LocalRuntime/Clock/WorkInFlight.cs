namespace Inburgering.LocalRuntime.Clock;

/// <summary>
/// Counts what is running or ready to run: orchestration steps, activities, triggered functions, messages a trigger will take.
/// The clock waits for zero before it lives on. Whoever causes more work begins it before ending its own, so the count
/// never touches zero while something is still to come.
/// </summary>
internal sealed class WorkInFlight
{
    private readonly Lock gate = new();
    private long count;
    private TaskCompletionSource idle = Completed();

    public long Count => Interlocked.Read(ref count);

    /// <summary>Counts one piece of work in; disposing the result (once) counts it out.</summary>
    public IDisposable Begin()
    {
        lock (gate)
        {
            if (count++ == 0)
            {
                idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        return new Piece(this);
    }

    /// <summary>Completes when nothing is in flight.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return idle.Task.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private void End()
    {
        lock (gate)
        {
            if (--count == 0)
            {
                idle.SetResult();
            }
        }
    }

    private sealed class Piece(WorkInFlight owner) : IDisposable
    {
        private WorkInFlight? owner = owner;

        public void Dispose() => Interlocked.Exchange(ref owner, null)?.End();
    }
}
