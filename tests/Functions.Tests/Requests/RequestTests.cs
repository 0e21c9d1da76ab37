using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contracts;

namespace Inburgering.Functions.Tests.Requests;

/// <summary>A malformed request gets an answer that names the field, and leaves nothing behind.</summary>
public sealed class RequestTests(AppFixture app)
{
    public static TheoryData<string, string, string> Malformed() => new()
    {
        { "/api/v1/activations", "", "body" },
        { "/api/v1/activations", "no json", "body" },
        { "/api/v1/activations", "[]", "body" },
        { "/api/v1/activations", """{"birthDate":"1990-01-01"}""", "activationCode" },
        { "/api/v1/activations", """{"activationCode":"X","birthDate":"01/02/1990"}""", "birthDate" },
        { "/api/v1/activations", """{"activationCode":7,"birthDate":"1990-01-01"}""", "activationCode" },
        { "/api/v1/activations", """{"activationCode":"X","birthDate":"1990-01-01","extra":1}""", "extra" },
        { "/api/v1/activations", """{"activationCode":"0000-0000-0000","birthDate":"1990-01-01"}""", "activationCode" },
        { "PUT /api/v1/me/modules/basis/sections/arriving-and-registering", """{"completed":false}""", "completed" },
        { "PUT /api/v1/me/modules/basis/sections/arriving-and-registering", """{"completed":"yes"}""", "completed" },
        { "PUT /api/v1/me/attempts/x/answers", """{"answers":{}}""", "answers" },
        { "PUT /api/v1/me/attempts/x/answers", """{"answers":[{"questionId":"q"}]}""", "answers[0].optionIds" },
        { "PUT /api/v1/me/attempts/x/answers", """{"answers":[7]}""", "answers[0]" },
        { "/api/v1/me/attempts/x/submission", """{"answer":[]}""", "answers" },
        { "/api/v1/me/partners", """{"givenNames":"A","familyName":"B","birthDate":"1990-01-01","nationality":"TR"}""", "email" },
        { "/api/v1/me/partners", """{"givenNames":"A","familyName":"B","birthDate":"1990-01-01","nationality":"FR","email":"a@example.org"}""", "nationality" },
        { "/api/v1/me/partners", """{"givenNames":"A","familyName":"B","birthDate":"2020-01-01","nationality":"TR","email":"a@example.org"}""", "birthDate" },
        { "/api/v1/me/partners", """{"givenNames":"A","familyName":"B","birthDate":"2990-01-01","nationality":"TR","email":"a@example.org"}""", "birthDate" },
        { "officer /api/v1/cases/x/breach-confirmations", "{}", "reason" },
        { "officer /api/v1/cases/x/breach-confirmations", """{"reason":"   "}""", "reason" },
        { "dwewis /api/v1/compliance/query", "{}", "nationalNumber" },
        { "dwewis /api/v1/compliance/query", """{"nationalNumber":"91051712300"}""", "nationalNumber" },
        { "dwewis /api/v1/compliance/query", """{"nationalNumber":"85073003328","permitNumber":"W-1"}""", "nationalNumber" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Is_answered_by_the_field(string operation, string body, string field)
    {
        var words = operation.Split(' ');
        var token = words[0] switch
        {
            "officer" => await app.TokenAsync("case-officer", "officer", "atlas"),
            "dwewis" => await app.TokenAsync("dwewis", "dwewis"),
            _ => await new Newcomer().ActivatedAsync(app),
        };
        var data = words[0] is "officer" or "dwewis" ? null : await DataAsync(token);

        using var answer = await app.AskAsync(words[0] == "PUT" ? HttpMethod.Put : HttpMethod.Post, words[^1], token, new StringContent(body, Encoding.UTF8, "application/json"));
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        await ContractFiles.AssertAnswersAsync("Problem", problem);
        Assert.Contains(field, problem["issues"]!.AsArray().Select(issue => issue!["name"]!.GetValue<string>()));
        if (data is not null)
        {
            Assert.Equal(data, await DataAsync(token));
        }
    }

    [Fact]
    public async Task Too_large_a_body_is_refused()
    {
        var token = await new Newcomer().ActivatedAsync(app);
        using var answer = await app.AskAsync(HttpMethod.Post, "/api/v1/activations", token, new StringContent(new string('x', 200_000)));
        Assert.Equal(413, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_code_binds_one_account_to_one_person_whoever_is_faster()
    {
        var newcomer = new Newcomer();
        await app.SendAsync("dwewis-permits", newcomer.Granted().ToJsonString());
        var code = await newcomer.InvitationCodeAsync(app);
        var body = new { activationCode = code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), birthDate = newcomer.BirthDate.ToString("yyyy-MM-dd", null) };
        using (var wrongBirthDate = await app.AskAsync(HttpMethod.Post, "/api/v1/activations", await app.TokenAsync("learner", newcomer.Subject), new { activationCode = code, birthDate = "1950-01-01" }))
        {
            Assert.Equal(400, (int)wrongBirthDate.StatusCode);
        }

        var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => app.TokenAsync("learner", $"{newcomer.Subject}-{i}")));
        var answers = await Task.WhenAll(tokens.Select(async token =>
        {
            using var answer = await app.AskAsync(HttpMethod.Post, "/api/v1/activations", token, body);
            return (int)answer.StatusCode;
        }));
        Assert.Single(answers, 201);
        var winner = tokens[Array.IndexOf(answers, 201)];
        using var again = await app.AskAsync(HttpMethod.Post, "/api/v1/activations", winner, body);
        Assert.Equal(201, (int)again.StatusCode);
        foreach (var loser in tokens.Where(token => token != winner))
        {
            using var answer = await app.AskAsync(HttpMethod.Get, "/api/v1/me", loser, (HttpContent?)null);
            Assert.Equal(403, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_partner_is_declared_once_and_invited()
    {
        var (worker, partner) = (new Newcomer(), new Newcomer());
        var token = await worker.ActivatedAsync(app);
        var declaration = partner.Details();
        declaration.Remove("preferredLanguage");
        var body = JsonSerializer.Deserialize<object>(declaration.ToJsonString())!;
        await ContractFiles.AssertAnswersAsync("DeclaredPartner", await app.JsonAsync(HttpMethod.Post, "/api/v1/me/partners", token, body));
        await app.JsonAsync(HttpMethod.Post, "/api/v1/me/partners", token, body);
        await partner.SignedInAsync(app);

        var other = new Newcomer().Details();
        other.Remove("preferredLanguage");
        using var answer = await app.AskAsync(HttpMethod.Post, "/api/v1/me/partners", token, JsonSerializer.Deserialize<object>(other.ToJsonString()));
        Assert.Equal(409, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Health_says_that_storage_answers() =>
        await ContractFiles.AssertAnswersAsync("Health", await app.JsonAsync(HttpMethod.Get, "/api/health", null));

    private async Task<string> DataAsync(string token)
    {
        var data = await app.JsonAsync(HttpMethod.Get, "/api/v1/me/data", token);
        data.AsObject().Remove("exportedAt");
        return data.ToJsonString();
    }
}
