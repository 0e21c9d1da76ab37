using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Writes history as text and reads it: JSON objects after one another, each followed by a comma, in plain ASCII, so that the
/// text may be cut anywhere to fit into table properties. New events are appended; nothing before them changes.
/// </summary>
internal static class HistoryText
{
    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static string Write(IEnumerable<HistoryEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var item in events)
        {
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            {
                Write(writer, item);
            }

            buffer.Write(","u8);
        }

        return Ascii(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    public static List<HistoryEvent> Read(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        using var document = JsonDocument.Parse($"[{text.AsSpan(0, text.Length - 1)}]");
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    /// <summary>The event as the operator's door shows it.</summary>
    public static JsonObject Show(HistoryEvent item) => new(Parts(item));

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Parts(HistoryEvent item)
    {
        yield return new("eventType", item.Kind.ToString());
        yield return new("timestamp", item.At.UtcDateTime);
        if (item.TaskId is { } id)
        {
            yield return new("taskId", id);
        }

        if (item.Name is { } name)
        {
            yield return new("name", name);
        }

        if (item.Target is { } target)
        {
            yield return new("instanceId", target);
        }

        if (item.FireAt is { } fireAt)
        {
            yield return new("fireAt", fireAt.UtcDateTime);
        }

        if (item.Data?.Text is { } data)
        {
            yield return new("data", JsonNode.Parse(data));
        }

        if (item.Failure is { } failure)
        {
            yield return new("failure", JsonSerializer.SerializeToNode(failure, JsonSerializerOptions.Web));
        }
    }

    private static void Write(Utf8JsonWriter writer, HistoryEvent item)
    {
        writer.WriteStartObject();
        writer.WriteString("k", item.Kind.ToString());
        writer.WriteNumber("t", item.At.UtcTicks);
        if (item.TaskId is { } id)
        {
            writer.WriteNumber("i", id);
        }

        if (item.Name is { } name)
        {
            writer.WriteString("n", name);
        }

        if (item.Target is { } target)
        {
            writer.WriteString("to", target);
        }

        if (item.FireAt is { } fireAt)
        {
            writer.WriteNumber("f", fireAt.UtcTicks);
        }

        if (item.Version is { } version)
        {
            writer.WriteString("v", version);
        }

        if (item.Failure is { } failure)
        {
            writer.WritePropertyName("x");
            JsonSerializer.Serialize(writer, failure, Options);
        }

        if (item.NonRetriable)
        {
            writer.WriteBoolean("r", false);
        }

        if (item.Data?.Blob is { } blob)
        {
            writer.WriteString("b", blob);
        }
        else if (item.Data?.Text is { } text)
        {
            writer.WritePropertyName("d");
            writer.WriteRawValue(text);
        }

        writer.WriteEndObject();
    }

    private static HistoryEvent Read(JsonElement json) => new(
        Enum.Parse<HistoryEventKind>(json.GetProperty("k").GetString()!),
        At(json.GetProperty("t")))
    {
        TaskId = json.TryGetProperty("i", out var id) ? id.GetInt32() : null,
        Name = json.TryGetProperty("n", out var name) ? name.GetString() : null,
        Target = json.TryGetProperty("to", out var target) ? target.GetString() : null,
        FireAt = json.TryGetProperty("f", out var fireAt) ? At(fireAt) : null,
        Version = json.TryGetProperty("v", out var version) ? version.GetString() : null,
        Failure = json.TryGetProperty("x", out var failure) ? failure.Deserialize<TaskFailureDetails>(Options) : null,
        NonRetriable = json.TryGetProperty("r", out _),
        Data = json.TryGetProperty("d", out var data) ? new Payload(data.GetRawText())
            : json.TryGetProperty("b", out var blob) ? new Payload(null, blob.GetString())
            : null,
    };

    private static DateTimeOffset At(JsonElement ticks) => new(ticks.GetInt64(), TimeSpan.Zero);

    // Beyond ASCII, JSON has characters only inside strings, where \u escapes mean the same.
    private static string Ascii(string json)
    {
        if (Ascii7(json))
        {
            return json;
        }

        var text = new StringBuilder(json.Length + 64);
        foreach (var character in json)
        {
            _ = character < 0x80 ? text.Append(character) : text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return text.ToString();
    }

    private static bool Ascii7(string text) => System.Text.Ascii.IsValid(text);
}
