using System.Net;
using System.Text.Json;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>A request that is not valid is answered with problem+json that names the field.</summary>
public sealed class MalformedRequestsTests(SharedApp shared)
{
    private const string BadRequest = "urn:problem-type:belgif:badRequest";

    [Theory]
    [InlineData("""{ "birthDate": "1991-05-17" }""", "activationCode")]
    [InlineData("""{ "activationCode": "ABCD-EFGH" }""", "birthDate")]
    [InlineData("""{ "activationCode": "ABCD-EFGH", "birthDate": "17/05/1991" }""", "birthDate")]
    [InlineData("""{ "activationCode": 12, "birthDate": "1991-05-17" }""", "activationCode")]
    [InlineData("""{ "activationCode": "ABCD-EFGH", "birthDate": "1991-05-17", "nickname": "A" }""", "nickname")]
    public async Task An_activation(string body, string field)
    {
        using var doors = await shared.DoorsAsync();

        AssertNames(field, await doors.PostAsync("api/v1/activations", body, Account.Learner()));
    }

    [Theory]
    [InlineData("""{ "nationalNumber": "91051712399" }""", "nationalNumber")]
    [InlineData("""{ "nationalNumber": 91051712352 }""", "nationalNumber")]
    [InlineData("""{ "permitNumber": "" }""", "permitNumber")]
    [InlineData("""{ "permitNumber": "W-2026-0012345", "familyName": "Yılmaz" }""", "familyName")]
    public async Task A_question_of_dwewis(string body, string field)
    {
        using var doors = await shared.DoorsAsync();

        var answer = await doors.PostAsync("api/v1/compliance/query", body, Account.Dwewis);

        AssertNames(field, answer);
        Assert.DoesNotContain("910517123", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "completed")]
    [InlineData("""{ "completed": "yes" }""", "completed")]
    [InlineData("""{ "completed": true, "minutes": 8 }""", "minutes")]
    public async Task A_section_done(string body, string field)
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.AbroadAsync(doors);
        var section = (await resident.Learner.ReadAsync("basis", "en")).Sections[0].SectionId;

        AssertNames(field, await doors.PutAsync($"api/v1/me/modules/basis/sections/{section}", body, resident.Learner.Account));
    }

    [Theory]
    [InlineData("{}", "answers")]
    [InlineData("""{ "answers": 5 }""", "answers")]
    [InlineData("""{ "answers": [ { "optionIds": [ "a" ] } ] }""", "questionId")]
    [InlineData("""{ "answers": [ { "questionId": "no-such-question", "optionIds": [ "a" ] } ] }""", "questionId")]
    public async Task Answers_to_a_test(string body, string field)
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.AbroadAsync(doors);
        var attempt = await resident.StartAttemptAsync();

        AssertNames(field, await doors.PutAsync($"api/v1/me/attempts/{attempt.AttemptId}/answers", body, resident.Learner.Account));
    }

    [Theory]
    [InlineData("{}", "reason")]
    [InlineData("""{ "reason": "" }""", "reason")]
    [InlineData("""{ "reason": "Heard by telephone.", "fine": 50 }""", "fine")]
    public async Task A_breach_confirmation(string body, string field)
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.InGhentAsync(doors);
        var personId = (await resident.Learner.MeAsync()).Who.PersonId;

        AssertNames(field, await doors.PostAsync($"api/v1/cases/{personId}/breach-confirmations", body, Account.CaseOfficer("amal")));
    }

    [Theory]
    [InlineData("{ \"activationCode\": ")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_body_that_is_not_a_json_object(string body)
    {
        using var doors = await shared.DoorsAsync();

        var answer = await doors.PostAsync("api/v1/activations", body, Account.Learner());

        AssertProblem(answer, HttpStatusCode.BadRequest, BadRequest);
    }

    private static void AssertNames(string field, Answer answer)
    {
        var problem = AssertProblem(answer, HttpStatusCode.BadRequest, BadRequest);
        var issues = problem.GetProperty("issues").EnumerateArray().ToList();
        Assert.Contains(issues, issue => issue.GetProperty("name").GetString()!.Contains(field, StringComparison.Ordinal));
        Assert.All(issues, issue =>
        {
            Assert.Equal("body", issue.GetProperty("in").GetString());
            Assert.False(string.IsNullOrWhiteSpace(issue.GetProperty("detail").GetString()));
        });
    }

    internal static JsonElement AssertProblem(Answer answer, HttpStatusCode status, string? type = null)
    {
        Assert.True(answer.Status == status, $"{answer.Request} answered {answer.Describe()}");
        Assert.Equal("application/problem+json", answer.ContentType);
        var problem = answer.Json;
        Assert.StartsWith(type ?? "urn:problem-type:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("title").GetString()));
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        return problem;
    }
}
