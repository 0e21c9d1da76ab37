using System.Net;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Access;

/// <summary>What every answer carries, a refusal included.</summary>
public sealed class HeaderTests(SharedApp shared)
{
    public static TheoryData<string> Operations => [.. OpenApi.Operations.Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_answer_is_safe_to_show(string id)
    {
        var operation = OpenApi.Operations.Single(operation => operation.Id == id);

        AssertSafe(await shared.Api.SendAsync(new HttpMethod(operation.Method), operation.PathWith(), null));
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Over_tls_browsers_are_told_to_stay_there(string protocol, bool told)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/health") { Headers = { { "X-Forwarded-Proto", protocol } } };

        Assert.Equal(told, (await shared.Api.SendAsync(request)).Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Pages_of_other_origins_may_ask_only_where_that_is_configured()
    {
        const string configured = "https://portal.example.be";
        await using var app = await shared.StartAppAsync(new Dictionary<string, string?> { ["Host:CORS"] = configured });
        string[] others =
        [
            "https://evil.example", "null", "*", "http://portal.example.be", "https://portal.example.be:8443", "https://portal.example.be.evil.example", "https://evil-portal.example.be",
            "https://www.portal.example.be", "https://portal.example.be/", "https://portal.example.be, https://evil.example", "https://portal.example.be@evil.example", "https://portal_example.be",
        ];
        foreach (var method in new[] { HttpMethod.Options, HttpMethod.Get })
        {
            Assert.Equal(configured, await AllowedAsync(app.Api, method, configured));
            Assert.Null(await AllowedAsync(shared.Api, method, configured));
            foreach (var origin in others)
            {
                Assert.Null(await AllowedAsync(app.Api, method, origin));
            }
        }
    }

    private static async Task<string?> AllowedAsync(Api api, HttpMethod method, string origin)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/me");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "GET");
        var reply = await api.SendAsync(request);
        Assert.False(reply.Headers.Contains("Access-Control-Allow-Credentials"));
        return reply.Headers.TryGetValues("Access-Control-Allow-Origin", out var told) ? told.Single() : null;
    }

    internal static void AssertSafe(Reply reply)
    {
        Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("default-src 'none'; frame-ancestors 'none'", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-referrer", reply.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("no-store", reply.Headers.CacheControl!.ToString());
        Assert.False(reply.Headers.Contains("Server"));
        Assert.False(reply.Headers.Contains("X-Powered-By"));
    }
}
