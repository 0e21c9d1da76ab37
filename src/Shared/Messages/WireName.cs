using System.Globalization;
using System.Text.Json;

namespace Inburgering.Messages;

/// <summary>The lowerCamelCase name under which a value of an enumeration stands in messages and requests.</summary>
public static class WireName
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    public static bool TryParse<T>(string? name, out T value)
        where T : struct, Enum
    {
        value = default;
        return name is not null && Names<T>.ByName.TryGetValue(name, out value);
    }

    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Names<T>.ByName.Keys;

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

        public static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }

    /// <summary>The text of a JSON value; <see langword="null"/> if it is none, or is none that Unicode knows.</summary>
    internal static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: the parser notices only here.
            return null;
        }
    }

    /// <summary>The name of a property, or a stand-in for one that is no text that Unicode knows.</summary>
    internal static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "(a name that is no text)";
        }
    }

    /// <summary>A property by its name; the last one where there are several. Names that are no text are passed over.</summary>
    internal static bool TryGetNamed(JsonElement element, string name, out JsonElement value)
    {
        try
        {
            return element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            var found = element.EnumerateObject().LastOrDefault(property => NameOf(property) == name);
            value = found.Value;
            return value.ValueKind != JsonValueKind.Undefined;
        }
    }

    /// <summary>An RFC 3339 instant with an offset; a local time without one is refused.</summary>
    internal static bool TryGetDateTimeOffsetSafely(this JsonElement value, out DateTimeOffset instant)
    {
        instant = default;
        return value.ValueKind == JsonValueKind.String
            && TextOf(value) is { Length: >= 20 } text
            && (text.EndsWith('Z') || text.EndsWith('z') || text[^6] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out instant);
    }
}
