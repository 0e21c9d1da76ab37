namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Runs an orchestrator's code on one thread, piece after piece, in an order that is the same every time. A continuation that
/// comes from another thread means that the code awaited something that is not durable: it is not run, but told.
/// </summary>
internal sealed class OrchestratorThread(Action strayed) : SynchronizationContext
{
    public const string IllegalAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks " +
        "in an orchestrator function's implementation or by middleware that invokes asynchronous code.";

    private readonly Queue<(SendOrPostCallback Callback, object? State)> ready = new();
    private int owner;

    /// <summary>Whether the calling thread is the one that runs the orchestrator at this moment.</summary>
    public bool IsHere => owner == Environment.CurrentManagedThreadId;

    /// <summary>Runs <paramref name="piece"/> and all that becomes ready by it, on the calling thread.</summary>
    public void Run(Action piece)
    {
        var previous = Current;
        owner = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            piece();
            while (ready.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            SetSynchronizationContext(previous);
            owner = 0;
        }
    }

    /// <summary>Tells that the code went on somewhere else.</summary>
    public void Stray() => strayed();

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsHere)
        {
            ready.Enqueue((d, state));
        }
        else
        {
            strayed();
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsHere)
        {
            d(state);
        }
        else
        {
            strayed();
        }
    }

    public override SynchronizationContext CreateCopy() => this;
}
