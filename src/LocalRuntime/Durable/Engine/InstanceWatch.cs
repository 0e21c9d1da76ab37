using System.Collections.Concurrent;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>Who waits for which instance to change. Costs nothing for an instance nobody waits for.</summary>
internal sealed class InstanceWatch
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>Completes with the next change. Look at the instance after calling this, not before.</summary>
    public Task NextChange(string instanceId) =>
        waiting.GetOrAdd(instanceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(InstanceRecord record)
    {
        if (waiting.TryRemove(record.InstanceId, out var source))
        {
            source.SetResult();
        }
    }
}
