using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inburgering.Functions.Http;
using Inburgering.LocalRuntime;

namespace Inburgering.Functions.Tests.Access;

/// <summary>Who gets in and who doesn't, for every HTTP function of the app: generated from the function list.</summary>
public sealed class AccessTests(AppFixture app)
{
    private static readonly (string Role, string? Agency)[] Roles =
        [("learner", null), ("case-officer", "atlas"), ("enforcement-officer", null), ("dwewis", null), ("operator", null)];

    public static TheoryData<string> Closed() => [.. FunctionAccess.Table.Where(line => line.Value.Role is not null).Select(line => line.Key)];

    public static TheoryData<string> Open() => [.. FunctionAccess.Table.Where(line => line.Value.Role is null).Select(line => line.Key)];

    [Theory]
    [MemberData(nameof(Open))]
    public async Task An_open_function_asks_for_no_token(string function)
    {
        using var answer = await CallAsync(function, null);
        Assert.NotEqual(401, (int)answer.StatusCode);
        Assert.NotEqual(403, (int)answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task No_token_gives_401(string function) => await RefusedAsync(function, null, 401, "noAccessToken");

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task A_token_that_is_not_what_it_says_gives_401(string function)
    {
        var token = await app.TokenAsync(RoleOf(function), "somebody", RoleOf(function) == "case-officer" ? "atlas" : null);
        var parts = token.Split('.');
        foreach (var forged in new[]
        {
            "no.token.at-all",
            $"{parts[0]}.{Changed(parts[1], "sub", "somebody-else")}.{parts[2]}",
            $"{parts[0]}.{Changed(parts[1], "aud", "another-api")}.{parts[2]}",
            $"{parts[0]}.{Changed(parts[1], "iss", "https://issuer.example.org")}.{parts[2]}",
            $"{Changed(parts[0], "alg", "none")}.{parts[1]}.",
        })
        {
            await RefusedAsync(function, forged, 401, "invalidAccessToken");
        }
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Every_other_role_gets_403(string function)
    {
        foreach (var (role, agency) in Roles.Where(role => role.Role != RoleOf(function)))
        {
            await RefusedAsync(function, await app.TokenAsync(role, $"some-{role}", agency), 403, "missingPermission");
        }
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task A_learner_without_a_person_sees_nobody(string function)
    {
        if (FunctionAccess.Table[function].Ownership == Ownership.OwnPerson)
        {
            await RefusedAsync(function, await app.TokenAsync("learner", "stranger-" + function), 403, "accountNotActivated");
        }
    }

    [Fact]
    public async Task Another_learners_attempt_and_letter_do_not_exist()
    {
        var (owner, other) = (new Newcomer(), new Newcomer());
        var (ownersToken, othersToken) = (await owner.ActivatedAsync(app), await other.ActivatedAsync(app));
        await app.SendAsync("registry-registrations", owner.Registered(permitNumber: owner.PermitNumber).ToJsonString());
        var letterId = (await app.JsonAsync(HttpMethod.Get, "/api/v1/me/letters", ownersToken))["items"]![0]!["letterId"]!.GetValue<string>();
        var attemptId = (await Learning.Study.ReadyAttemptAsync(app, ownersToken, "basis"))["attemptId"]!.GetValue<string>();

        using var ownLetter = await app.AskAsync(HttpMethod.Get, $"/api/v1/me/letters/{letterId}", ownersToken);
        Assert.Equal("application/pdf", ownLetter.Content.Headers.ContentType!.MediaType);
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, $"/api/v1/me/letters/{letterId}", null),
            (HttpMethod.Put, $"/api/v1/me/attempts/{attemptId}/answers", new { answers = Array.Empty<object>() }),
            (HttpMethod.Post, $"/api/v1/me/attempts/{attemptId}/submission", null),
        })
        {
            using var answer = await app.AskAsync(method, path, othersToken, body);
            Assert.Equal(404, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_case_of_another_agency_does_not_exist()
    {
        var newcomer = new Newcomer();
        var token = await newcomer.ActivatedAsync(app);
        await app.SendAsync("registry-registrations", newcomer.Registered("44021", permitNumber: newcomer.PermitNumber).ToJsonString());
        var personId = (await app.JsonAsync(HttpMethod.Get, "/api/v1/me", token))["personId"]!.GetValue<string>();
        foreach (var (agency, status) in new[] { ("atlas", 404), ("agii", 404), ("amal", 409) })
        {
            using var answer = await app.AskAsync(HttpMethod.Post, $"/api/v1/cases/{personId}/breach-confirmations", await app.TokenAsync("case-officer", "officer", agency), new { reason = "No ground is known." });
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    private static string RoleOf(string function) => FunctionAccess.Table[function].Role!;

    private async Task RefusedAsync(string function, string? token, int status, string problem)
    {
        using var answer = await CallAsync(function, token);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(":" + problem, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["type"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> CallAsync(string function, string? token)
    {
        var trigger = typeof(FunctionAccess).Assembly.GetTypes().Single(type => type.Name == function)
            .GetMethods().SelectMany(method => method.GetParameters()).Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).Single(attribute => attribute is not null)!;
        var path = "/api/" + string.Join('/', trigger.Route!.Split('/').Select(part => part.StartsWith('{') ? "x1" : part));
        return app.AskAsync(new HttpMethod(trigger.Methods![0].ToUpperInvariant()), path, token, (HttpContent?)null);
    }

    private static string Changed(string part, string claim, string value)
    {
        var padded = part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '=');
        var json = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(padded)))!;
        json[claim] = value;
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
