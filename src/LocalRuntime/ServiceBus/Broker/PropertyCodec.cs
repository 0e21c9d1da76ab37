using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Turns typed properties into bytes and back without losing their type: an int stays an int, a timestamp a timestamp.</summary>
internal static class PropertyCodec
{
    private static readonly (string Tag, Type Type, Func<object, string> Write, Func<string, object> Read)[] Kinds =
    [
        ("string", typeof(string), value => (string)value, text => text),
        ("bool", typeof(bool), value => (bool)value ? "true" : "false", text => text == "true"),
        ("int", typeof(int), Invariant, text => int.Parse(text, CultureInfo.InvariantCulture)),
        ("long", typeof(long), Invariant, text => long.Parse(text, CultureInfo.InvariantCulture)),
        ("double", typeof(double), value => ((double)value).ToString("R", CultureInfo.InvariantCulture), text => double.Parse(text, CultureInfo.InvariantCulture)),
        ("byte", typeof(byte), Invariant, text => byte.Parse(text, CultureInfo.InvariantCulture)),
        ("sbyte", typeof(sbyte), Invariant, text => sbyte.Parse(text, CultureInfo.InvariantCulture)),
        ("short", typeof(short), Invariant, text => short.Parse(text, CultureInfo.InvariantCulture)),
        ("ushort", typeof(ushort), Invariant, text => ushort.Parse(text, CultureInfo.InvariantCulture)),
        ("uint", typeof(uint), Invariant, text => uint.Parse(text, CultureInfo.InvariantCulture)),
        ("ulong", typeof(ulong), Invariant, text => ulong.Parse(text, CultureInfo.InvariantCulture)),
        ("float", typeof(float), value => ((float)value).ToString("R", CultureInfo.InvariantCulture), text => float.Parse(text, CultureInfo.InvariantCulture)),
        ("decimal", typeof(decimal), Invariant, text => decimal.Parse(text, CultureInfo.InvariantCulture)),
        ("char", typeof(char), Invariant, text => text[0]),
        ("guid", typeof(Guid), Invariant, text => Guid.Parse(text)),
        ("uri", typeof(Uri), value => ((Uri)value).OriginalString, text => new Uri(text, UriKind.RelativeOrAbsolute)),
        ("bytes", typeof(byte[]), value => Convert.ToBase64String((byte[])value), Convert.FromBase64String),
        ("timespan", typeof(TimeSpan), value => ((TimeSpan)value).ToString("c", CultureInfo.InvariantCulture), text => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture)),
        ("datetime", typeof(DateTime), value => ((DateTime)value).ToString("O", CultureInfo.InvariantCulture), text => DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)),
        ("datetimeoffset", typeof(DateTimeOffset), value => ((DateTimeOffset)value).ToString("O", CultureInfo.InvariantCulture), text => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture)),
    ];

    /// <exception cref="ArgumentException">A value of a type that Service Bus properties can't have; names the property.</exception>
    public static byte[] Write(IReadOnlyDictionary<string, object?> properties)
    {
        if (properties.Count == 0)
        {
            return [];
        }

        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var (name, value) in properties)
            {
                json.WriteStringValue(name);
                if (value is null)
                {
                    json.WriteStringValue("null");
                    json.WriteStringValue(string.Empty);
                    continue;
                }

                var kind = Array.Find(Kinds, candidate => candidate.Type.IsInstanceOfType(value));
                if (kind.Tag is null)
                {
                    throw new ArgumentException($"The property '{name}' has the type {value.GetType()}, which a message property can't have.", nameof(properties));
                }

                json.WriteStringValue(kind.Tag);
                json.WriteStringValue(kind.Write(value));
            }

            json.WriteEndArray();
        }

        return bytes.WrittenSpan.ToArray();
    }

    public static Dictionary<string, object?> Read(ReadOnlySpan<byte> bytes)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (bytes.IsEmpty)
        {
            return properties;
        }

        var json = new Utf8JsonReader(bytes);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            var name = json.GetString()!;
            json.Read();
            var tag = json.GetString()!;
            json.Read();
            properties[name] = tag == "null" ? null : Array.Find(Kinds, kind => kind.Tag == tag).Read(json.GetString()!);
        }

        return properties;
    }

    private static string Invariant(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
