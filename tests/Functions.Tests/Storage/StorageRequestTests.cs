using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;

namespace Inburgering.Functions.Tests.Storage;

/// <summary>What each use case asks of storage, to the request; docs/architecture.md says the same.</summary>
public sealed class StorageRequestTests(CountedApp counted) : IClassFixture<CountedApp>
{
    [Fact]
    public async Task A_permit()
    {
        var person = Person.Invent();
        await AssertAsync(
            () => counted.App.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(person)),
            "ReevaluateHousehold: 3 read people 200",
            "TakePermitMessage: 1 delete pending 204",
            "TakePermitMessage: 5 insert index 204",
            "TakePermitMessage: 1 query index 200",
            "TakePermitMessage: 1 query people 200",
            "TakePermitMessage: 4 read index 404",
            "TakePermitMessage: 1 read people 404",
            "TakePermitMessage: 2 transaction 202",
            "TakePermitMessage: 1 upsert cases 204",
            "TakePermitMessage: 2 upsert index 204",
            "TakePermitMessage: 1 upsert pending 204",
            "TakePermitMessage: 1 upsert retention 204");
    }

    [Fact]
    public async Task A_permit_that_comes_again()
    {
        var granted = IncomingMessages.Granted(Person.Invent());
        await counted.App.Messages.DeliverAsync(MessageDoor.Permits, granted);
        await AssertAsync(
            () => counted.App.Messages.DeliverAsync(MessageDoor.Permits, granted),
            "TakePermitMessage: 4 read index 200",
            "TakePermitMessage: 2 read pending 404",
            "TakePermitMessage: 4 read people 200",
            "TakePermitMessage: 1 transaction 202");
    }

    [Fact]
    public async Task A_registration_that_starts_an_obligation()
    {
        var learner = await Learner.AbroadAsync(counted.App);
        await AssertAsync(
            () => learner.RegisterAsync(),
            "AdvanceObligation: 1 query people 200",
            "AdvanceObligation: 1 read pending 200",
            "AdvanceObligation: 1 read people 200",
            "AdvanceObligation: 1 upsert cases 204",
            "PublishOutbox: 1 delete pending 204",
            "PublishOutbox: 1 query people 200",
            "ReevaluateHousehold: 2 query index 200",
            "ReevaluateHousehold: 3 read people 200",
            "RenderLetters: 1 delete pending 204",
            "RenderLetters: 1 query people 200",
            "RenderLetters: 3 read people 200",
            "RenderLetters: 2 transaction 202",
            "RenderLetters: 1 upsert pending 204",
            "RenderLetters: 1 write letters 201",
            "TakeRegistrationMessage: 1 delete cases 204",
            "TakeRegistrationMessage: 2 insert index 204",
            "TakeRegistrationMessage: 2 read index 200",
            "TakeRegistrationMessage: 2 read index 404",
            "TakeRegistrationMessage: 3 read people 200",
            "TakeRegistrationMessage: 1 transaction 202",
            "TakeRegistrationMessage: 1 upsert cases 204",
            "TakeRegistrationMessage: 1 upsert pending 204");
    }

    [Fact]
    public async Task Me()
    {
        var learner = await Learner.AbroadAsync(counted.App);
        await learner.MeAsync();
        await AssertAsync(learner.MeAsync, "GetMe: 1 read people 200");
    }

    [Fact]
    public async Task The_first_request_of_an_account_reads_whose_it_is()
    {
        var learner = await Learner.AbroadAsync(counted.App);
        await AssertAsync(
            learner.MeAsync,
            "GetMe: 1 read index 200",
            "GetMe: 2 read people 200");
    }

    [Fact]
    public async Task An_account_that_is_activated()
    {
        var person = Person.Invent();
        await counted.App.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(person));
        var code = await Learner.InvitationCodeAsync(counted.App, person);
        await AssertAsync(
            () => Learner.ActivateAsync(counted.App, person, code),
            "ActivateAccount: 1 insert index 204",
            "ActivateAccount: 1 read index 200",
            "ActivateAccount: 2 read index 404",
            "ActivateAccount: 2 read people 200",
            "ActivateAccount: 2 transaction 202");
    }

    [Fact]
    public async Task The_progress_of_all_modules()
    {
        var learner = await Learner.AbroadAsync(counted.App);
        await learner.MeAsync();
        await AssertAsync(() => learner.ProgressAsync("basis"), "ListMyModules: 1 read people 200");
    }

    [Fact]
    public async Task A_section_gone_through()
    {
        var learner = await Learner.AbroadAsync(counted.App);
        var section = (await learner.SectionsAsync("basis"))[0];
        await AssertAsync(
            async () => (await learner.CompleteAsync("basis", section)).With(HttpStatusCode.OK),
            "CompleteSection: 1 read people 200",
            "CompleteSection: 1 transaction 202");
    }

    [Fact]
    public async Task A_test_that_is_started_saved_and_submitted()
    {
        var learner = await Learner.AbroadAsync(counted.App);
        await learner.GoThroughAsync("basis");
        await AssertAsync(
            async () =>
            {
                var attempt = (await learner.StartAsync("basis")).With(HttpStatusCode.Created).Json;
                (await learner.SaveAsync(attempt, KnownAnswers.AllRight(attempt))).With(HttpStatusCode.NoContent);
                (await learner.SubmitAsync(attempt)).With(HttpStatusCode.OK);
            },
            "SaveAnswers: 2 read people 200",
            "SaveAnswers: 1 update people 204",
            "StartAttempt: 2 read people 200",
            "StartAttempt: 1 transaction 202",
            "StartAttempt: 1 upsert pending 204",
            "SubmitAttempt: 2 read people 200",
            "SubmitAttempt: 1 transaction 202");
    }

    [Fact]
    public async Task A_test_that_is_read()
    {
        var learner = await Learner.AbroadAsync(counted.App);
        var attempt = await learner.OpenAttemptAsync();
        await AssertAsync(
            async () => (await counted.App.Api.GetAsync($"/api/v1/me/attempts/{attempt.Text("attemptId")}", learner.Token)).With(HttpStatusCode.OK),
            "GetAttempt: 2 read people 200");
    }

    /// <summary>The answer of an act that its caller named goes in the commit that does the act, and nowhere else.</summary>
    [Fact]
    public async Task An_act_that_its_caller_named()
    {
        var learner = await Learner.AbroadAsync(counted.App);
        await learner.MeAsync();
        var requests = await counted.RequestsAsync(async () => (await counted.App.Api.PostAsync(
            "/api/v1/me/rectification-requests", new JsonObject { ["concerns"] = "contact", ["statement"] = "Another address." }, learner.Token, ("Idempotency-Key", "act-1"))).With(HttpStatusCode.Created));
        Assert.Contains(requests, request => request.Contains(" transaction ", StringComparison.Ordinal));
        Assert.DoesNotContain(requests, request => request.Contains(" insert people ", StringComparison.Ordinal));
    }

    private async Task AssertAsync(Func<Task> act, params string[] expected) => Assert.Equal(string.Join('\n', expected), string.Join('\n', await counted.RequestsAsync(act)));
}
