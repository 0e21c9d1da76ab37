using Azure;
using Azure.Data.Tables;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Writes instances. What becomes ready in one partition while a request is under way goes together with the next one: a
/// request costs the emulator more than a row does. Each instance's part is written whole or not at all, whatever becomes of
/// the others.
/// </summary>
internal sealed class InstanceWrites(TableClient table, StorageGate gate)
{
    // A transaction holds at most 100 rows and 4 MiB.
    private const int MostRows = 100;
    private const int MostText = 1_000_000;

    private readonly Lock gateKeeper = new();
    private readonly Dictionary<string, Queue<Part>> waiting = new(StringComparer.Ordinal);

    /// <param name="actions">Rows of one partition; the instance's own row first.</param>
    /// <param name="text">How many characters they hold, about.</param>
    /// <returns>The new version of the first row.</returns>
    /// <exception cref="RequestFailedException">Someone else wrote the instance (409, 412), or storage does not answer.</exception>
    public Task<ETag> WriteAsync(IReadOnlyList<TableTransactionAction> actions, int text, CancellationToken cancellationToken)
    {
        var part = new Part(actions, text, cancellationToken);
        var partition = actions[0].Entity.PartitionKey;
        lock (gateKeeper)
        {
            if (waiting.TryGetValue(partition, out var others))
            {
                others.Enqueue(part);
                return part.Written.Task;
            }

            waiting[partition] = new Queue<Part>([part]);
        }

        _ = WriteAllAsync(partition);
        return part.Written.Task;
    }

    private async Task WriteAllAsync(string partition)
    {
        while (TakeTogether(partition) is { } parts)
        {
            await SubmitAsync(parts);
        }
    }

    private List<Part>? TakeTogether(string partition)
    {
        var together = new List<Part>();
        var (rows, text) = (0, 0);
        lock (gateKeeper)
        {
            var parts = waiting[partition];
            while (parts.TryPeek(out var next)
                && (together.Count == 0 || (rows + next.Actions.Count <= MostRows && text + next.Text <= MostText)))
            {
                together.Add(parts.Dequeue());
                (rows, text) = (rows + next.Actions.Count, text + next.Text);
            }

            if (together.Count == 0)
            {
                waiting.Remove(partition);
                return null;
            }
        }

        return together;
    }

    private async Task SubmitAsync(List<Part> parts)
    {
        if (parts.Count > 1)
        {
            try
            {
                await SubmitTogetherAsync(parts);
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Each by itself then, so that each learns what became of its own. One that was written after all meets its own row, and its worker knows it.
            }
        }

        foreach (var part in parts)
        {
            try
            {
                part.Written.TrySetResult(await SubmitAloneAsync(part));
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                part.Written.TrySetException(exception);
            }
        }
    }

    private async Task SubmitTogetherAsync(List<Part> parts)
    {
        var responses = await TransactAsync([.. parts.SelectMany(part => part.Actions)], parts[0].Cancellation);
        var first = 0;
        foreach (var part in parts)
        {
            part.Written.TrySetResult(responses[first].Headers.ETag!.Value);
            first += part.Actions.Count;
        }
    }

    private async Task<ETag> SubmitAloneAsync(Part part)
    {
        if (part.Actions is not [var only])
        {
            return (await TransactAsync(part.Actions, part.Cancellation))[0].Headers.ETag!.Value;
        }

        // One row: no transaction needed to write it as a whole.
        var written = await gate.PassAsync(StorageRequest.WriteInstance, () => only.ActionType == TableTransactionActionType.Add
            ? table.AddEntityAsync(only.Entity, part.Cancellation)
            : table.UpdateEntityAsync(
                only.Entity, only.ETag, only.ActionType == TableTransactionActionType.UpdateReplace ? TableUpdateMode.Replace : TableUpdateMode.Merge, part.Cancellation));
        return written.Headers.ETag!.Value;
    }

    private async Task<IReadOnlyList<Response>> TransactAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken) =>
        (await gate.PassAsync(StorageRequest.WriteInstance, () => table.SubmitTransactionAsync(actions, cancellationToken))).Value;

    /// <summary>What one instance writes.</summary>
    private sealed record Part(IReadOnlyList<TableTransactionAction> Actions, int Text, CancellationToken Cancellation)
    {
        public TaskCompletionSource<ETag> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
