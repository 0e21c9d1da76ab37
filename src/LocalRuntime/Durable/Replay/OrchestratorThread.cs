namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Keeps an orchestrator's code on one thread. There is no scheduler between a durable task and the code that awaits it: what
/// completes the task runs the code on, at once, until it awaits the next one. So the order is the same every time, and code
/// that is found on another thread has awaited something that is not durable.
/// </summary>
internal sealed class OrchestratorThread(Action strayed)
{
    public const string IllegalAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks " +
        "in an orchestrator function's implementation or by middleware that invokes asynchronous code.";

    private int owner;

    /// <summary>Whether the calling thread is the one that runs the orchestrator at this moment.</summary>
    public bool IsHere => owner == Environment.CurrentManagedThreadId;

    /// <summary>Runs <paramref name="piece"/>, and all the code that it lets go on, on the calling thread.</summary>
    public void Run(Action piece)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        owner = Environment.CurrentManagedThreadId;
        try
        {
            piece();
        }
        finally
        {
            owner = 0;
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Tells that the code was found on another thread.</summary>
    public void Stray() => strayed();
}
