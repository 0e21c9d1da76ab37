using System.Collections.Concurrent;
using Inburgering.LocalRuntime.Durable;

namespace Inburgering.LocalRuntime.Tests.Durable;

/// <summary>Counts storage requests, and lets the engine die right before or right after one of them: nothing passes after that.</summary>
internal class CrashingGate(int dieAt = int.MaxValue, bool afterIt = false) : StorageGate
{
    private int requests;
    private volatile bool dead;

    /// <summary>Completes when the engine dies.</summary>
    public TaskCompletionSource Died { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<StorageRequest> Requests { get; } = new();

    public override Task BeforeAsync(StorageRequest request)
    {
        ThrowIfDead();
        Requests.Enqueue(request);
        var number = Interlocked.Increment(ref requests);
        if (number == dieAt && !afterIt)
        {
            Kill();
        }

        ThrowIfDead();
        return Task.CompletedTask;
    }

    public override Task AfterAsync(StorageRequest request)
    {
        if (requests >= dieAt && afterIt)
        {
            Kill();
        }

        ThrowIfDead();
        return Task.CompletedTask;
    }

    public void Kill()
    {
        dead = true;
        Died.TrySetResult();
    }

    private void ThrowIfDead()
    {
        if (dead)
        {
            throw new InvalidOperationException("The engine is dead.");
        }
    }
}
