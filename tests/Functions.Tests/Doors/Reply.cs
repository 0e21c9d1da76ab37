using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Inburgering.Functions.Tests.Doors;

/// <summary>What a door answered.</summary>
internal sealed record Reply(string Request, HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Bytes)
{
    public string? MediaType => ContentHeaders.ContentType?.MediaType;

    public string Text => Encoding.UTF8.GetString(Bytes);

    public string? ContentLanguage => ContentHeaders.ContentLanguage.SingleOrDefault();

    public JsonObject Json => JsonNode.Parse(Bytes)!.AsObject();

    public IReadOnlyList<JsonObject> Items => [.. Json["items"]!.AsArray().Select(item => item!.AsObject())];

    /// <summary>The reply, which must have this status.</summary>
    public Reply With(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{this}, and not {(int)status}.");
        return this;
    }

    /// <summary>The body of a problem, which it must be.</summary>
    /// <param name="type">Without <c>urn:problem-type:</c>.</param>
    public JsonObject Problem(HttpStatusCode status, string type)
    {
        With(status);
        Assert.Equal("application/problem+json", MediaType);
        var problem = Json;
        Assert.Equal("urn:problem-type:" + type, problem.Text("type"));
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        return problem;
    }

    /// <summary>The names of the fields that a refused request is said to have wrong.</summary>
    public IReadOnlyList<string> WrongFields() =>
        [.. Problem(HttpStatusCode.BadRequest, "belgif:badRequest")["issues"]!.AsArray().Select(issue => issue!.AsObject().Text("name"))];

    public override string ToString() => $"{Request} answered {(int)Status} {Text[..Math.Min(Text.Length, 600)]}";
}

internal static class JsonReading
{
    public static string Text(this JsonObject json, string name) =>
        json[name]?.GetValue<string>() ?? throw new InvalidOperationException($"'{name}' is not in {json.ToJsonString()}");

    public static string? OptionalText(this JsonObject json, string name) => json[name]?.GetValue<string>();

    public static JsonObject Part(this JsonObject json, string name) =>
        json[name]?.AsObject() ?? throw new InvalidOperationException($"'{name}' is not in {json.ToJsonString()}");

    public static IReadOnlyList<string> Texts(this JsonObject json, string name) => [.. json[name]!.AsArray().Select(item => item!.GetValue<string>())];
}
