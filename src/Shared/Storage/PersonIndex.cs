using Azure;
using Azure.Data.Tables;
using Inburgering.People;

namespace Inburgering.Storage;

/// <summary>A look-up row and the version it was read at.</summary>
public sealed record IndexRow(IndexKey Key, string PersonId, ETag ETag);

/// <summary>
/// Finds persons by keyed hash. Rows are written before the file they point to, so a crash between the two leaves a row that
/// the retry finds and fills.
/// </summary>
public sealed class PersonIndex(StorageTables storage)
{
    private const string PersonId = "PersonId";

    /// <summary>The person behind a key; <see langword="null"/> if there is none. One point read.</summary>
    public async Task<string?> FindAsync(IndexKey key, CancellationToken cancellationToken)
    {
        var row = await storage.Index.GetEntityIfExistsAsync<TableEntity>(Partition(key), key.Hash, [PersonId], cancellationToken);
        return row.HasValue ? row.Value!.GetString(PersonId) : null;
    }

    /// <summary>Claims a key for a person, first come first served.</summary>
    /// <returns>The person who has the key now: <paramref name="personId"/>, or whoever was first.</returns>
    public async Task<string> ClaimAsync(IndexKey key, string personId, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await storage.Index.AddEntityAsync(new TableEntity(Partition(key), key.Hash) { [PersonId] = personId }, cancellationToken);
                return personId;
            }
            catch (RequestFailedException exception) when (exception.Status == 409)
            {
                if (await FindAsync(key, cancellationToken) is { } owner)
                {
                    return owner;
                }

                // Released since: to be had again.
            }
        }
    }

    /// <summary>Points a key from one person to another, unless somebody else did meanwhile.</summary>
    /// <returns>The person who has the key now.</returns>
    public async Task<string> RepointAsync(IndexKey key, string from, string to, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadAsync(key, cancellationToken) is not { } row)
            {
                return await ClaimAsync(key, to, cancellationToken);
            }

            if (row.PersonId != from || await ReplaceAsync(row, to, cancellationToken))
            {
                return row.PersonId == from ? to : row.PersonId;
            }
        }
    }

    /// <summary>The row of a key as it now stands; <see langword="null"/> if nobody has the key.</summary>
    public async Task<IndexRow?> ReadAsync(IndexKey key, CancellationToken cancellationToken)
    {
        var row = await storage.Index.GetEntityIfExistsAsync<TableEntity>(Partition(key), key.Hash, cancellationToken: cancellationToken);
        return row.HasValue ? new IndexRow(key, row.Value!.GetString(PersonId), row.Value.ETag) : null;
    }

    /// <summary>Writes a row anew, for the same person or another: whoever read it before can no longer replace it.</summary>
    /// <returns>Whether the row was still as it was read.</returns>
    public async Task<bool> ReplaceAsync(IndexRow row, string personId, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Index.UpdateEntityAsync(
                new TableEntity(Partition(row.Key), row.Key.Hash) { [PersonId] = personId }, row.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Removes a row, unless it was written anew since it was read.</summary>
    public async Task ReleaseAsync(IndexRow row, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Index.DeleteEntityAsync(Partition(row.Key), row.Key.Hash, row.ETag, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // Gone already, or somebody has it again.
        }
    }

    /// <summary>Adds a person to those a key leads to. Repeating it changes nothing.</summary>
    public Task AddToAsync(IndexKey key, string personId, CancellationToken cancellationToken) =>
        storage.Index.UpsertEntityAsync(new TableEntity(Partition(key), $"{key.Hash}-{personId}") { [PersonId] = personId }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Takes a person from those a key leads to. Repeating it changes nothing.</summary>
    public async Task RemoveFromAsync(IndexKey key, string personId, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Index.DeleteEntityAsync(Partition(key), $"{key.Hash}-{personId}", ETag.All, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // Gone already.
        }
    }

    /// <summary>Everybody a key leads to. One range query.</summary>
    public async Task<IReadOnlyList<string>> AllOfAsync(IndexKey key, CancellationToken cancellationToken)
    {
        var (partition, from, until) = (Partition(key), key.Hash + "-", key.Hash + ".");
        var found = new List<string>();
        await foreach (var row in storage.Index.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {until}"),
            select: [PersonId],
            cancellationToken: cancellationToken))
        {
            found.Add(row.GetString(PersonId));
        }

        return found;
    }

    // Spread over 256 partitions a kind, so that no partition becomes hot.
    private static string Partition(IndexKey key) => $"{key.Kind}-{key.Hash[..2]}";
}
