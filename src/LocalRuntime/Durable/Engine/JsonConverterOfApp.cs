using System.Text.Json;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>Payloads as the Functions worker writes them: System.Text.Json with the app's options.</summary>
internal sealed class JsonConverterOfApp(JsonSerializerOptions options) : DataConverter
{
    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), options);

    public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType, options);
}
