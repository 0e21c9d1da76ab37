using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Inburgering.Storage;

/// <summary>What a marker says is left to do for a person.</summary>
public enum PendingWork
{
    /// <summary>The outbox may hold messages.</summary>
    Outbox,

    /// <summary>The orchestrator may not have planned on the newest state.</summary>
    Plan,
}

/// <param name="Work">What is left.</param>
/// <param name="PersonId">For whom.</param>
/// <param name="ETag">The marker as read: removing it is refused if somebody marked again since.</param>
public sealed record PendingMarker(PendingWork Work, string PersonId, ETag ETag);

/// <summary>
/// Marks persons with something left to do, written before the commit that leaves it and removed after it is done. A crash or a
/// lost wake leaves the marker, and the sweep finds it without reading people.
/// </summary>
public sealed class PendingMarkers(StorageTables storage)
{
    private const int Buckets = 16;

    public async Task<PendingMarker> MarkAsync(PendingWork work, string personId, CancellationToken cancellationToken)
    {
        var response = await storage.Pending.UpsertEntityAsync(new TableEntity(Bucket(personId), RowKey(work, personId)), TableUpdateMode.Replace, cancellationToken);
        return new PendingMarker(work, personId, response.Headers.ETag!.Value);
    }

    public async Task<PendingMarker?> FindAsync(PendingWork work, string personId, CancellationToken cancellationToken)
    {
        var row = await storage.Pending.GetEntityIfExistsAsync<TableEntity>(Bucket(personId), RowKey(work, personId), cancellationToken: cancellationToken);
        return row.HasValue ? new PendingMarker(work, personId, row.Value!.ETag) : null;
    }

    /// <summary>Removes a marker, unless somebody marked again since it was read.</summary>
    public async Task RemoveAsync(PendingMarker marker, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Pending.DeleteEntityAsync(Bucket(marker.PersonId), RowKey(marker.Work, marker.PersonId), marker.ETag, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // Gone already, or marked anew: then whoever marked it has work to do.
        }
    }

    /// <summary>Every marker there is.</summary>
    public async IAsyncEnumerable<PendingMarker> AllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in storage.Pending.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            var parts = row.RowKey.Split('!');
            yield return new PendingMarker(Enum.Parse<PendingWork>(parts[1]), parts[0], row.ETag);
        }
    }

    private static string RowKey(PendingWork work, string personId) => $"{personId}!{work}";

    private static string Bucket(string personId) =>
        (personId.Aggregate(0u, (hash, character) => (hash * 31) + character) % Buckets).ToString("00", CultureInfo.InvariantCulture);
}
