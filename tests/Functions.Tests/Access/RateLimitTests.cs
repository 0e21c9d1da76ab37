using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Access;

/// <summary>Who asks too much waits. Each test has an app of its own with narrow limits.</summary>
public sealed class RateLimitTests(SharedApp shared)
{
    [Fact]
    public async Task An_account_that_asks_too_much_waits_and_no_other_does()
    {
        await using var app = await AppAsync("Account");
        var (busy, calm) = (await app.Api.TokenAsync("learner", "busy"), await app.Api.TokenAsync("learner", "calm"));

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => app.Api.GetAsync("/api/v1/me", busy)));

        AssertSomeWait(replies, HttpStatusCode.Forbidden);
        (await app.Api.GetAsync("/api/v1/me", calm)).With(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Dwewis_has_a_limit_of_its_own()
    {
        await using var app = await AppAsync("Application");
        var token = await app.Api.TokenAsync("dwewis", "dwewis");

        AssertSomeWait(
            await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => app.Api.PostAsync("/api/v1/compliance/query", new JsonObject { ["permitNumber"] = "W-2026-0012345" }, token))),
            HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/health", HttpStatusCode.OK)]
    [InlineData("/api/v1/me", HttpStatusCode.Unauthorized)]
    public async Task Without_a_token_the_address_counts(string path, HttpStatusCode usual)
    {
        await using var app = await AppAsync("Address");
        var token = await app.Api.TokenAsync("learner", "signed-in");

        AssertSomeWait(await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => app.Api.GetAsync(path))), usual);

        // Whoever has signed in behind the same address goes on.
        (await app.Api.GetAsync("/api/v1/me", token)).With(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whoever_guesses_codes_of_certificates_waits()
    {
        await using var app = await AppAsync("WrongCodes");

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
        var settings = Narrow("Address");
        settings["ClientAddress:ForwardedHops"] = "2";
        await using var app = await shared.StartAppAsync(settings);

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
        await using var app = await AppAsync("Address");

        AssertSomeWait(await Task.WhenAll(Enumerable.Range(0, 40).Select(i => FromAsync(app, FormattableString.Invariant($"192.0.2.{i}")))), HttpStatusCode.OK);
    }

    private static async Task<Reply> FromAsync(RunningApp app, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/health") { Headers = { { "X-Forwarded-For", forwardedFor } } };
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

    private Task<RunningApp> AppAsync(string narrow) => shared.StartAppAsync(Narrow(narrow));

    private static Dictionary<string, string?> Narrow(string name) => new() { [$"RateLimits:{name}:Burst"] = "5", [$"RateLimits:{name}:PerSecond"] = "1" };
}
