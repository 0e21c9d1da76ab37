using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Instances in one table: one row each with status and history, further rows only for a long history. A step is one write:
/// status, history, inbox and outbox change together or not at all. Instances share a few partitions, so that the steps of
/// several can go in one request.
/// </summary>
internal sealed class InstanceStore(TableServiceClient service, PayloadBlobs blobs, string isolation, StorageGate gate)
{
    // Above this a payload goes to a blob of its own (a table property holds 32 K characters).
    private const int InlineLength = 16_000;

    // Above this much text in one step even smaller ones do: a transaction holds 4 MiB.
    private const int StepLength = 600_000;
    private const int CrowdedInlineLength = 1_000;

    private readonly TableClient table = service.GetTableClient($"{isolation}DurableInstances");
    private readonly InstanceWrites writes = new(service.GetTableClient($"{isolation}DurableInstances"), gate);

    public PayloadBlobs Blobs => blobs;

    public Task CreateAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Reads an instance with its whole history; the payloads that a replay needs are there as text.</summary>
    public async Task<StoredInstance?> ReadAsync(string instanceId, CancellationToken cancellationToken)
    {
        var (partition, main) = (InstanceKey.PartitionOf(instanceId), InstanceKey.RowOf(instanceId, HistoryChunks.InstanceRow));
        var found = await gate.PassAsync(
            StorageRequest.ReadInstance,
            () => table.GetEntityIfExistsAsync<TableEntity>(partition, main, cancellationToken: cancellationToken));
        if (!found.HasValue)
        {
            return null;
        }

        var row = found.Value!;
        var length = row.GetInt32("HistoryLength") ?? 0;
        var rows = new Dictionary<string, TableEntity> { [HistoryChunks.InstanceRow] = row };
        foreach (var rowKey in HistoryChunks.FurtherRows(length))
        {
            var further = await gate.PassAsync(
                StorageRequest.ReadInstance,
                () => table.GetEntityAsync<TableEntity>(partition, InstanceKey.RowOf(instanceId, rowKey), cancellationToken: cancellationToken));
            rows[rowKey] = further.Value;
        }

        var record = InstanceColumns.Read(row);
        await InstanceColumns.ReadJsonAsync(record, row, payload => blobs.ReadAsync(payload, cancellationToken));
        var text = HistoryChunks.Read(rows, length);
        record.Append(HistoryText.Read(text));
        await LoadAsync(record, cancellationToken);
        return new StoredInstance(record) { Tag = row.ETag, ExecutionId = record.ExecutionId, Events = record.History.Count, Text = text };
    }

    /// <summary>Reads an instance without its history.</summary>
    public async Task<InstanceRecord?> ReadSummaryAsync(string instanceId, CancellationToken cancellationToken)
    {
        var found = await gate.PassAsync(
            StorageRequest.ReadInstance,
            () => table.GetEntityIfExistsAsync<TableEntity>(
                InstanceKey.PartitionOf(instanceId), InstanceKey.RowOf(instanceId, HistoryChunks.InstanceRow), InstanceColumns.Listed, cancellationToken));
        return found.HasValue ? await SummaryAsync(found.Value!, cancellationToken) : null;
    }

    /// <summary>Writes what changed since the instance was read or written.</summary>
    /// <exception cref="RequestFailedException">Someone else wrote the instance (409, 412), or storage does not answer.</exception>
    public async Task WriteAsync(StoredInstance stored, CancellationToken cancellationToken)
    {
        var record = stored.Record;
        var renewed = stored.ExecutionId != record.ExecutionId;
        var news = renewed ? record.History : record.History.Skip(stored.Events).ToList();
        await MoveLargeToBlobsAsync(record, news, cancellationToken);
        var columns = InstanceColumns.Payloads(record);
        foreach (var payload in columns.Values.OfType<Payload>().Where(payload => payload.Blob is null && payload.Text!.Length > InlineLength))
        {
            await MoveToBlobAsync(record, payload, cancellationToken);
        }

        var start = renewed ? 0 : stored.Text.Length;
        var text = (renewed ? "" : stored.Text) + HistoryText.Write(news);
        var rows = new Dictionary<string, TableEntity>();
        TableEntity Row(string rowKey) => rows.TryGetValue(rowKey, out var row) ? row : rows[rowKey] = EntityOf(record.InstanceId, rowKey);
        var values = InstanceColumns.ValuesOf(record, columns);
        InstanceColumns.Write(Row(HistoryChunks.InstanceRow), values, stored.Columns, whole: stored.Tag is null || renewed);
        Row(HistoryChunks.InstanceRow)["HistoryLength"] = text.Length;
        HistoryChunks.Write(Row, start, text);
        stored.Tag = await SubmitAsync(stored, renewed, rows, cancellationToken);
        stored.ExecutionId = record.ExecutionId;
        stored.Events = record.History.Count;
        stored.Text = text;
        stored.Columns = values;
    }

