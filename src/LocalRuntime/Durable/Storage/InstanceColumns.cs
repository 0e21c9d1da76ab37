using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>The columns of an instance's row, besides its history.</summary>
internal static class InstanceColumns
{
    /// <summary>What a listing needs of a row.</summary>
    public static readonly string[] Listed =
    [
        "PartitionKey", "RowKey", "InstanceId", "Name", "Status", "CreatedAt", "UpdatedAt", "Tags",
        "Input", "InputBlob", "Output", "OutputBlob", "CustomStatus", "CustomStatusBlob", "Failure", "FailureBlob",
    ];

    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new PayloadJson(), new JsonStringEnumConverter() },
    };

    /// <summary>The payload columns of a record, the derived ones freshly written.</summary>
    public static Dictionary<string, Payload?> Payloads(InstanceRecord record) => new()
    {
        ["Input"] = record.Input,
        ["Output"] = record.Output,
        ["CustomStatus"] = record.CustomStatus,
        ["Failure"] = Json(record.Failure),
        ["Parent"] = Json(record.Parent),
        ["Tags"] = record.Tags.Count == 0 ? null : Json(record.Tags),
        ["Outbox"] = record.Outbox.Count == 0 ? null : Json(record.Outbox),
        ["Received"] = record.Received.Count == 0 ? null : Json(record.Received),
    };

    /// <summary>Every column with its value; an empty text or a zero stands for nothing.</summary>
    public static Dictionary<string, object> ValuesOf(InstanceRecord record, Dictionary<string, Payload?> payloads)
    {
        var values = new Dictionary<string, object>
        {
            ["InstanceId"] = record.InstanceId,
            ["Name"] = record.Name,
            ["Version"] = record.Version,
            ["ExecutionId"] = record.ExecutionId,
            ["Status"] = record.Status.ToString(),
            ["CreatedAt"] = record.CreatedAt,
            ["UpdatedAt"] = record.UpdatedAt,
            ["WriteId"] = record.WriteId,
            ["HasBlobs"] = record.HasBlobs,
            ["DueAt"] = record.DueAt?.UtcTicks ?? 0L,
            ["StartAt"] = record.StartAt?.UtcTicks ?? 0L,
            ["StartedBy"] = record.StartedBy ?? "",
        };
        foreach (var (name, payload) in payloads)
        {
            values[name] = payload is { Blob: null } ? payload.Text! : "";
            values[name + "Blob"] = payload?.Blob ?? "";
        }

        return values;
    }

    /// <summary>Sets what is to be written of these values.</summary>
    /// <param name="stored">What is stored already; a merge leaves a column alone that isn't there.</param>
    /// <param name="whole">Nothing of an earlier row stays: what stands for nothing need not be written.</param>
    public static void Write(TableEntity row, Dictionary<string, object> values, IReadOnlyDictionary<string, object> stored, bool whole)
    {
        foreach (var (name, value) in values)
        {
            if (whole ? value is not ("" or 0L) : !value.Equals(stored.GetValueOrDefault(name)))
            {
                row[name] = value;
            }
        }
    }

    public static InstanceRecord Read(TableEntity row)
    {
        var record = new InstanceRecord(row.GetString("InstanceId"))
        {
            Name = row.GetString("Name"),
            Version = row.GetString("Version") ?? "",
            ExecutionId = row.GetString("ExecutionId") ?? "",
            Status = Enum.Parse<OrchestrationRuntimeStatus>(row.GetString("Status")),
            CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
            UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
            WriteId = row.GetString("WriteId") ?? "",
            HasBlobs = row.GetBoolean("HasBlobs") ?? false,
            DueAt = Instant(row, "DueAt"),
            StartAt = Instant(row, "StartAt"),
            StartedBy = Text(row, "StartedBy"),
            Input = Payload(row, "Input"),
            Output = Payload(row, "Output"),
            CustomStatus = Payload(row, "CustomStatus"),
        };
        return record;
    }

    /// <summary>The columns whose JSON may itself lie in a blob.</summary>
    public static async Task ReadJsonAsync(InstanceRecord record, TableEntity row, Func<Payload?, Task> load)
    {
        record.Failure = await JsonAsync<TaskFailureDetails>("Failure");
        record.Parent = await JsonAsync<ParentCall>("Parent");
        record.Tags = await JsonAsync<Dictionary<string, string>>("Tags") ?? record.Tags;
        record.Outbox.AddRange(await JsonAsync<List<OutgoingMessage>>("Outbox") ?? []);
        record.Received.AddRange(await JsonAsync<List<string>>("Received") ?? []);

        async Task<T?> JsonAsync<T>(string name)
        {
            var payload = Payload(row, name);
            await load(payload);
            return payload?.Text is { } text ? JsonSerializer.Deserialize<T>(text, Options) : default;
        }
    }

    private static Payload? Json<T>(T? value) => value is null ? null : new Payload(JsonSerializer.Serialize(value, Options));

    private static Payload? Payload(TableEntity row, string name) =>
        Text(row, name + "Blob") is { } blob ? new Payload(null, blob) : Durable.Payload.Of(Text(row, name));

    private static string? Text(TableEntity row, string name) => row.GetString(name) is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Instant(TableEntity row, string name) =>
        row.GetInt64(name) is { } ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}
