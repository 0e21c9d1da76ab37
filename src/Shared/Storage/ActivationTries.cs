using Azure;
using Azure.Data.Tables;
using Inburgering.Accounts;
using Inburgering.People;

namespace Inburgering.Storage;

/// <summary>Wrong activation codes that an account tried, whoever they were meant for.</summary>
public sealed class ActivationTries(StorageTables storage)
{
    internal const string Kind = "activationTries";
    private const string Count = "Count";
    private const string LastAt = "LastAt";

    public async Task<FailedTries?> FindAsync(IndexKey account, CancellationToken cancellationToken)
    {
        var row = await storage.Index.GetEntityIfExistsAsync<TableEntity>(Partition(account), account.Hash, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Counts one wrong try more; of several at once each counts.</summary>
    public async Task CountAsync(IndexKey account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await storage.Index.GetEntityIfExistsAsync<TableEntity>(Partition(account), account.Hash, cancellationToken: cancellationToken);
            var failed = FailedTries.After(row.HasValue ? Read(row.Value!) : null, now);
            var counted = new TableEntity(Partition(account), account.Hash) { [Count] = failed.Count, [LastAt] = failed.LastAt };
            try
            {
                await (row.HasValue
                    ? storage.Index.UpdateEntityAsync(counted, row.Value!.ETag, TableUpdateMode.Replace, cancellationToken)
                    : storage.Index.AddEntityAsync(counted, cancellationToken));
                return;
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
            {
                // Another one was counted meanwhile.
            }
        }
    }

    public Task ForgetAsync(IndexKey account, CancellationToken cancellationToken) =>
        storage.Index.DeleteEntityAsync(Partition(account), account.Hash, ETag.All, cancellationToken);

    private static FailedTries Read(TableEntity row) => new(row.GetInt32(Count)!.Value, row.GetDateTimeOffset(LastAt)!.Value);

    private static string Partition(IndexKey account) => $"{Kind}-{account.Hash[..2]}";
}