    public async Task DeleteAsync(StoredInstance stored, CancellationToken cancellationToken)
    {
        var id = stored.Record.InstanceId;
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.Delete, EntityOf(id, HistoryChunks.InstanceRow), stored.Tag!.Value),
            .. HistoryChunks.FurtherRows(stored.Text.Length).Select(row => new TableTransactionAction(TableTransactionActionType.Delete, EntityOf(id, row), ETag.All)),
        ];
        await gate.PassAsync(StorageRequest.DeleteInstance, () => table.SubmitTransactionAsync(actions, cancellationToken));
        stored.Tag = null;
    }

    /// <summary>Instances page by page, without history.</summary>
    public async IAsyncEnumerable<Page<InstanceRecord>> QueryAsync(
        OrchestrationQuery filter, string? continuation, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = table.QueryAsync<TableEntity>(FilterOf(filter), pageSize, InstanceColumns.Listed, cancellationToken).AsPages(continuation, pageSize);
        await foreach (var page in pages)
        {
            await gate.BeforeAsync(StorageRequest.QueryInstances);
            var records = new List<InstanceRecord>();
            foreach (var row in page.Values)
            {
                records.Add(await SummaryAsync(row, cancellationToken));
            }

            yield return new Page<InstanceRecord>(records, page.ContinuationToken);
        }
    }

    private static string FilterOf(OrchestrationQuery filter)
    {
        var (from, to) = InstanceKey.RowsOf(HistoryChunks.InstanceRow, filter.InstanceIdPrefix ?? "");
        List<string> parts = [TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {to}")];
        if (filter.CreatedFrom is { } createdFrom)
        {
            parts.Add(TableClient.CreateQueryFilter($"CreatedAt ge {createdFrom}"));
        }

        if (filter.CreatedTo is { } createdTo)
        {
            parts.Add(TableClient.CreateQueryFilter($"CreatedAt le {createdTo}"));
        }

        if (filter.Statuses?.ToList() is { Count: > 0 } statuses)
        {
            parts.Add($"({string.Join(" or ", statuses.Select(status => TableClient.CreateQueryFilter($"Status eq {status.ToString()}")))})");
        }

        return string.Join(" and ", parts);
    }

    private async Task<InstanceRecord> SummaryAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var record = InstanceColumns.Read(row);
        await InstanceColumns.ReadJsonAsync(record, row, payload => blobs.ReadAsync(payload, cancellationToken));
        return record;
    }

    private static TableEntity EntityOf(string instanceId, string row) => new(InstanceKey.PartitionOf(instanceId), InstanceKey.RowOf(instanceId, row));

    private Task<ETag> SubmitAsync(StoredInstance stored, bool renewed, Dictionary<string, TableEntity> rows, CancellationToken cancellationToken)
    {
        var main = rows[HistoryChunks.InstanceRow];
        var surplus = renewed ? HistoryChunks.FurtherRows(stored.Text.Length).Except(rows.Keys).ToList() : [];
        var update = renewed ? TableTransactionActionType.UpdateReplace : TableTransactionActionType.UpdateMerge;
        var upsert = renewed ? TableTransactionActionType.UpsertReplace : TableTransactionActionType.UpsertMerge;
        List<TableTransactionAction> actions =
        [
            stored.Tag is { } known ? new(update, main, known) : new(TableTransactionActionType.Add, main),
            .. rows.Values.Where(row => row != main).Select(row => new TableTransactionAction(upsert, row)),
            .. surplus.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, EntityOf(stored.Record.InstanceId, row), ETag.All)),
        ];
        return writes.WriteAsync(actions, rows.Values.Sum(TextOf), cancellationToken);
    }

    private static int TextOf(TableEntity row) => row.Sum(column => column.Key.Length + ((column.Value as string)?.Length ?? 10));

    private async Task LoadAsync(InstanceRecord record, CancellationToken cancellationToken)
    {
        await blobs.ReadAsync(record.Input, cancellationToken);
        foreach (var item in record.History.Where(item => !item.IsDecision))
        {
            await blobs.ReadAsync(item.Data, cancellationToken);
        }
    }

    private async Task MoveLargeToBlobsAsync(InstanceRecord record, IReadOnlyList<HistoryEvent> news, CancellationToken cancellationToken)
    {
        var payloads = news.Select(item => item.Data).Concat(record.Outbox.Select(message => message.Data)).OfType<Payload>()
            .Where(payload => payload.Blob is null).Distinct().ToList();
        var limit = payloads.Sum(payload => payload.Text!.Length) > StepLength ? CrowdedInlineLength : InlineLength;
        foreach (var payload in payloads.Where(payload => payload.Text!.Length > limit))
        {
            await MoveToBlobAsync(record, payload, cancellationToken);
        }
    }

    private async Task MoveToBlobAsync(InstanceRecord record, Payload payload, CancellationToken cancellationToken)
    {
        record.HasBlobs = true;
        await blobs.WriteAsync(payload, record.InstanceId, record.ExecutionId, cancellationToken);
    }
}
