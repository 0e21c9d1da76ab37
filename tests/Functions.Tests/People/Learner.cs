using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.People;

/// <summary>A person with an account in a running app.</summary>
internal sealed class Learner(RunningApp app, Person person, string subject, string token)
{
    public static readonly IReadOnlyList<string> CompulsoryModules = ["basis", "rights-duties", "labour-rights"];

    public RunningApp App => app;

    public Api Api => app.Api;

    public Person Person => person;

    public string Subject => subject;

    public string Token { get; private set; } = token;

    /// <summary>Granted a permit and activated; lives abroad.</summary>
    public static async Task<Learner> AbroadAsync(RunningApp app, Person? partner = null)
    {
        var person = Person.Invent();
        await app.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(person, partner));
        return await ActivateAsync(app, person, await InvitationCodeAsync(app, person));
    }

    /// <summary>Granted, activated and registered in Ghent; the recruitment letter is out.</summary>
    public static async Task<Learner> InGhentAsync(RunningApp app)
    {
        var learner = await AbroadAsync(app);
        await learner.RegisterAsync();
        await learner.LetterAsync();
        return learner;
    }

    public static async Task<string> InvitationCodeAsync(RunningApp app, Person person) =>
        (await app.Messages.SoonSentAsync("notifications", "invitation.requested", invitation => invitation.Text("email") == person.Email)).Text("activationCode");

    public static async Task<Learner> ActivateAsync(RunningApp app, Person person, string code)
    {
        var subject = "learner-" + person.Email;
        var token = await app.Api.TokenAsync("learner", subject);
        (await app.Api.PostAsync("/api/v1/activations", Activation(code, person.BirthDate), token)).With(HttpStatusCode.Created);
        return new Learner(app, person, subject, token);
    }

    public static JsonObject Activation(string code, DateOnly birthDate) => new() { ["activationCode"] = code, ["birthDate"] = Person.Iso(birthDate) };

    public Task RegisterAsync(string municipality = IncomingMessages.Ghent) =>
        app.Messages.DeliverAsync(MessageDoor.Registrations, IncomingMessages.Registered(person, municipality, permit: person.PermitNumber));

    /// <summary>The newest letter that was asked to be sent, once there is one.</summary>
    public async Task<JsonObject> LetterAsync(string kind = "recruitment")
    {
        var personId = await PersonIdAsync();
        return await app.Messages.SoonSentAsync("letters", "letter.requested", letter => letter.Text("personId") == personId && letter.Text("kind") == kind);
    }

    /// <summary>After the clock was moved, the account signs in again.</summary>
    public async Task SignInAgainAsync() => Token = await Api.FreshTokenAsync("learner", subject);

    public async Task<JsonObject> MeAsync() => (await Api.GetAsync("/api/v1/me", Token)).With(HttpStatusCode.OK).Json;

    public async Task<string> PersonIdAsync() => (await MeAsync()).Text("personId");

    public async Task<string> ObligationAsync() => (await MeAsync()).Part("obligation").Text("status");

    /// <summary>Waits until the obligation has a status.</summary>
    public Task ObligationBecomesAsync(string status) => Soon.FindAsync($"obligation {status}", async () => await ObligationAsync() == status ? status : null);

    /// <summary>Everything held about the person, as a text in which any change would show.</summary>
    public async Task<string> EverythingAsync()
    {
        var data = (await Api.GetAsync("/api/v1/me/data", Token)).With(HttpStatusCode.OK).Json;
        data.Remove("exportedAt");
        return data.ToJsonString();
    }

    public async Task<JsonObject> ProgressAsync(string moduleId) =>
        (await Api.GetAsync("/api/v1/me/modules", Token)).With(HttpStatusCode.OK).Items.Single(module => module.Text("moduleId") == moduleId);

    public async Task<IReadOnlyList<string>> SectionsAsync(string moduleId) =>
        [.. (await Api.GetAsync($"/api/v1/modules/{moduleId}", Token)).With(HttpStatusCode.OK).Json["sections"]!.AsArray().Select(section => section!.AsObject().Text("sectionId"))];

    public async Task<Reply> CompleteAsync(string moduleId, string sectionId) =>
        await Api.PutAsync($"/api/v1/me/modules/{moduleId}/sections/{sectionId}", new JsonObject { ["completed"] = true }, Token);

    public async Task GoThroughAsync(string moduleId)
    {
        foreach (var section in await SectionsAsync(moduleId))
        {
            (await CompleteAsync(moduleId, section)).With(HttpStatusCode.OK);
        }
    }

    public Task<Reply> StartAsync(string moduleId) => Api.PostAsync($"/api/v1/me/modules/{moduleId}/attempts", null, Token);

    /// <summary>A test that is open: the module gone through, nothing answered.</summary>
    public async Task<JsonObject> OpenAttemptAsync(string moduleId = "basis")
    {
        await GoThroughAsync(moduleId);
        return (await StartAsync(moduleId)).With(HttpStatusCode.Created).Json;
    }

    public Task<Reply> SaveAsync(JsonObject attempt, JsonObject answers) => Api.PutAsync($"/api/v1/me/attempts/{attempt.Text("attemptId")}/answers", answers, Token);

    public Task<Reply> SubmitAsync(JsonObject attempt, JsonObject? answers = null) => Api.PostAsync($"/api/v1/me/attempts/{attempt.Text("attemptId")}/submission", answers, Token);

    public async Task PassAsync(string moduleId)
    {
        var attempt = await OpenAttemptAsync(moduleId);
        var result = (await SubmitAsync(attempt, KnownAnswers.AllRight(attempt))).With(HttpStatusCode.OK).Json;
        Assert.True(result["passed"]!.GetValue<bool>());
    }

    public async Task PassAllAsync()
    {
        foreach (var moduleId in CompulsoryModules)
        {
            await PassAsync(moduleId);
        }
    }
}
