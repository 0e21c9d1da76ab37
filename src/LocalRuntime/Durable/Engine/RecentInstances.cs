namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// The instances that had something to do a moment ago, as they are stored: what happens to them next need not be read first.
/// Small ones, as many as have room in some megabytes, so that idle instances cost no memory beyond these.
/// </summary>
internal sealed class RecentInstances
{
    // In characters of history. What an instance costs besides counts as so many.
    private const int Capacity = 2_000_000;
    private const int Besides = 1_000;
    private const int MaxHistoryLength = 8_000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Id, StoredInstance Stored)>> nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Id, StoredInstance Stored)> latestFirst = new();
    private int taken;

    public void Put(string instanceId, StoredInstance? stored)
    {
        if (stored is null || stored.Text.Length > MaxHistoryLength || stored.Record.HasBlobs)
        {
            return;
        }

        lock (gate)
        {
            Remove(instanceId);
            nodes[instanceId] = latestFirst.AddFirst((instanceId, stored));
            taken += CostOf(stored);
            while (taken > Capacity)
            {
                Remove(latestFirst.Last!.Value.Id);
            }
        }
    }

    /// <summary>Gives the instance to the one worker that may change it now.</summary>
    public StoredInstance? Take(string instanceId)
    {
        lock (gate)
        {
            return Remove(instanceId);
        }
    }

    /// <summary>Looks at the instance; <see langword="null"/> if it is not here.</summary>
    public InstanceRecord? Show(string instanceId)
    {
        lock (gate)
        {
            return nodes.TryGetValue(instanceId, out var node) ? node.Value.Stored.Record.Summary() : null;
        }
    }

    private StoredInstance? Remove(string instanceId)
    {
        if (!nodes.Remove(instanceId, out var node))
        {
            return null;
        }

        latestFirst.Remove(node);
        taken -= CostOf(node.Value.Stored);
        return node.Value.Stored;
    }

    private static int CostOf(StoredInstance stored) => stored.Text.Length + Besides;
}
