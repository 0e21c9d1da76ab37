using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Inburgering.Telemetry;

namespace Inburgering.Storage;

/// <summary>What a marker says is left to do for a person.</summary>
public enum PendingWork
{
    /// <summary>The outbox may hold messages.</summary>
    Outbox,

    /// <summary>The orchestrator may not have planned on the newest state.</summary>
    Plan,

    /// <summary>A test is open: once its time is up it is to be closed.</summary>
    Attempt,

    /// <summary>A day is to come on which time changes something, though no orchestrator waits for it.</summary>
    Date,
}

/// <param name="Work">What is left.</param>
/// <param name="PersonId">For whom.</param>
/// <param name="ETag">The marker as read: removing it is refused if somebody marked again since.</param>
/// <param name="DueAt">From when on a sweep is to do it.</param>
/// <param name="TraceParent">W3C trace context of the act that left it.</param>
/// <param name="IsFirst">It was made, and no such marker was there: of that kind nothing was left by anybody before.</param>
public sealed record PendingMarker(PendingWork Work, string PersonId, ETag ETag, DateTimeOffset? DueAt = null, string? TraceParent = null, bool IsFirst = false);

/// <summary>
/// Marks persons with something left to do, written before the commit that leaves it and removed after it is done. A crash or a
/// lost wake leaves the marker, and the sweep finds it without reading people.
/// </summary>
public sealed class PendingMarkers(StorageTables storage, TimeProvider clock)
{
    private const int Buckets = 16;
    private const string DueAt = "DueAt";
    private const string TraceParent = "TraceParent";

    /// <summary>How long whoever wrote a marker has to do the work before others do it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <param name="work">What will be left to do.</param>
    /// <param name="personId">For whom.</param>
    /// <param name="dueAt">From when on a sweep is to do it; a minute from now unless told.</param>
    public Task<PendingMarker> MarkAsync(PendingWork work, string personId, CancellationToken cancellationToken, DateTimeOffset? dueAt = null) =>
        MarkAsync(work, personId, dueAt, tellsWhetherFirst: false, cancellationToken);

    /// <summary>The same, and says whether it is the first: one request if so, else two.</summary>
    public Task<PendingMarker> MarkFirstAsync(PendingWork work, string personId, CancellationToken cancellationToken) =>
        MarkAsync(work, personId, null, tellsWhetherFirst: true, cancellationToken);

    private async Task<PendingMarker> MarkAsync(PendingWork work, string personId, DateTimeOffset? dueAt, bool tellsWhetherFirst, CancellationToken cancellationToken)
    {
        var (due, trace) = (dueAt ?? clock.GetUtcNow() + Grace, Traces.Current);
        var row = new TableEntity(Bucket(personId), RowKey(work, personId)) { [DueAt] = due };
        if (trace is not null)
        {
            row[TraceParent] = trace;
        }

        if (tellsWhetherFirst)
        {
            try
            {
                var added = await storage.Pending.AddEntityAsync(row, cancellationToken);
                return new PendingMarker(work, personId, added.Headers.ETag!.Value, due, trace, IsFirst: true);
            }
            catch (RequestFailedException exception) when (exception.Status == 409)
            {
                // Somebody left something, or the answer to our own try was lost: either way not the first.
            }
        }

        var response = await storage.Pending.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        return new PendingMarker(work, personId, response.Headers.ETag!.Value, due, trace);
    }

    public async Task<PendingMarker?> FindAsync(PendingWork work, string personId, CancellationToken cancellationToken)
    {
        var row = await storage.Pending.GetEntityIfExistsAsync<TableEntity>(Bucket(personId), RowKey(work, personId), cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
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
    public IAsyncEnumerable<PendingMarker> AllAsync(CancellationToken cancellationToken) => QueryAsync(null, cancellationToken);

    /// <summary>The markers whose work is due. One range query, and one answer without rows where there is none.</summary>
    public IAsyncEnumerable<PendingMarker> DueAsync(CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($"DueAt le {clock.GetUtcNow()}"), cancellationToken);

    private async IAsyncEnumerable<PendingMarker> QueryAsync(string? filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in storage.Pending.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return Read(row);
        }
    }

    private static PendingMarker Read(TableEntity row)
    {
        var parts = row.RowKey.Split('!');
        return new PendingMarker(Enum.Parse<PendingWork>(parts[1]), parts[0], row.ETag, row.GetDateTimeOffset(DueAt), row.GetString(TraceParent));
    }

    private static string RowKey(PendingWork work, string personId) => $"{personId}!{work}";

    private static string Bucket(string personId) =>
        (personId.Aggregate(0u, (hash, character) => (hash * 31) + character) % Buckets).ToString("00", CultureInfo.InvariantCulture);
}
