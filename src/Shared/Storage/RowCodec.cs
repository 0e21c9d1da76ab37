using System.Text.Json;
using Azure.Data.Tables;

namespace Inburgering.Storage;

/// <summary>
/// A record as one table row: its JSON, cut into properties of at most 32,000 characters (Azure Tables allows 32 K UTF-16
/// characters a property and 1 MiB a row).
/// </summary>
internal static class RowCodec
{
    private const int PropertyLength = 32_000;
    private const int LargestDocument = 450_000;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <exception cref="RowTooLargeException">The record is larger than a row can hold.</exception>
    public static TableEntity Encode<T>(string partitionKey, string rowKey, T record)
    {
        var json = JsonSerializer.Serialize(record, Options);
        if (json.Length > LargestDocument)
        {
            throw new RowTooLargeException($"The row {rowKey} has grown to {json.Length} characters; a row holds {LargestDocument}.");
        }

        var entity = new TableEntity(partitionKey, rowKey);
        for (var (i, part) = (0, 0); i < json.Length; i += PropertyLength, part++)
        {
            entity[PartName(part)] = json.Substring(i, Math.Min(PropertyLength, json.Length - i));
        }

        return entity;
    }

    public static T Decode<T>(TableEntity entity)
    {
        var json = string.Concat(Enumerable.Range(0, int.MaxValue).Select(part => entity.GetString(PartName(part))).TakeWhile(part => part is not null));
        return JsonSerializer.Deserialize<T>(json, Options)
            ?? throw new InvalidOperationException($"The row {entity.RowKey} of {entity.PartitionKey} is empty.");
    }

    /// <summary>The JSON of a record in the form in which it is stored: for exports and dossiers.</summary>
    public static JsonElement ToJson<T>(T record) => JsonSerializer.SerializeToElement(record, Options);

    private static string PartName(int part) => FormattableString.Invariant($"Json{part}");
}

/// <summary>A record is larger than a row of Azure Tables can hold; nothing of it was written.</summary>
public sealed class RowTooLargeException(string message) : Exception(message);
