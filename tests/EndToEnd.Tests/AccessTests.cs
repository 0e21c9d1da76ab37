using System.Net;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>Who may do what, and what is not there.</summary>
public sealed class AccessTests(SharedApp shared)
{
    private const string NotFound = "urn:problem-type:belgif:resourceNotFound";

    [Fact]
    public async Task A_test_of_someone_else_can_be_neither_answered_nor_handed_in()
    {
        using var doors = await shared.DoorsAsync();
        var owner = await Resident.AbroadAsync(doors);
        var attempt = await owner.StartAttemptAsync();
        var stranger = await Resident.AbroadAsync(doors);
        var answers = new GivenAnswers([new GivenAnswer(attempt.Questions[0].QuestionId, [attempt.Questions[0].Options[0].OptionId])]);

        AssertHidden(await doors.PutAsync($"api/v1/me/attempts/{attempt.AttemptId}/answers", answers, stranger.Learner.Account));
        AssertHidden(await doors.PostAsync($"api/v1/me/attempts/{attempt.AttemptId}/submission", answers, stranger.Learner.Account));

        // It is still the owner's, open and unanswered.
        var result = await owner.Learner.SubmitAsync(attempt.AttemptId, new GivenAnswers([]));
        Assert.False(result.Passed);
        Assert.Equal(0, result.Score);
    }

    [Fact]
    public async Task A_letter_of_someone_else_is_not_there()
    {
        using var doors = await shared.DoorsAsync();
        var owner = await Resident.InGhentAsync(doors);
        var stranger = await Resident.AbroadAsync(doors);
        var letterId = (await owner.LetterAsync()).Required("letterId");

        Assert.True((await owner.Learner.LetterPdfAsync(letterId)).IsPdf);
        AssertHidden(await stranger.Learner.LetterPdfAsync(letterId));
    }

    [Theory]
    [InlineData("GET", "api/v1/me")]
    [InlineData("GET", "api/v1/me/modules")]
    [InlineData("GET", "api/v1/modules")]
    [InlineData("POST", "api/v1/activations")]
    [InlineData("POST", "api/v1/compliance/query")]
    [InlineData("POST", "api/v1/cases/00000000-0000-0000-0000-000000000000/breach-confirmations")]
    public async Task Without_a_token_there_is_no_entry(string method, string path)
    {
        using var doors = await shared.DoorsAsync();

        var answer = await doors.SendAsync(new HttpMethod(method), path, method == "POST" ? new { } : null);

        MalformedRequestsTests.AssertProblem(answer, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("GET", "api/v1/me", "dwewis")]
    [InlineData("GET", "api/v1/me", "case-officer")]
    [InlineData("POST", "api/v1/compliance/query", "learner")]
    [InlineData("POST", "api/v1/cases/00000000-0000-0000-0000-000000000000/breach-confirmations", "learner")]
    [InlineData("POST", "api/v1/cases/00000000-0000-0000-0000-000000000000/breach-confirmations", "enforcement-officer")]
    public async Task Another_role_is_refused(string method, string path, string role)
    {
        using var doors = await shared.DoorsAsync();
        var account = new Account(role, $"access-{role}", role == "case-officer" ? "atlas" : null);

        var answer = await doors.SendAsync(new HttpMethod(method), path, method == "POST" ? new { } : null, account);

        MalformedRequestsTests.AssertProblem(answer, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_case_of_another_agency_can_not_be_confirmed()
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.InGhentAsync(doors);
        var personId = (await resident.Learner.MeAsync()).Who.PersonId;

        AssertHidden(await doors.PostAsync($"api/v1/cases/{personId}/breach-confirmations", new { reason = "Curious." }, Account.CaseOfficer("atlas")));
    }

    [Fact]
    public async Task An_obligation_that_is_not_breached_can_not_be_confirmed_as_breached()
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.InGhentAsync(doors);
        var personId = (await resident.Learner.MeAsync()).Who.PersonId;

        var answer = await doors.PostAsync($"api/v1/cases/{personId}/breach-confirmations", new { reason = "Too early." }, Account.CaseOfficer("amal"));

        MalformedRequestsTests.AssertProblem(answer, HttpStatusCode.Conflict);
        Assert.Equal("letterPending", (await resident.Learner.MeAsync()).Obligation.Status);
    }

    [Theory]
    [InlineData("api/v1/no-such-thing")]
    [InlineData("api/no-such-thing")]
    [InlineData("api/v2/me")]
    public async Task An_unknown_path_is_not_there(string path)
    {
        using var doors = await shared.DoorsAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await doors.GetAsync(path)).Status);
    }

    [Fact]
    public async Task An_unknown_module_or_certificate_is_not_there()
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.AbroadAsync(doors);

        MalformedRequestsTests.AssertProblem(await doors.GetAsync("api/v1/modules/astronomy", resident.Learner.Account), HttpStatusCode.NotFound, NotFound);
        MalformedRequestsTests.AssertProblem(await doors.GetAsync("api/v1/certificates/AAAA-BBBB-CCCC"), HttpStatusCode.NotFound, NotFound);
    }

    [Fact]
    public async Task A_wrong_birth_date_opens_no_account_and_does_not_use_up_the_code()
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.NewAsync(doors);
        await resident.SendAsync(MessageDoor.Permits, resident.Permit());
        var code = (await resident.InvitationAsync()).Required("activationCode");
        var guesser = new LearnerDoor(doors);

        var refusal = await guesser.ActivateAsync(code, resident.Who.BirthDate.AddDays(1));

        Assert.InRange((int)refusal.Status, 400, 499);
        Assert.Equal("application/problem+json", refusal.ContentType);
        (await resident.Learner.ActivateAsync(code, resident.Who.BirthDate)).OrThrow();
    }

    private static void AssertHidden(Answer answer) =>
        Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{answer.Request} answered {answer.Describe()}");
}
