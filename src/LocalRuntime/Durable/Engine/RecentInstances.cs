namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// The instances that had something to do a moment ago, as they are stored: what happens to them next need not be read first.
/// A small, fixed number of small ones, so that idle instances cost no memory.
/// </summary>
internal sealed class RecentInstances
{
    private const int Capacity = 200;
    private const int MaxHistoryLength = 8_000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Id, StoredInstance Stored)>> nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Id, StoredInstance Stored)> latestFirst = new();

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
            if (nodes.Count > Capacity)
            {
                nodes.Remove(latestFirst.Last!.Value.Id);
                latestFirst.RemoveLast();
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

    private StoredInstance? Remove(string instanceId)
    {
        if (!nodes.Remove(instanceId, out var node))
        {
            return null;
        }

        latestFirst.Remove(node);
        return node.Value.Stored;
    }
}
