using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Inburgering.LocalRuntime.Clock;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// The index of what must happen without anyone asking, in the order of the instants: a row for each instance that has a timer,
/// and one, at the instant it began, for each that has work to go on with. A row is written before the instance's own row says
/// the same, and removed after it stops saying so: a crash leaves a row too many, never one too few, and a row too many is
/// found out when its time comes.
/// </summary>
/// <remarks>
/// Rows of many instances are written together. A partition holds a little more than a day: Azurite looks through a whole
/// partition for every row it writes. Only the earliest part of the index is in memory; the rest is read with a range query
/// when its turn comes.
/// </remarks>
internal sealed class DueIndex(TableServiceClient service, string isolation, StorageGate gate, DueSignal signal) : IAsyncDisposable
{
    private const int TicksLength = 19;
    private const int PartitionLength = 7;
    private const int TransactionSize = 100;
    private const int ParallelTransactions = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly TableClient table = service.GetTableClient($"{isolation}DurableDue");
    private readonly Lock gateKeeper = new();
    private readonly Dictionary<string, Change> changes = new(StringComparer.Ordinal);
    private readonly DueWindow window = new();
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stopping = new();
    private Task? writing;
    private bool wakeIsDue;

    /// <summary>The key of an instance's row at an instant (runtime clock).</summary>
    public static string KeyOf(string instanceId, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks:d19}|{InstanceKey.Encode(instanceId)}");

    public static string InstanceOf(string key) => InstanceKey.Decode(key[(TicksLength + 1)..]);

    public static DateTimeOffset InstantOf(string key) =>
        new(long.Parse(key.AsSpan(0, TicksLength), CultureInfo.InvariantCulture), TimeSpan.Zero);

