using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>YAML as JSON: quoted scalars are texts, others are what they look like.</summary>
internal static class Yaml
{
    public static JsonNode Read(string file)
    {
        using var reader = File.OpenText(file);
        var node = Node(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(reader))!;

        // Once through its text, so that a number is a number and not of one type of number.
        return JsonNode.Parse(node.ToJsonString())!;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create((string)pair.Key, Node(pair.Value)))),
        IList<object> list => new JsonArray([.. list.Select(Node)]),
        _ => JsonValue.Create(value),
    };
}
