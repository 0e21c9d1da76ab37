using System.Text.Json;
using System.Xml;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>An object in servicebus.json together with where it stands, so that every complaint names its place. A missing object reads as empty.</summary>
internal sealed class TopologyNode
{
    private readonly JsonElement? element;
    private readonly string place;

    private TopologyNode(JsonElement? element, string place)
    {
        this.element = element;
        this.place = place;
    }

    public static TopologyNode Root(JsonElement element, string name) => Checked(element, name);

    public TopologyNode Child(string name) => Checked(Property(name), $"{place} › {name}");

    /// <summary>The same object under a name that says more than its position.</summary>
    public TopologyNode Named(string name) => new(element, $"{place} '{name}'");

    public List<TopologyNode> Items(string name)
    {
        if (Property(name) is not { } items)
        {
            return [];
        }

        return items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Select((item, index) => Checked(item, $"{place} › {name}[{index}]"))]
            : throw Wrong(name, "must be a list");
    }

    public string? Text(string name) => Property(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Wrong(name, "must be a text"),
    };

    public bool? Flag(string name) => Property(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong(name, "must be true or false"),
    };

    /// <summary>A whole number of at least 1.</summary>
    public int? Count(string name)
    {
        if (Property(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 1
            ? count
            : throw Wrong(name, "must be a whole number of at least 1");
    }

    /// <summary>A positive ISO 8601 duration.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        try
        {
            var duration = XmlConvert.ToTimeSpan(text);
            return duration > TimeSpan.Zero ? duration : throw Wrong(name, "must be longer than nothing");
        }
        catch (OverflowException)
        {
            // The real unlimited value, P10675199DT2H48M5.4775807S, is TimeSpan.MaxValue exactly; longer is no different.
            return TimeSpan.MaxValue;
        }
        catch (FormatException)
        {
            throw Wrong(name, $"'{text}' is not an ISO 8601 duration such as PT1M");
        }
    }

    /// <summary>Those of <paramref name="names"/> that are set to a text.</summary>
    public Dictionary<string, string> Texts(IEnumerable<string> names) =>
        names.Select(name => (name, text: Text(name))).Where(pair => pair.text is not null).ToDictionary(pair => pair.name, pair => pair.text!);

    /// <summary>Every property as a string, bool, long or double.</summary>
    public Dictionary<string, object> Values() => element is not { } present
        ? []
        : present.EnumerateObject().ToDictionary(
            property => property.Name,
            property => property.Value.ValueKind switch
            {
                JsonValueKind.String => (object)property.Value.GetString()!,
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => property.Value.TryGetInt64(out var whole) ? whole : property.Value.GetDouble(),
                _ => throw Wrong(property.Name, "must be a text, a number, true or false"),
            });

    /// <summary>Complains when <paramref name="name"/> is set to anything but nothing, false or an empty text.</summary>
    public void Refuse(string name, string why)
    {
        var harmless = Property(name) is not { } value
            || value.ValueKind == JsonValueKind.False
            || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0);
        if (!harmless)
        {
            throw Wrong(name, why);
        }
    }

    public LocalRuntimeStartException Wrong(string name, string why) => new($"{place} › {name}: {why}.");

    private static TopologyNode Checked(JsonElement? element, string place) =>
        element is null or { ValueKind: JsonValueKind.Object }
            ? new TopologyNode(element, place)
            : throw new LocalRuntimeStartException($"{place}: must be an object.");

    private JsonElement? Property(string name) =>
        element is { } present && present.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
