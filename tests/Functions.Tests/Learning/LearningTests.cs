using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contracts;

namespace Inburgering.Functions.Tests.Learning;

/// <summary>Modules, tests and certificates through the public doors.</summary>
public sealed class LearningTests(AppFixture app)
{
    [Fact]
    public async Task Whoever_fails_goes_through_the_part_again_before_the_next_test()
    {
        var token = await new Newcomer().ActivatedAsync(app);
        Assert.Equal(409, await StatusAsync(HttpMethod.Post, "/api/v1/me/modules/basis/attempts", token));
        var attempt = await Study.ReadyAttemptAsync(app, token, "basis");
        var result = await app.JsonAsync(HttpMethod.Post, $"/api/v1/me/attempts/{attempt["attemptId"]}/submission", token, Study.WrongAnswers(attempt));
        await ContractFiles.AssertAnswersAsync("AttemptResult", result);
        Assert.False(result["passed"]!.GetValue<bool>());
        Assert.NotEmpty(result["topicsToStudy"]!.AsArray());

        var module = (await app.JsonAsync(HttpMethod.Get, "/api/v1/me/modules", token))["items"]!.AsArray().Single(item => item!["moduleId"]!.GetValue<string>() == "basis")!;
        Assert.Equal(("inProgress", 0), (module["status"]!.GetValue<string>(), module["percent"]!.GetValue<int>()));
        Assert.NotEmpty(module["sectionsToRedo"]!.AsArray());
        Assert.Equal(409, await StatusAsync(HttpMethod.Post, "/api/v1/me/modules/basis/attempts", token));

        await Study.PassAsync(app, token, "basis");
        Assert.Equal(409, await StatusAsync(HttpMethod.Post, "/api/v1/me/modules/basis/attempts", token));
    }

