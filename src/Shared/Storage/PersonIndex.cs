using Azure;
using Azure.Data.Tables;
using Inburgering.People;

namespace Inburgering.Storage;

/// <summary>A message's hold on an identifier: others who know that identifier wait until it is over.</summary>
/// <param name="Owner">The message: <see cref="OwnerOf"/>.</param>
/// <param name="Until">From when on others may take it over, in real time.</param>
public sealed record IndexLease(string Owner, DateTimeOffset Until)
{
    /// <summary>The same for every delivery of a message, so that the next one takes over what the last one held.</summary>
    public static string OwnerOf(IndexKey message) => $"{message.Kind}:{message.Hash}";

    /// <summary>The message that holds it.</summary>
    public IndexKey Message => Owner.Split(':') is [var kind, var hash] ? new IndexKey(kind, hash) : throw new InvalidOperationException("A lease names a message.");
}

/// <summary>A look-up row and the version it was read at.</summary>
public sealed record IndexRow(IndexKey Key, string PersonId, ETag ETag, IndexLease? Lease = null);

/// <summary>
/// Finds persons by keyed hash. Rows are written before the file they point to, so a crash between the two leaves a row that
/// the retry finds and fills.
/// </summary>
public sealed class PersonIndex(StorageTables storage)
{
    internal const string PersonId = "PersonId";
    internal const string LeasedBy = "LeasedBy";
    internal const string LeasedUntil = "LeasedUntil";

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
            if (await TryAddAsync(key, personId, null, cancellationToken) is not null)
            {
                return personId;
            }

            if (await FindAsync(key, cancellationToken) is { } owner)
            {
                return owner;
            }

            // Released since: to be had again.
        }
    }

    /// <summary>Writes a row where there is none.</summary>
    /// <returns><see langword="null"/> if there is one.</returns>
    public async Task<IndexRow?> TryAddAsync(IndexKey key, string personId, IndexLease? lease, CancellationToken cancellationToken)
    {
        try
        {
            var response = await storage.Index.AddEntityAsync(Row(key, personId, lease), cancellationToken);
            return new IndexRow(key, personId, response.Headers.ETag!.Value, lease);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return null;
        }
    }

    /// <summary>Points a key from one person to another, unless somebody else did meanwhile. A lease on it stays.</summary>
    /// <returns>The person who has the key now.</returns>
    public async Task<string> RepointAsync(IndexKey key, string from, string to, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadAsync(key, cancellationToken) is not { } row)
            {
                return await ClaimAsync(key, to, cancellationToken);
            }

            if (row.PersonId != from || await ReplaceAsync(row, to, row.Lease, cancellationToken) is not null)
            {
                return row.PersonId == from ? to : row.PersonId;
            }
        }
    }

    /// <summary>The row of a key as it now stands; <see langword="null"/> if nobody has the key.</summary>
    public async Task<IndexRow?> ReadAsync(IndexKey key, CancellationToken cancellationToken)
    {
        var found = await storage.Index.GetEntityIfExistsAsync<TableEntity>(Partition(key), key.Hash, cancellationToken: cancellationToken);
        if (!found.HasValue)
        {
            return null;
        }

        var row = found.Value!;
        return new IndexRow(key, row.GetString(PersonId), row.ETag, row.GetString(LeasedBy) is { } owner ? new IndexLease(owner, row.GetDateTimeOffset(LeasedUntil)!.Value) : null);
    }

    /// <summary>Writes a row anew, for the same person or another: whoever read it before can no longer replace it.</summary>
    /// <returns>The row as it is now; <see langword="null"/> if it was no longer as it was read.</returns>
    public async Task<IndexRow?> ReplaceAsync(IndexRow row, string personId, IndexLease? lease, CancellationToken cancellationToken)
    {
        try
        {
            var response = await storage.Index.UpdateEntityAsync(Row(row.Key, personId, lease), row.ETag, TableUpdateMode.Replace, cancellationToken);
            return new IndexRow(row.Key, personId, response.Headers.ETag!.Value, lease);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            return null;
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

    private static TableEntity Row(IndexKey key, string personId, IndexLease? lease)
    {
        var row = new TableEntity(Partition(key), key.Hash) { [PersonId] = personId };
        if (lease is not null)
        {
            (row[LeasedBy], row[LeasedUntil]) = (lease.Owner, lease.Until);
        }

        return row;
    }

    // Spread over 256 partitions a kind, so that no partition becomes hot.
    private static string Partition(IndexKey key) => $"{key.Kind}-{key.Hash[..2]}";
}
