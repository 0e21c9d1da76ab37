using System.Collections.Concurrent;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>Who waits for which instance to change. Costs nothing for an instance nobody waits for.</summary>
internal sealed class InstanceWatch
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>Completes with the next change. Look at the instance after calling this, not before.</summary>
    public Task NextChange(string instanceId) =>
        waiting.GetOrAdd(instanceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>To be called once whoever looks sees the change.</summary>
    public void Changed(string instanceId)
    {
        if (waiting.TryRemove(instanceId, out var source))
        {
            source.SetResult();
        }
    }
}