    [Fact]
    public async Task Right_answers_never_leave_before_the_attempt_is_closed()
    {
        var token = await new Newcomer().ActivatedAsync(app);
        var attempt = await Study.ReadyAttemptAsync(app, token, "labour-rights");
        await ContractFiles.AssertAnswersAsync("Attempt", attempt);
        Assert.DoesNotContain("correct", attempt.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("correct", (await app.JsonAsync(HttpMethod.Get, "/api/v1/me/data", token)).ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_open_attempt_goes_on_on_another_device_with_what_was_saved()
    {
        var token = await new Newcomer().ActivatedAsync(app);
        var attempt = await Study.ReadyAttemptAsync(app, token, "basis");
        var question = attempt["questions"]![0]!;
        var (questionId, optionId) = (question["questionId"]!.GetValue<string>(), question["options"]![1]!["optionId"]!.GetValue<string>());
        using var saved = await app.AskAsync(HttpMethod.Put, $"/api/v1/me/attempts/{attempt["attemptId"]}/answers", token, new { answers = new[] { new { questionId, optionIds = new[] { optionId } } } });
        Assert.Equal(204, (int)saved.StatusCode);

        var again = await app.JsonAsync(HttpMethod.Post, "/api/v1/me/modules/basis/attempts", token);
        Assert.Equal(attempt["questions"]!.ToJsonString(), again["questions"]!.ToJsonString());
        Assert.Equal(optionId, Assert.Single(again["answers"]!.AsArray())!["optionIds"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Submitting_twice_or_at_once_gives_one_result_and_closes_the_attempt()
    {
        var token = await new Newcomer().ActivatedAsync(app);
        var attempt = await Study.ReadyAttemptAsync(app, token, "basis");
        var path = $"/api/v1/me/attempts/{attempt["attemptId"]}/submission";
        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.JsonAsync(HttpMethod.Post, path, token, Study.RightAnswers(attempt))));
        Assert.Single(results.Select(result => result.ToJsonString()).Distinct());
        Assert.Equal(results[0].ToJsonString(), (await app.JsonAsync(HttpMethod.Post, path, token, Study.WrongAnswers(attempt))).ToJsonString());
        Assert.Equal(409, await StatusAsync(HttpMethod.Put, $"/api/v1/me/attempts/{attempt["attemptId"]}/answers", token, new { answers = Array.Empty<object>() }));
    }

    [Theory]
    [InlineData("not-shown", "a", "answers[0].questionId")]
    [InlineData(null, "z", "answers[0].optionIds")]
    public async Task An_answer_to_what_was_not_shown_is_refused_by_its_field(string? questionId, string optionId, string field)
    {
        var token = await new Newcomer().ActivatedAsync(app);
        var attempt = await Study.ReadyAttemptAsync(app, token, "basis");
        questionId ??= attempt["questions"]![0]!["questionId"]!.GetValue<string>();
        using var answer = await app.AskAsync(HttpMethod.Put, $"/api/v1/me/attempts/{attempt["attemptId"]}/answers", token, new { answers = new[] { new { questionId, optionIds = new[] { optionId } } } });
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(field, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["issues"]![0]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task All_modules_passed_give_a_certificate_that_anyone_checks()
    {
        var newcomer = new Newcomer();
        var token = await newcomer.ActivatedAsync(app);
        Assert.Equal(404, await StatusAsync(HttpMethod.Get, "/api/v1/me/certificate", token));
        foreach (var moduleId in new[] { "basis", "rights-duties", "labour-rights" })
        {
            await Study.PassAsync(app, token, moduleId);
        }

        var certificate = await app.JsonAsync(HttpMethod.Get, "/api/v1/me/certificate", token, accept: "application/json");
        await ContractFiles.AssertAnswersAsync("Certificate", certificate);
        using var pdf = await app.AskAsync(HttpMethod.Get, "/api/v1/me/certificate", token, null, "application/pdf");
        Assert.StartsWith("%PDF", await pdf.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var typed = certificate["verificationCode"]!.GetValue<string>().Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        var verified = await app.JsonAsync(HttpMethod.Get, $"/api/v1/certificates/{typed.ToLowerInvariant()}", null);
        await ContractFiles.AssertAnswersAsync("CertificateVerification", verified);
        Assert.Equal(["holderName", "issuedOn", "modules", "status"], verified.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
        Assert.Equal(404, await StatusAsync(HttpMethod.Get, "/api/v1/certificates/0000-0000-0000-0000", null));

        var me = await app.JsonAsync(HttpMethod.Get, "/api/v1/me", token);
        await ContractFiles.AssertAnswersAsync("Me", me);
        await app.SendAsync("registry-registrations", newcomer.Registered(permitNumber: newcomer.PermitNumber).ToJsonString());
        me = await app.JsonAsync(HttpMethod.Get, "/api/v1/me", token);
        Assert.Equal("fulfilled", me["obligation"]!["status"]!.GetValue<string>());
        Assert.Null(me["obligation"]!["deadlineOn"]);
    }

    [Fact]
    public async Task A_language_that_is_missing_falls_back_and_the_answer_says_so()
    {
        var token = await new Newcomer().ActivatedAsync(app);
        foreach (var (asked, given) in new[] { ("nl", "nl"), ("en", "en"), ("tr", "en") })
        {
            using var answer = await app.AskAsync(HttpMethod.Get, $"/api/v1/modules/basis?language={asked}", token, (HttpContent?)null);
            Assert.Equal(given, Assert.Single(answer.Content.Headers.ContentLanguage));
            await ContractFiles.AssertAnswersAsync("Module", JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
        }

        await ContractFiles.AssertAnswersAsync("ModuleList", await app.JsonAsync(HttpMethod.Get, "/api/v1/modules", token));
        await ContractFiles.AssertAnswersAsync("ModuleProgressList", await app.JsonAsync(HttpMethod.Get, "/api/v1/me/modules", token));
    }

    private async Task<int> StatusAsync(HttpMethod method, string path, string? token, object? body = null)
    {
        using var answer = await app.AskAsync(method, path, token, body);
        return (int)answer.StatusCode;
    }
}