    /// <summary>Prepares the index and gives every row up to <paramref name="now"/>: what is due, and what was left undone.</summary>
    public async Task<List<string>> OpenAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await table.CreateIfNotExistsAsync(cancellationToken);
        var until = KeyOf("", now.AddTicks(1));
        var keys = await KeysAsync(DueWindow.Beginning, until, null, cancellationToken).ToListAsync(cancellationToken);
        window.BeginAt(until);
        await ReadWindowAsync(cancellationToken);
        writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return keys;
    }

    /// <summary>Completes once the rows are stored. An instance puts no row that it has just put.</summary>
    /// <param name="timer">The row of a timer, which the clock is told of.</param>
    /// <param name="work">The row of work to go on with, which only the next start of the engine looks for.</param>
    public Task PutAsync(string? timer, string? work)
    {
        var stored = new List<Task>(2);
        lock (gateKeeper)
        {
            Put(timer, true);
            Put(work, false);
        }

        if (stored.Count > 0)
        {
            wake.Release();
        }

        return Task.WhenAll(stored);

        void Put(string? key, bool isTimer)
        {
            if (key is not null)
            {
                var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changes[key] = new Change(source, isTimer);
                stored.Add(source.Task);
            }
        }
    }

    /// <summary>Removes a row soon, together with others. Nothing is lost if that never happens.</summary>
    public void DeleteLater(string key)
    {
        window.Remove(key);
        lock (gateKeeper)
        {
            if (changes.TryGetValue(key, out var earlier))
            {
                earlier.Stored?.TrySetResult();
            }

            changes[key] = new Change(null, false);
            if (!wakeIsDue)
            {
                wakeIsDue = true;
                _ = WakeLaterAsync();
            }
        }
    }

    public async ValueTask<DateTimeOffset?> NextAsync(CancellationToken cancellationToken)
    {
        string? next;
        while (!window.TryGetFirst(out next))
        {
            await ReadWindowAsync(cancellationToken);
        }

        return next is null ? null : InstantOf(next);
    }

    /// <summary>Takes every timer row that is due off the window; the rows stay stored until they are deleted.</summary>
    public async Task<List<string>> TakeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var taken = new List<string>();
        while (await NextAsync(cancellationToken) is { } next && next <= now)
        {
            taken.AddRange(window.TakeUntil(KeyOf("", now.AddTicks(1))));
        }

        return taken;
    }

    /// <summary>Writes what is still to be written, as far as storage answers.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (writing is not null)
        {
            await writing;
        }
    }

    private async Task WakeLaterAsync()
    {
        await Task.Delay(Patience);
        lock (gateKeeper)
        {
            wakeIsDue = false;
        }

        wake.Release();
    }

    private async Task WriteAllAsync()
    {
        while (true)
        {
            try
            {
                await wake.WaitAsync(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                while (await WriteSomeAsync())
                {
                }

                return;
            }

            while (await WriteSomeAsync())
            {
            }
        }
    }

    /// <returns>Whether there may be more to write.</returns>
    private async Task<bool> WriteSomeAsync()
    {
        List<List<KeyValuePair<string, Change>>> groups;
        lock (gateKeeper)
        {
            groups = [.. changes.GroupBy(change => PartitionOf(change.Key)).Select(group => group.Take(TransactionSize).ToList())];
            foreach (var (key, _) in groups.SelectMany(group => group))
            {
                changes.Remove(key);
            }
        }

        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = ParallelTransactions }, async (group, _) => await WriteGroupAsync(group));
        return groups.Count > 0;
    }

    private async Task WriteGroupAsync(List<KeyValuePair<string, Change>> group)
    {
        try
        {
            await SubmitAsync(group);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            group.ForEach(change => change.Value.Stored?.TrySetException(exception));
            return;
        }

        var timers = group.Where(change => change.Value.IsTimer).Select(change => change.Key).ToList();
        window.Add(timers);
        if (timers.Count > 0)
        {
            signal.Planned(InstantOf(timers.Min(StringComparer.Ordinal)!));
        }

        group.ForEach(change => change.Value.Stored?.TrySetResult());
    }

    private async Task SubmitAsync(List<KeyValuePair<string, Change>> group)
    {
        var actions = group.ConvertAll(change => change.Value.Stored is null
            ? new TableTransactionAction(TableTransactionActionType.Delete, RowOf(change.Key), ETag.All)
            : new TableTransactionAction(TableTransactionActionType.UpsertReplace, RowOf(change.Key)));
        try
        {
            if (actions.Count > 1)
            {
                await gate.PassAsync(StorageRequest.WriteIndex, () => table.SubmitTransactionAsync(actions, CancellationToken.None));
                return;
            }
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // A row to be deleted is gone already, and with it the transaction: one by one then.
        }

        foreach (var action in actions)
        {
            await gate.PassAsync(StorageRequest.WriteIndex, () => action.ActionType == TableTransactionActionType.Delete
                ? table.DeleteEntityAsync(action.Entity, ETag.All, CancellationToken.None)
                : table.UpsertEntityAsync(action.Entity, TableUpdateMode.Replace, CancellationToken.None));
        }
    }

    private async Task ReadWindowAsync(CancellationToken cancellationToken)
    {
        var from = window.BeginReading();
        List<string>? keys = null;
        try
        {
            keys = await KeysAsync(from, DueWindow.End, DueWindow.Size, cancellationToken).ToListAsync(cancellationToken);
        }
        finally
        {
            window.EndReading(from, keys);
        }
    }

    private async IAsyncEnumerable<string> KeysAsync(
        string from, string to, int? limit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Partitions are prefixes of the row keys, so this is one range of the table, and comes in the order of the instants.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {PartitionOf(from)} and PartitionKey le {PartitionOf(to)} and RowKey gt {from} and RowKey lt {to}");
        var pages = table.QueryAsync<TableEntity>(filter, limit, ["RowKey"], cancellationToken).AsPages();
        await foreach (var page in pages)
        {
            await gate.BeforeAsync(StorageRequest.QueryIndex);
            foreach (var row in page.Values)
            {
                yield return row.RowKey;
            }

            if (limit is not null)
            {
                yield break;
            }
        }
    }

    private static string PartitionOf(string key) => key.Length > PartitionLength ? key[..PartitionLength] : key;

    private static TableEntity RowOf(string key) => new(PartitionOf(key), key);

    /// <param name="Stored">Told once the row is stored; <see langword="null"/> for a row that is removed.</param>
    /// <param name="IsTimer">The clock is told of the row.</param>
    private sealed record Change(TaskCompletionSource? Stored, bool IsTimer);
}
