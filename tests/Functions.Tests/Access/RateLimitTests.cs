using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Access;

/// <summary>Who asks too much waits. In an app behind two proxies with narrow limits, where each test has accounts and addresses of its own.</summary>
public sealed class RateLimitTests(SharedApp shared, NarrowApp narrow) : IClassFixture<NarrowApp>
{
    [Fact]
    public async Task An_account_that_asks_too_much_waits_and_no_other_does()
    {
        var app = narrow.App;
        var (busy, calm) = (await app.Api.TokenAsync("learner", "busy"), await app.Api.TokenAsync("learner", "calm"));

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => app.Api.GetAsync("/api/v1/me", busy)));

        AssertSomeWait(replies, HttpStatusCode.Forbidden);
        (await app.Api.GetAsync("/api/v1/me", calm)).With(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Dwewis_has_a_limit_of_its_own()
    {
        var app = narrow.App;
        var token = await app.Api.TokenAsync("dwewis", "dwewis");

        AssertSomeWait(
            await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => app.Api.PostAsync("/api/v1/compliance/query", new JsonObject { ["permitNumber"] = "W-2026-0012345" }, token))),
            HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/health", HttpStatusCode.OK, "203.0.113.1")]
    [InlineData("/api/v1/me", HttpStatusCode.Unauthorized, "203.0.113.2")]
    public async Task Without_a_token_the_address_counts(string path, HttpStatusCode usual, string address)
    {
        var app = narrow.App;
        var token = await app.Api.TokenAsync("learner", "signed-in-at-" + address);

        AssertSomeWait(await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => FromAsync(app, address + ", 10.0.0.1", path))), usual);

        // Whoever has signed in behind the same address goes on.
        (await FromAsync(app, address + ", 10.0.0.1", "/api/v1/me", token)).With(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whoever_guesses_codes_of_certificates_waits()
    {
        await using var app = await shared.StartAppAsync(NarrowApp.Narrow("WrongCodes"));

        var guesses = new List<Reply>();
        for (var i = 0; i < 40; i++)
        {
            guesses.Add(await app.Api.GetAsync(FormattableString.Invariant($"/api/v1/certificates/0000-0000-0000-{i:0000}")));
        }

        AssertSomeWait(guesses, HttpStatusCode.NotFound);
        (await app.Api.GetAsync("/api/v1/me")).With(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Behind_our_proxies_the_callers_address_counts_and_what_the_caller_claims_does_not()
    {
        var app = narrow.App;

        // Each time another lie, from the one address that the outer proxy saw.
        var liar = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => FromAsync(app, FormattableString.Invariant($"192.0.2.{i}, 198.51.100.7:50123, 10.0.0.1"))));
        AssertSomeWait(liar, HttpStatusCode.OK);

        (await FromAsync(app, "198.51.100.8, 10.0.0.1")).With(HttpStatusCode.OK);
        var subscriber = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => FromAsync(app, FormattableString.Invariant($"2001:db8:7::{i:x}, 10.0.0.1"))));
        AssertSomeWait(subscriber, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_proxies_the_header_counts_for_nothing()
    {
        await using var app = await shared.StartAppAsync(NarrowApp.Narrow("Address"));

        AssertSomeWait(await Task.WhenAll(Enumerable.Range(0, 40).Select(i => FromAsync(app, FormattableString.Invariant($"192.0.2.{i}")))), HttpStatusCode.OK);
    }

    private static async Task<Reply> FromAsync(RunningApp app, string forwardedFor, string path = "/api/health", string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Forwarded-For", forwardedFor } } };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return await app.Api.SendAsync(request);
    }

    private static void AssertSomeWait(IReadOnlyCollection<Reply> replies, HttpStatusCode usual)
    {
        var waiting = replies.Where(reply => reply.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(waiting.Count, 1, replies.Count - 5);
        Assert.All(waiting, reply =>
        {
            reply.Problem(HttpStatusCode.TooManyRequests, "belgif:tooManyRequests");
            Assert.InRange(reply.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        });
        Assert.All(replies.Except(waiting), reply => Assert.Equal(usual, reply.Status));
    }
}

/// <summary>An app behind two proxies of ours, in which each account, application and address may ask five times at once and once a second.</summary>
public sealed class NarrowApp(SharedApp shared) : IAsyncLifetime
{
    private RunningApp? app;

    internal RunningApp App => app!;

    public async ValueTask InitializeAsync()
    {
        var settings = Narrow("Account", "Application", "Address");
        settings["ClientAddress:ForwardedHops"] = "2";
        app = await shared.StartAppAsync(settings);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    internal static Dictionary<string, string?> Narrow(params IEnumerable<string> names) =>
        names.SelectMany(name => new[] { ($"RateLimits:{name}:Burst", "5"), ($"RateLimits:{name}:PerSecond", "1") }).ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2);
}
