using System.Text.Json.Nodes;
using NJsonSchema;
using YamlDotNet.Serialization;

namespace Inburgering.Functions.Tests.Contracts;

/// <summary>The files of <c>contracts/</c>.</summary>
internal static class ContractFiles
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "contracts");

    public static JsonNode OpenApi { get; } = Yaml("openapi.yaml");

    public static JsonNode AsyncApi { get; } = Yaml("asyncapi.yaml");

    /// <summary>Inbound types by the queue they come in on.</summary>
    public static string QueueOf(string type) => type switch
    {
        _ when type.StartsWith("be.vlaanderen.wewis.permit.", StringComparison.Ordinal) => "dwewis-permits",
        _ when type.StartsWith("be.rijksregister.residence.", StringComparison.Ordinal) => "registry-registrations",
        _ when type.StartsWith("be.vlaanderen.letters.", StringComparison.Ordinal) => "letter-receipts",
        _ => throw new ArgumentException($"{type} does not come in."),
    };

    /// <summary>Every sample as (type, file).</summary>
    public static IEnumerable<(string Type, string File)> Samples() =>
        Directory.GetDirectories(Path.Combine(Folder, "samples")).Where(folder => Path.GetFileName(folder) != "wrong")
            .SelectMany(folder => Directory.GetFiles(folder, "*.json").Select(file => (Path.GetFileName(folder), file)));

    public static IEnumerable<(string Type, string File)> WrongSamples() =>
        Directory.GetDirectories(Path.Combine(Folder, "samples", "wrong"))
            .SelectMany(folder => Directory.GetFiles(folder).Where(file => !file.EndsWith(".reason", StringComparison.Ordinal)).Select(file => (Path.GetFileName(folder), file)));

    public static async Task AssertValidAsync(string type, string json)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Folder, "schemas", type + ".schema.json"));
        Assert.Empty(schema.Validate(json).Select(error => error.ToString()));
    }

    /// <summary>An answer against a component schema of openapi.yaml.</summary>
    public static async Task AssertAnswersAsync(string component, JsonNode answer)
    {
        var root = new JsonObject
        {
            ["$ref"] = "#/definitions/" + component,
            ["definitions"] = JsonNode.Parse(OpenApi["components"]!["schemas"]!.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal)),
        };
        var schema = await JsonSchema.FromJsonAsync(root.ToJsonString());
        Assert.Empty(schema.Validate(answer.ToJsonString()).Select(error => error.ToString()));
    }

    private static JsonNode Yaml(string file)
    {
        var graph = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(File.ReadAllText(Path.Combine(Folder, file)));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(graph))!;
    }
}
