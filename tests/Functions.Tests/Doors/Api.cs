using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Doors;

/// <summary>Sends requests to a running app. Whatever it answers under <c>/api</c> is held against openapi.yaml, in every test.</summary>
internal sealed class Api(HttpClient http, ErrorLog errors)
{
    private readonly ConcurrentDictionary<string, bool> met = new();
    private readonly ConcurrentDictionary<(string Role, string Subject, string? Agency), Task<string>> tokens = new();

    /// <summary>Every operation and status that was met so far, as <c>GetMe 200</c>.</summary>
    public ICollection<string> Met => met.Keys;

    public Task<Reply> GetAsync(string path, string? token = null, string? accept = null) => SendAsync(HttpMethod.Get, path, null, token, accept);

    public Task<Reply> PostAsync(string path, JsonNode? body, string? token = null) => SendAsync(HttpMethod.Post, path, Content(body), token);

    public Task<Reply> PutAsync(string path, JsonNode? body, string? token = null) => SendAsync(HttpMethod.Put, path, Content(body), token);

    /// <param name="authorization">A token, or a whole header where it holds a space.</param>
    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content, string? authorization = null, string? accept = null, string? acceptLanguage = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        Add(request.Headers, "Authorization", authorization?.Contains(' ', StringComparison.Ordinal) is false ? $"Bearer {authorization}" : authorization);
        Add(request.Headers, "Accept", accept);
        Add(request.Headers, "Accept-Language", acceptLanguage);
        return await SendAsync(request);
    }

    /// <summary>A POST with headers beside the token.</summary>
    public async Task<Reply> PostAsync(string path, JsonNode? body, string token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Content(body) };
        Add(request.Headers, "Authorization", $"Bearer {token}");
        foreach (var (name, value) in headers)
        {
            Add(request.Headers, name, value);
        }

        return await SendAsync(request);
    }

    /// <param name="request">With a path as its address.</param>
    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        var (method, path) = (request.Method, request.RequestUri!.OriginalString);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var reply = new Reply(
            $"{method} {path}", response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.True((int)response.StatusCode < 500, $"{reply}\n{errors.Latest}");
        if (await OpenApi.CheckAsync(method.Method, path, reply) is { } operation)
        {
            met.TryAdd(FormattableString.Invariant($"{operation.Id} {(int)reply.Status}"), true);
        }

        return reply;
    }

    /// <summary>A token of the local issuer. It is asked for once an account.</summary>
    public Task<string> TokenAsync(string role, string subject, string? agency = null) =>
        tokens.GetOrAdd((role, subject, agency), account => FreshTokenAsync(account.Role, account.Subject, account.Agency));

    /// <summary>A token issued now, for where the clock has moved.</summary>
    public async Task<string> FreshTokenAsync(string role, string subject, string? agency = null)
    {
        var body = new JsonObject { ["role"] = role, ["subject"] = subject };
        if (agency is not null)
        {
            body["agency"] = agency;
        }

        return (await PostAsync("/local/oidc/token", body)).With(HttpStatusCode.OK).Json.Text("access_token");
    }

    public Task<string> OfficerAsync(string agency) => TokenAsync("case-officer", "officer", agency);

    /// <summary>What DWEWIS is told about somebody.</summary>
    public async Task<string> ComplianceAsync(string identifier, string value) =>
        (await PostAsync("/api/v1/compliance/query", new JsonObject { [identifier] = value }, await TokenAsync("dwewis", "dwewis")))
        .With(HttpStatusCode.OK).Json.Text("status");

    public static HttpContent? Content(JsonNode? body) => body is null ? null : Content(body.ToJsonString());

    public static HttpContent Content(string body) => new StringContent(body, Encoding.UTF8, "application/json");

    private static void Add(HttpRequestHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
