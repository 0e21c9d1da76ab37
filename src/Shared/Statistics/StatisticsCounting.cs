using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Inburgering.Calendar;
using Inburgering.Policies;
using Inburgering.Storage;
using Inburgering.Telemetry;

namespace Inburgering.Statistics;

/// <summary>Counts everybody at night and keeps the result; asking reads the result only. One sequential pass over files and tests.</summary>
public sealed class StatisticsCounting(StorageTables storage, PersonStore store, PolicyBook policies, TimeProvider clock, OperationMetrics? metrics = null)
{
    private const string Latest = "latest.json";
    private const string LatestItems = "items.json";

    /// <summary>Counts anew. Repeating it gives the same figures of a later moment.</summary>
    public async Task<StatisticsSnapshot> CountAsync(CancellationToken cancellationToken)
    {
        var asOf = clock.GetUtcNow();
        var policy = policies.InForceOn(LegalCalendar.DayOf(asOf));
        var (tally, items) = (new StatisticsTally(policy), new ItemTally(policy));
        var matters = new MatterTally(LegalCalendar.DayOf(asOf));
        await foreach (var file in store.AllFilesAsync(cancellationToken))
        {
            tally.Count(file);
            matters.Count(file.Obligation);
        }

        await foreach (var attempt in store.AllAttemptsAsync(cancellationToken))
        {
            tally.Count(attempt);
            items.Count(attempt);
        }

        metrics?.Counted(matters);
        var snapshot = tally.Snapshot(asOf);
        await ItemBlob.UploadAsync(BinaryData.FromObjectAsJson(items.Snapshot(asOf)), overwrite: true, cancellationToken);
        await Blob.UploadAsync(BinaryData.FromObjectAsJson(snapshot), overwrite: true, cancellationToken);
        return snapshot;
    }

    /// <summary>The last count; made now if there never was one.</summary>
    public async Task<StatisticsSnapshot> LatestAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stored = await Blob.DownloadContentAsync(cancellationToken);
            return stored.Value.Content.ToObjectFromJson<StatisticsSnapshot>()!;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return await CountAsync(cancellationToken);
        }
    }

    /// <summary>How the questions did at the last count; made now if there never was one.</summary>
    public async Task<ItemSnapshot> LatestItemsAsync(CancellationToken cancellationToken)
    {
        if (!await ItemBlob.ExistsAsync(cancellationToken))
        {
            await CountAsync(cancellationToken);
        }

        return (await ItemBlob.DownloadContentAsync(cancellationToken)).Value.Content.ToObjectFromJson<ItemSnapshot>()!;
    }

    private BlobClient ItemBlob => storage.Statistics.GetBlobClient(LatestItems);

    private BlobClient Blob => storage.Statistics.GetBlobClient(Latest);
}
