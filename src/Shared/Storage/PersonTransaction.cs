using Azure.Data.Tables;

namespace Inburgering.Storage;

/// <summary>
/// One entity-group transaction. Azure's limits are checked here, because the emulator does not: one partition, at most 100
/// rows, at most 4 MiB.
/// </summary>
internal sealed class PersonTransaction(TableClient table, string partitionKey)
{
    private const int MostRows = 100;
    private const long MostBytes = 4 * 1024 * 1024;

    private readonly List<TableTransactionAction> actions = [];
    private long bytes;

    public bool IsEmpty => actions.Count == 0;

    public void Add(TableEntity entity) => Append(new TableTransactionAction(TableTransactionActionType.Add, entity), entity);

    public void Replace(TableEntity entity, Azure.ETag etag) => Append(new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, etag), entity);

    public void Upsert(TableEntity entity) => Append(new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity), entity);

    public void Delete(TableEntity entity) => Append(new TableTransactionAction(TableTransactionActionType.Delete, entity, Azure.ETag.All), entity);

    /// <exception cref="TableTransactionFailedException">A row exists already, is gone, or changed since it was read.</exception>
    public Task SubmitAsync(CancellationToken cancellationToken) => table.SubmitTransactionAsync(actions, cancellationToken);

    private void Append(TableTransactionAction action, TableEntity entity)
    {
        if (entity.PartitionKey != partitionKey)
        {
            throw new InvalidOperationException($"A transaction of partition {partitionKey} can't write to {entity.PartitionKey}.");
        }

        bytes += entity.Sum(property => property.Key.Length * 2L + (property.Value is byte[] binary ? binary.Length : property.Value is string text ? text.Length * 2L : 16L));
        if (actions.Count == MostRows || bytes > MostBytes)
        {
            throw new InvalidOperationException($"A transaction holds at most {MostRows} rows and {MostBytes} bytes.");
        }

        actions.Add(action);
    }
}
