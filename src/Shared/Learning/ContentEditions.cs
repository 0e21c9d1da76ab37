using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Inburgering.Storage;

namespace Inburgering.Learning;

/// <summary>
/// The published editions in blobs: each in one of its own that is never replaced, and <c>current.json</c>, which says which is in
/// force. It is written last, so that whoever reads it finds the edition it names.
/// </summary>
public sealed class ContentEditions(StorageTables storage)
{
    private const string Current = "current.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Which edition is in force, as it is stored now; <see langword="null"/> if none was ever published.</summary>
    public async Task<StoredEdition?> InForceAsync(CancellationToken cancellationToken) => await ReadCurrentAsync(null, cancellationToken);

    /// <summary>The same; <see langword="null"/> also if it is still the one that is known. One request.</summary>
    public Task<StoredEdition?> NewerThanAsync(StoredEdition known, CancellationToken cancellationToken) =>
        ReadCurrentAsync(new BlobRequestConditions { IfNoneMatch = known.ETag }, cancellationToken);

    /// <summary>An edition by its number.</summary>
    /// <exception cref="InvalidOperationException">It is not there, though something was taken on it.</exception>
    public async Task<ContentEdition> ReadAsync(int number, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await Blob(Name(number)).DownloadContentAsync(cancellationToken);
            return new ContentEdition(number, Ordered(Read<ContentPackage>(stored.Value.Content)));
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"Edition {number} of the content is gone from storage, but tests were taken on it: restore the blob {Name(number)}."), exception);
        }
    }

    /// <summary>Stores a package as the next edition and puts it in force.</summary>
    /// <param name="package">A package without problems.</param>
    /// <param name="before">What is in force, as it was read; <see langword="null"/> if nothing is.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Cancels before the edition is in force.</param>
    /// <returns>What is in force now; <see langword="null"/> if somebody else published meanwhile.</returns>
    public async Task<EditionInForce?> AddAsync(ContentPackage package, StoredEdition? before, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(package, Json);
        var number = (before?.InForce.Number ?? 0) + 1;

        // A publication that was cut off, or one that is under way elsewhere, may hold the number: then the next.
        while (!await TryWriteAsync(Name(number), bytes, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken))
        {
            number++;
        }

        var inForce = new EditionInForce(number, Convert.ToHexStringLower(SHA256.HashData(bytes)), now, by);
        var unchanged = before is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = before.ETag };
        if (await TryWriteAsync(Current, JsonSerializer.SerializeToUtf8Bytes(inForce, Json), unchanged, cancellationToken))
        {
            return inForce;
        }

        // A write whose answer was lost is refused when it is sent again: nobody else has this number.
        return (await InForceAsync(cancellationToken))?.InForce is { } there && there.Number == number ? there : null;
    }

    private async Task<StoredEdition?> ReadCurrentAsync(BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await Blob(Current).DownloadContentAsync(new BlobDownloadOptions { Conditions = conditions }, cancellationToken);
            return stored.GetRawResponse().Status == 304 ? null : new StoredEdition(Read<EditionInForce>(stored.Value.Content), stored.Value.Details.ETag);
        }
        catch (RequestFailedException exception) when (exception.Status is 304 or 404)
        {
            return null;
        }
    }

    private async Task<bool> TryWriteAsync(string name, byte[] bytes, BlobRequestConditions conditions, CancellationToken cancellationToken)
    {
        try
        {
            await Blob(name).UploadAsync(
                BinaryData.FromBytes(bytes),
                new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" }, Conditions = conditions },
                cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return false;
        }
    }

    private static T Read<T>(BinaryData stored) => stored.ToObjectFromJson<T>(Json) ?? throw new InvalidOperationException("The stored content is empty.");

    // The serializer orders keys by the culture of the machine.
    private static ContentPackage Ordered(ContentPackage package) => new(package.Modules.Values.ToImmutableSortedDictionary(
        module => module.ModuleId, module => module with { Texts = module.Texts.WithComparers(StringComparer.Ordinal) }, StringComparer.Ordinal));

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"editions/{number:D6}.json");

    private BlobClient Blob(string name) => storage.Content.GetBlobClient(name);
}

/// <summary>What is in force, and the version of the blob that says so.</summary>
public sealed record StoredEdition(EditionInForce InForce, ETag ETag);
