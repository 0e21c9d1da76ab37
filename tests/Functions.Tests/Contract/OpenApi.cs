using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using NJsonSchema;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>contracts/openapi.yaml: its operations, and what an answer must be.</summary>
internal static class OpenApi
{
    private const string SchemaPointer = "#/components/schemas/";

    private static readonly JsonObject Document = Yaml.Read(Path.Combine(Repository.Contracts, "openapi.yaml")).AsObject();

    private static readonly Lazy<Task<JsonSchema>> Schemas = new(() => JsonSchema.FromJsonAsync(AsJsonSchema().ToJsonString()));

    public static IReadOnlyList<ApiOperation> Operations { get; } = [.. ReadOperations()];

    /// <summary>Every example of a component schema.</summary>
    public static IEnumerable<(string Schema, string Json)> SchemaExamples =>
        from schema in Document["components"]!["schemas"]!.AsObject()
        from example in schema.Value!["examples"]?.AsArray() ?? []
        select (schema.Key, example!.ToJsonString());

    /// <summary>A component schema as it stands in the file.</summary>
    public static JsonObject Schema(string name) => Document["components"]!["schemas"]![name]!.AsObject();

    /// <summary>A schema with its reference followed.</summary>
    public static JsonObject Resolved(JsonObject schema) => schema.ContainsKey("$ref") ? Resolved(Schema(SchemaName(schema))) : schema;

    public static string SchemaName(JsonNode reference) => reference.AsObject().Text("$ref")[SchemaPointer.Length..];

    /// <summary>A body that the operation takes, from the examples of its schema.</summary>
    public static JsonObject ExampleBody(ApiOperation operation) => Schema(operation.BodySchema)["examples"]!.AsArray()[0]!.DeepClone().AsObject();

    /// <summary>Holds an answer against the operation that gave it: its status, media type, headers and body must be documented.</summary>
    /// <returns>The operation; <see langword="null"/> where none answers.</returns>
    public static async Task<ApiOperation?> CheckAsync(string method, string path, Reply reply)
    {
        // What no operation answers comes from the host, without a body.
        if (Operations.FirstOrDefault(operation => operation.Answers(method, path)) is not { } operation)
        {
            return null;
        }

        var responses = operation.Definition.Part("responses");
        var status = ((int)reply.Status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(responses.ContainsKey(status) || reply.Status == HttpStatusCode.RequestEntityTooLarge, $"{reply}: status {status} of {operation.Id} is not in openapi.yaml.");
        var response = Followed(responses[status] ?? responses["default"]!);
        foreach (var header in response["headers"]?.AsObject().Select(header => header.Key) ?? [])
        {
            Assert.True(reply.Headers.Contains(header), $"{reply}: {operation.Id} promises the header {header}.");
        }

        if (response["content"] is not JsonObject content)
        {
            Assert.Empty(reply.Bytes);
            return operation;
        }

        Assert.True(content.ContainsKey(reply.MediaType ?? ""), $"{reply}: {operation.Id} does not promise {reply.MediaType} with {status}.");
        if (content[reply.MediaType!]!["schema"] is JsonObject schema && schema.ContainsKey("$ref"))
        {
            var errors = (await Schemas.Value).Definitions[SchemaName(schema)].Validate(reply.Text);
            Assert.True(errors.Count == 0, $"{reply}: not as {SchemaName(schema)} in openapi.yaml: {string.Join("; ", errors)}");
        }

        return operation;
    }

    /// <summary>Validates a text by a component schema.</summary>
    /// <returns>What is wrong with it.</returns>
    public static async Task<IReadOnlyList<string>> ErrorsAsync(string schema, string json) =>
        [.. (await Schemas.Value).Definitions[schema].Validate(json).Select(error => error.ToString())];

    private static IEnumerable<ApiOperation> ReadOperations()
    {
        var basePath = Document["servers"]![0]!["url"]!.GetValue<string>();
        foreach (var (path, item) in Document.Part("paths"))
        {
            var prefix = item!["servers"]?[0]?["url"]?.GetValue<string>() ?? basePath;
            foreach (var (method, operation) in item.AsObject().Where(member => member.Key is not "servers"))
            {
                yield return new ApiOperation(operation!.AsObject().Text("operationId"), method.ToUpperInvariant(), prefix + path, operation.AsObject());
            }
        }
    }

    private static JsonObject Followed(JsonNode response) =>
        response["$ref"]?.GetValue<string>() is { } pointer ? Document["components"]!["responses"]![pointer.Split('/')[^1]]!.AsObject() : response.AsObject();

    /// <summary>
    /// The component schemas as one JSON Schema. Answers may gain properties, for a caller; here one that is not documented is a
    /// mistake, except in the export of personal data, whose parts are as they are held.
    /// </summary>
    private static JsonObject AsJsonSchema()
    {
        var definitions = new JsonObject();
        foreach (var (name, schema) in Document["components"]!["schemas"]!.AsObject())
        {
            var definition = JsonNode.Parse(schema!.ToJsonString().Replace(SchemaPointer, "#/definitions/", StringComparison.Ordinal))!.AsObject();
            if (definition.ContainsKey("properties") && name != "PersonalData")
            {
                definition["additionalProperties"] = false;
            }

            WithoutExamples(definition);
            definitions[name] = definition;
        }

        return new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["definitions"] = definitions };
    }

    private static void WithoutExamples(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            map.Remove("examples");
            foreach (var (_, value) in map)
            {
                WithoutExamples(value);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                WithoutExamples(item);
            }
        }
    }
}
