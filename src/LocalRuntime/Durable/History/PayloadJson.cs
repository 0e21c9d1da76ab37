using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>A payload inside stored JSON: its text, or the name of its blob.</summary>
internal sealed class PayloadJson : JsonConverter<Payload>
{
    public override Payload? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.TryGetProperty("b", out var blob)
            ? new Payload(null, blob.GetString())
            : new Payload(document.RootElement.GetProperty("d").GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Blob is { } blob)
        {
            writer.WriteString("b", blob);
        }
        else
        {
            writer.WritePropertyName("d");
            writer.WriteRawValue(value.Text!);
        }

        writer.WriteEndObject();
    }
}
