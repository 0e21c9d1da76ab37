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

    /// <summary>Counts anew. Repeating it gives the same figures of a later moment.</summary>
    public async Task<StatisticsSnapshot> CountAsync(CancellationToken cancellationToken)
    {
        var asOf = clock.GetUtcNow();
        var tally = new StatisticsTally(policies.InForceOn(LegalCalendar.DayOf(asOf)));
        var matters = new MatterTally(LegalCalendar.DayOf(asOf));
        await foreach (var file in store.AllFilesAsync(cancellationToken))
        {
            tally.Count(file);
            matters.Count(file.Obligation);
        }

        await foreach (var attempt in store.AllAttemptsAsync(cancellationToken))
        {
            tally.Count(attempt);
        }

        metrics?.Counted(matters);
        var snapshot = tally.Snapshot(asOf);
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

    private BlobClient Blob => storage.Statistics.GetBlobClient(Latest);
}
