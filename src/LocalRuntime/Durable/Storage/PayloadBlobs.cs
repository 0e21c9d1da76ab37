using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Payloads too large for a table row, one blob each. A blob is written before the row that names it; one that no row names,
/// after a crash, goes with its execution.
/// </summary>
internal sealed class PayloadBlobs(BlobServiceClient service, string isolation, StorageGate gate)
{
    private readonly BlobContainerClient container = service.GetBlobContainerClient($"{isolation.ToLowerInvariant()}durable-payloads");
    private volatile bool created;

    public async Task WriteAsync(Payload payload, string instanceId, string executionId, CancellationToken cancellationToken)
    {
        await EnsureContainerAsync(cancellationToken);
        var name = Prefix(instanceId, executionId) + Guid.NewGuid().ToString("N");
        await gate.PassAsync(
            StorageRequest.WritePayload,
            () => container.GetBlobClient(name).UploadAsync(BinaryData.FromString(payload.Text!), cancellationToken));
        payload.Blob = name;
    }

    /// <summary>Reads the text of a payload that is kept in a blob.</summary>
    public async Task ReadAsync(Payload? payload, CancellationToken cancellationToken)
    {
        if (payload is { Text: null, Blob: { } name })
        {
            var blob = await gate.PassAsync(StorageRequest.ReadPayload, () => container.GetBlobClient(name).DownloadContentAsync(cancellationToken));
            payload.Text = blob.Value.Content.ToString();
        }
    }

    /// <summary>Deletes the payloads of an execution, or of all executions of the instance.</summary>
    public async Task DeleteAsync(string instanceId, string? executionId, CancellationToken cancellationToken)
    {
        await EnsureContainerAsync(cancellationToken);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Prefix(instanceId, executionId), cancellationToken))
        {
            await gate.PassAsync(StorageRequest.DeletePayloads, () => container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken));
        }
    }

    // Instance ids may hold what a blob name can't.
    private static string Prefix(string instanceId, string? executionId)
    {
        var instance = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(instanceId)).AsSpan(0, 16));
        return executionId is null ? instance + "/" : $"{instance}/{executionId}/";
    }

    private async Task EnsureContainerAsync(CancellationToken cancellationToken)
    {
        if (!created)
        {
            // Two at once do no harm.
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            created = true;
        }
    }
}
