using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>The broker's one table: some partitions for each queue and topic, with its messages and its duplicate history, and one with its sequence mark.</summary>
internal sealed class MessageStore(TableClient table)
{
    /// <summary>Messages in one transaction: 100 rows at most, and duplicate detection takes a second row for each.</summary>
    public const int MaxBatch = 50;

    private const string SequenceKey = "sequence";
    private const string ReservedColumn = "Reserved";

    public static string TableName(LocalRuntimeSettings settings) => settings.Isolation + "servicebus";

    public Task CreateAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Every message of every entity, without its content, in no particular order.</summary>
    public Azure.AsyncPageable<TableEntity> LoadIndexAsync(CancellationToken cancellationToken) => table.QueryAsync<TableEntity>(
        $"RowKey ge '{MessageRow.First}' and RowKey lt '{MessageRow.AfterLast}'", select: MessageRow.IndexColumns, cancellationToken: cancellationToken);

    /// <summary>The highest sequence number that may have been given out; 0 for a new entity.</summary>
    public async Task<long> ReadReservedSequenceAsync(string entity, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(MessageRow.Partition(entity), SequenceKey, cancellationToken: cancellationToken).ConfigureAwait(false);
        return row.HasValue ? row.Value!.GetInt64(ReservedColumn) ?? 0 : 0;
    }

    public Task ReserveSequenceAsync(string entity, long upTo, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(MessageRow.Partition(entity), SequenceKey) { [ReservedColumn] = upTo }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Persists all rows or none. A row that is there already is this very one: our own attempt, whose answer was lost.</summary>
    public async Task AppendAsync(IReadOnlyList<TableEntity> rows)
    {
        try
        {
            if (rows.Count == 1)
            {
                await table.AddEntityAsync(rows[0]).ConfigureAwait(false);
            }
            else
            {
                await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row))).ConfigureAwait(false);
            }
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
        }
    }

    /// <summary>Persists all actions or none.</summary>
    /// <returns>False when a row that was to be added is there already.</returns>
    public async Task<bool> TryCommitAsync(IEnumerable<TableTransactionAction> actions)
    {
        try
        {
            await table.SubmitTransactionAsync(actions).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return false;
        }
    }

    public async Task<TableEntity?> FindAsync(string partition, string key)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, key).ConfigureAwait(false);
        return row.HasValue ? row.Value : null;
    }

    public async Task SaveCopiesAsync(StoredMessage message, IEnumerable<(string Subscription, CopyState State)> copies)
    {
        var row = new TableEntity(message.Partition, MessageRow.Key(message.SequenceNumber)) { [MessageRow.Copies] = MessageRow.WriteCopies(copies) };
        await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge).ConfigureAwait(false);
    }

    /// <summary>Removes a message; one that is gone already is success.</summary>
    public Task DeleteAsync(StoredMessage message) =>
        table.DeleteEntityAsync(message.Partition, MessageRow.Key(message.SequenceNumber), ETag.All);

    public async Task<MessageContent?> ReadContentAsync(StoredMessage message) =>
        await FindAsync(message.Partition, MessageRow.Key(message.SequenceNumber)).ConfigureAwait(false) is { } row
            ? MessageRow.ReadContent(row)
            : null;

    /// <summary>The contents of an entity's messages from one sequence number to another, both included.</summary>
    public async IAsyncEnumerable<(long SequenceNumber, MessageContent Content)> ReadContentsAsync(
        string entity, long from, long to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, end) = MessageRow.Partitions(entity);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {first} and PartitionKey lt {end} and RowKey ge {MessageRow.Key(from)} and RowKey le {MessageRow.Key(to)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            yield return (long.Parse(row.RowKey.AsSpan(MessageRow.First.Length), CultureInfo.InvariantCulture), MessageRow.ReadContent(row));
        }
    }

    /// <summary>Forgets message ids that were seen before <paramref name="before"/>.</summary>
    public async Task PruneDuplicatesAsync(string entity, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (first, end) = MessageRow.Partitions(entity);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {first} and PartitionKey lt {end} and RowKey ge {DuplicateRow.First} and RowKey lt {DuplicateRow.AfterLast} and SeenAt lt {before}");
        var rows = new List<TableTransactionAction>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
        }

        foreach (var chunk in rows.GroupBy(row => row.Entity.PartitionKey).SelectMany(group => group.Chunk(100)))
        {
            await table.SubmitTransactionAsync(chunk, cancellationToken).ConfigureAwait(false);
        }
    }
}
