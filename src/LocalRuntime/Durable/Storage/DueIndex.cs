using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Inburgering.LocalRuntime.Clock;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// The index of what must happen without anyone asking: one row for each instance that has work to go on with, and one for each
/// that has a timer, in the order of the instants. A row is written before the instance's own row says the same, and removed
/// after it stops saying so: a crash leaves a row too many, never one too few, and a row too many is found out when it is due.
/// </summary>
/// <remarks>
/// Rows of many instances are written together. Only the earliest part of the index is in memory; the rest is read with a
/// range query when its turn comes.
/// </remarks>
internal sealed class DueIndex(TableServiceClient service, string isolation, StorageGate gate, DueSignal signal) : IAsyncDisposable
{
    private const string Partition = "due";
    private const string WorkPrefix = "0|";
    private const string TimerPrefix = "1";
    private const string End = "2";
    private const int WindowSize = 1_000;
    private const int TransactionSize = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly TableClient table = service.GetTableClient($"{isolation}DurableDue");
    private readonly Lock gateKeeper = new();
    private readonly Dictionary<string, Change> changes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> window = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stopping = new();

    // All rows up to this key are in the window.
    private string horizon = TimerPrefix;

    // What was stored while a range was being read, which the reading may have missed.
    private readonly HashSet<string> storedWhileReading = new(StringComparer.Ordinal);
    private int reading;
    private Task? writing;
    private bool wakeIsDue;

    /// <summary>The key of an instance's row for work to go on with.</summary>
    public static string WorkKey(string instanceId) => WorkPrefix + InstanceKey.Encode(instanceId);

    /// <summary>The key of an instance's row for a timer.</summary>
    public static string TimerKey(string instanceId, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{TimerPrefix}{at.UtcTicks:d19}|{InstanceKey.Encode(instanceId)}");

    public static string InstanceOf(string key) => InstanceKey.Decode(key[(key.IndexOf('|', StringComparison.Ordinal) + 1)..]);

    public static DateTimeOffset InstantOf(string key) =>
        new(long.Parse(key.AsSpan(TimerPrefix.Length, 19), CultureInfo.InvariantCulture), TimeSpan.Zero);

    /// <summary>Prepares the index and gives the instances that have work to go on with.</summary>
    public async Task<List<string>> OpenAsync(CancellationToken cancellationToken)
    {
        await table.CreateIfNotExistsAsync(cancellationToken);
        var work = new List<string>();
        await foreach (var key in KeysAsync(WorkPrefix, TimerPrefix, null, cancellationToken))
        {
            work.Add(InstanceOf(key));
        }

        await ReadWindowAsync(cancellationToken);
        writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return work;
    }

    /// <summary>Completes once the rows are stored.</summary>
    public Task PutAsync(IEnumerable<string> keys)
    {
        var stored = new List<Task>();
        lock (gateKeeper)
        {
            foreach (var key in keys)
            {
                var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (changes.TryGetValue(key, out var earlier) && earlier.Stored is { } waiting)
                {
                    stored.Add(waiting.Task);
                    continue;
                }

                changes[key] = new Change(source);
                stored.Add(source.Task);
            }
        }

        wake.Release();
        return Task.WhenAll(stored);
    }

    /// <summary>Removes a row soon, together with others. Nothing is lost if that never happens.</summary>
    public void DeleteLater(string key)
    {
        lock (gateKeeper)
        {
            if (changes.TryGetValue(key, out var earlier))
            {
                earlier.Stored?.TrySetResult();
            }

            changes[key] = new Change(null);
            window.Remove(key);
            if (!wakeIsDue)
            {
                wakeIsDue = true;
                _ = WakeLaterAsync();
            }
        }
    }

    public async ValueTask<DateTimeOffset?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (gateKeeper)
            {
                if (window.Count > 0)
                {
                    return InstantOf(window.Min!);
                }

                if (horizon == End)
                {
                    return null;
                }
            }

            await ReadWindowAsync(cancellationToken);
        }
    }

    /// <summary>Takes every timer row that is due off the window; the rows stay stored until they are deleted.</summary>
    public async Task<List<string>> TakeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var taken = new List<string>();
        while (await NextAsync(cancellationToken) is { } next && next <= now)
        {
            lock (gateKeeper)
            {
                while (window.Count > 0 && InstantOf(window.Min!) <= now)
                {
                    taken.Add(window.Min!);
                    window.Remove(window.Min!);
                }
            }
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
        List<KeyValuePair<string, Change>> some;
        lock (gateKeeper)
        {
            // Rows to be stored go first: someone waits for them.
            some = [.. changes.OrderBy(change => change.Value.Stored is null).Take(TransactionSize)];
            foreach (var (key, _) in some)
            {
                changes.Remove(key);
            }
        }

        if (some.Count == 0)
        {
            return false;
        }

        try
        {
            await SubmitAsync(some);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            foreach (var (_, change) in some)
            {
                change.Stored?.TrySetException(exception);
            }

            return true;
        }

        var earliest = DateTimeOffset.MaxValue;
        lock (gateKeeper)
        {
            foreach (var (key, change) in some.Where(change => change.Value.Stored is not null && IsTimer(change.Key)))
            {
                earliest = InstantOf(key) < earliest ? InstantOf(key) : earliest;
                if (string.CompareOrdinal(key, horizon) <= 0)
                {
                    window.Add(key);
                }
                else if (reading > 0)
                {
                    storedWhileReading.Add(key);
                }
            }

            Trim();
        }

        if (earliest < DateTimeOffset.MaxValue)
        {
            signal.Planned(earliest);
        }

        foreach (var (_, change) in some)
        {
            change.Stored?.TrySetResult();
        }

        return true;
    }

    private async Task SubmitAsync(List<KeyValuePair<string, Change>> some)
    {
        var actions = some.ConvertAll(change => change.Value.Stored is null
            ? new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, change.Key), ETag.All)
            : new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(Partition, change.Key)));
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
                ? table.DeleteEntityAsync(Partition, action.Entity.RowKey, ETag.All, CancellationToken.None)
                : table.UpsertEntityAsync(action.Entity, TableUpdateMode.Replace, CancellationToken.None));
        }
    }

    private async Task ReadWindowAsync(CancellationToken cancellationToken)
    {
        string from;
        lock (gateKeeper)
        {
            from = horizon;
            reading++;
        }

        List<string>? keys = null;
        try
        {
            keys = await KeysAsync(from, End, WindowSize, cancellationToken).ToListAsync(cancellationToken);
        }
        finally
        {
            lock (gateKeeper)
            {
                if (keys is not null && horizon == from)
                {
                    horizon = keys.Count < WindowSize ? End : keys[^1];
                    window.UnionWith(keys);
                    window.UnionWith(storedWhileReading.Where(key => string.CompareOrdinal(key, horizon) <= 0));
                }

                if (--reading == 0)
                {
                    storedWhileReading.Clear();
                }
            }
        }
    }

    private async IAsyncEnumerable<string> KeysAsync(
        string from, string to, int? limit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {from} and RowKey lt {to}");
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

    private static bool IsTimer(string key) => key.StartsWith(TimerPrefix, StringComparison.Ordinal);

    private void Trim()
    {
        if (window.Count > 4 * WindowSize)
        {
            var kept = window.Take(WindowSize).ToList();
            window.Clear();
            window.UnionWith(kept);
            horizon = kept[^1];
        }
    }

    /// <param name="Stored">Told once the row is stored; <see langword="null"/> for a row that is removed.</param>
    private sealed record Change(TaskCompletionSource? Stored);
}
