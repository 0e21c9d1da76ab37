using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace Inburgering.Storage;

/// <summary>
/// One partition as a line of JSON, each value with its type, so that it can be written back as it was. What is sealed stays sealed: a
/// backup can be read under the key ring only.
/// </summary>
internal static class BackupLine
{
    private static readonly string[] System = ["PartitionKey", "RowKey", "Timestamp", "odata.etag"];

    public static string Write(string partition, IReadOnlyCollection<TableEntity> rows) => new JsonObject
    {
        ["partition"] = partition,
        ["rows"] = new JsonArray([.. rows.Select(row => new JsonObject
        {
            ["row"] = row.RowKey,
            ["values"] = new JsonObject(row.Where(value => !System.Contains(value.Key) && value.Value is not null)
                .Select(value => KeyValuePair.Create<string, JsonNode?>(value.Key, Write(value.Value!)))),
        })]),
    }.ToJsonString();

    public static (string Partition, IReadOnlyList<TableEntity> Rows) Read(string line)
    {
        var written = JsonNode.Parse(line)!.AsObject();
        var partition = written["partition"]!.GetValue<string>();
        return (partition, [.. written["rows"]!.AsArray().Select(row =>
        {
            var entity = new TableEntity(partition, row!["row"]!.GetValue<string>());
            foreach (var (name, value) in row["values"]!.AsObject())
            {
                entity[name] = Read(value!.AsArray());
            }

            return entity;
        })]);
    }

    private static JsonArray Write(object value) => value switch
    {
        byte[] bytes => ["binary", Convert.ToBase64String(bytes)],
        BinaryData bytes => ["binary", Convert.ToBase64String(bytes)],
        string text => ["text", text],
        DateTimeOffset instant => ["instant", instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)],
        bool flag => ["flag", flag ? "true" : "false"],
        int number => ["int", number.ToString(CultureInfo.InvariantCulture)],
        long number => ["long", number.ToString(CultureInfo.InvariantCulture)],
        double number => ["double", number.ToString("R", CultureInfo.InvariantCulture)],
        Guid id => ["guid", id.ToString()],
        _ => throw new NotSupportedException($"A row holds a {value.GetType().Name}, which a backup can't."),
    };

    private static object Read(JsonArray value)
    {
        var text = value[1]!.GetValue<string>();
        return value[0]!.GetValue<string>() switch
        {
            "binary" => Convert.FromBase64String(text),
            "text" => text,
            "instant" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            "flag" => text == "true",
            "int" => int.Parse(text, CultureInfo.InvariantCulture),
            "long" => long.Parse(text, CultureInfo.InvariantCulture),
            "double" => double.Parse(text, CultureInfo.InvariantCulture),
            "guid" => Guid.Parse(text),
            var type => throw new BackupException($"The backup holds a value of type {type}, which this release does not know."),
        };
    }
}

/// <summary>A backup can't be made or read back. The message says why and what to do.</summary>
public sealed class BackupException(string message) : Exception(message);
