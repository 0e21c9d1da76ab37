using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.AspNetCore.DataProtection;

namespace Inburgering.Storage;

/// <summary>
/// A record as one table row: its JSON, encrypted whole, cut into properties of at most 64,000 bytes (Azure Tables allows 64 KiB a
/// property and 1 MiB a row). What is sealed for one place is refused in any other: neither another person's row nor
/// another row of the same person can be put in its stead.
/// </summary>
public sealed class RowCodec(IDataProtectionProvider protection)
{
    private const string Purpose = "Inburgering.Rows.v1";
    private const int PropertyLength = 64_000;
    private const int LargestDocument = 750_000;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <exception cref="RowTooLargeException">The record is larger than a row can hold.</exception>
    public TableEntity Encode<T>(string partitionKey, string rowKey, T record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, Options);
        if (json.Length > LargestDocument)
        {
            throw new RowTooLargeException($"The row {rowKey} has grown to {json.Length} bytes; a row holds {LargestDocument}.");
        }

        return Seal(partitionKey, rowKey, json);
    }

    /// <summary>The same content, sealed for another place.</summary>
    /// <exception cref="RowUnreadableException">As <see cref="Decode"/>.</exception>
    public TableEntity Reseal(TableEntity entity, string partitionKey, string rowKey) => Seal(partitionKey, rowKey, Open(entity));

    /// <exception cref="RowUnreadableException">The key is not in the key ring, or the row is not what was written in this place.</exception>
    public T Decode<T>(TableEntity entity) => JsonSerializer.Deserialize<T>(Open(entity), Options) ?? throw new RowUnreadableException(entity, null);

    /// <summary>Whether a row holds sealed content.</summary>
    internal static bool IsSealed(TableEntity entity) => entity.ContainsKey(PartName(0));

    private TableEntity Seal(string partitionKey, string rowKey, byte[] json)
    {
        var entity = new TableEntity(partitionKey, rowKey);
        var sealedRow = Protector(partitionKey, rowKey).Protect(json);
        for (var (i, part) = (0, 0); i < sealedRow.Length; i += PropertyLength, part++)
        {
            entity[PartName(part)] = sealedRow[i..Math.Min(i + PropertyLength, sealedRow.Length)];
        }

        return entity;
    }

    private byte[] Open(TableEntity entity)
    {
        using var sealedRow = new MemoryStream();
        for (var part = 0; entity.GetBinary(PartName(part)) is { } bytes; part++)
        {
            sealedRow.Write(bytes);
        }

        try
        {
            return Protector(entity.PartitionKey, entity.RowKey).Unprotect(sealedRow.ToArray());
        }
        catch (CryptographicException exception)
        {
            throw new RowUnreadableException(entity, exception);
        }
    }

    /// <summary>The JSON of a record in the form in which it is stored, not encrypted: for exports and dossiers.</summary>
    public static JsonElement ToJson<T>(T record) => JsonSerializer.SerializeToElement(record, Options);

    private IDataProtector Protector(string partitionKey, string rowKey) => protection.CreateProtector(Purpose, partitionKey, rowKey);

    private static string PartName(int part) => FormattableString.Invariant($"Sealed{part}");
}

/// <summary>A row is there but can't be read.</summary>
public sealed class RowUnreadableException(TableEntity entity, Exception? inner) : Exception(
    $"The row {entity.RowKey} of {entity.PartitionKey} can't be read: the key ring lacks the key it was written under, or it was altered or moved. {inner?.Message}",
    inner);

/// <summary>A record is larger than a row of Azure Tables can hold; nothing of it was written.</summary>
public sealed class RowTooLargeException(string message) : Exception(message);
