using Azure;
using Azure.Data.Tables;
using Inburgering.People;

namespace Inburgering.Storage;

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
        try
        {
            await storage.Index.AddEntityAsync(new TableEntity(Partition(key), key.Hash) { [PersonId] = personId }, cancellationToken);
            return personId;
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return await FindAsync(key, cancellationToken)
                ?? throw new InvalidOperationException($"A look-up row of kind {key.Kind} vanished while it was read.");
        }
    }

    /// <summary>Points a key to another person: only while the person it points to has no file yet.</summary>
    public Task RepointAsync(IndexKey key, string personId, CancellationToken cancellationToken) =>
        storage.Index.UpsertEntityAsync(new TableEntity(Partition(key), key.Hash) { [PersonId] = personId }, TableUpdateMode.Replace, cancellationToken);

    public Task ReleaseAsync(IndexKey key, CancellationToken cancellationToken) =>
        storage.Index.DeleteEntityAsync(Partition(key), key.Hash, ETag.All, cancellationToken);

    /// <summary>Adds a person to those a key leads to. Repeating it changes nothing.</summary>
    public Task AddToAsync(IndexKey key, string personId, CancellationToken cancellationToken) =>
        storage.Index.UpsertEntityAsync(new TableEntity(Partition(key), $"{key.Hash}-{personId}") { [PersonId] = personId }, TableUpdateMode.Replace, cancellationToken);

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
