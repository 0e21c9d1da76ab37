using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Lives;

/// <summary>
/// Lives in an app of their own, whose clock is moved from 2 March to 8 September 2026: together they let everything go out
/// that can. Played once; the tests look at where they ended.
/// </summary>
public sealed class PlayedLives(SharedApp shared) : IAsyncLifetime
{
    /// <summary>The term of a letter posted on Monday 2 March: received on Thursday 5 March, and 5 September is a Saturday.</summary>
    public const string DeadlineOn = "2026-09-07";

    /// <summary>What one of them asked to be corrected.</summary>
    public const string Statement = "My house number is 14.";

    private RunningApp? app;
    private RecordedTelemetry? telemetry;

    internal RunningApp App => app!;

    /// <summary>All that was logged, traced and measured over these lives.</summary>
    internal RecordedTelemetry Telemetry => telemetry!;

    /// <summary>Passed everything abroad, then settled in Ghent.</summary>
    internal Learner Early { get; private set; } = null!;

    /// <summary>Settled in Antwerp with a partner, let the deadline pass, was referred, passed late.</summary>
    internal Learner Worker { get; private set; } = null!;

    /// <summary>The partner, who passed in time.</summary>
    internal Learner Partner { get; private set; } = null!;

    /// <summary>Settled in Leuven; then the permit turned out to be seasonal.</summary>
    internal Learner Seasonal { get; private set; } = null!;

    /// <summary>Settled in Brussels.</summary>
    internal Learner Brussels { get; private set; } = null!;

    /// <summary>Settled in Ghent and let the deadline pass; no officer has confirmed it, and the last module was passed late.</summary>
    internal Learner Late { get; private set; } = null!;

    /// <summary>What the case officer's act answered, and its repeat.</summary>
    internal (Reply First, Reply Again) Confirmation { get; private set; }

    /// <summary>What DWEWIS heard of the worker: at the breach, after the confirmation, after passing.</summary>
    internal List<string> Heard { get; } = [];

    public async ValueTask InitializeAsync()
    {
        app = await shared.StartAppAsync(RecordedTelemetry.MostVerbose);
        telemetry = RecordedTelemetry.Of(app);
        var partner = Person.Invent("IN");
        Early = await Learner.AbroadAsync(App);
        Worker = await Learner.AbroadAsync(App, partner);
        Partner = await Learner.ActivateAsync(App, partner, await Learner.InvitationCodeAsync(App, partner));
        Seasonal = await Learner.AbroadAsync(App);
        Brussels = await Learner.AbroadAsync(App);
        Late = await Learner.AbroadAsync(App);
        await ArriveAsync();
        await PostLettersAsync(Worker, Partner, Late);

        await App.Clock.AdvanceAsync("P1M");
        await Partner.SignInAgainAsync();
        await Partner.PassAllAsync();
        await App.Clock.AdvanceToAsync(new DateTimeOffset(2026, 9, 8, 8, 0, 0, TimeSpan.Zero));
        await EscalateAsync();
        foreach (var learner in new[] { Early, Partner, Seasonal, Brussels })
        {
            await learner.SignInAgainAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        telemetry?.Dispose();
        return App.DisposeAsync();
    }

    private async Task ArriveAsync()
    {
        await PractiseAsync();
        await Early.RegisterAsync();
        await App.Messages.DeliverAsync(
            MessageDoor.Registrations, IncomingMessages.Registered(Worker.Person, IncomingMessages.Antwerp, permit: Worker.Person.PermitNumber, household: Partner.Person));
        await App.Messages.DeliverAsync(MessageDoor.Registrations, IncomingMessages.Registered(Partner.Person, IncomingMessages.Antwerp, "family", household: Worker.Person));
        await Seasonal.RegisterAsync(IncomingMessages.Leuven);
        await Brussels.RegisterAsync(IncomingMessages.Brussels);
        await Late.RegisterAsync();
        await Seasonal.LetterAsync();
        await App.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(Seasonal.Person, version: 2, category: "seasonal"));
        await Late.PassAsync("basis");
        await Late.PassAsync("rights-duties");
    }

    // Chooses a language, practises, gets extra time, reads a test that went well, disputes it, and has the certificate corrected.
    private async Task PractiseAsync()
    {
        var (personId, officer) = (await Early.PersonIdAsync(), await App.Api.OfficerAsync("agii"));
        (await App.Api.PutAsync("/api/v1/me/modules/basis/language", new JsonObject { ["language"] = "en" }, Early.Token)).With(HttpStatusCode.OK);
        var sample = (await App.Api.GetAsync("/api/v1/modules/basis/sample-test", Early.Token)).With(HttpStatusCode.OK).Json;
        (await App.Api.PostAsync("/api/v1/modules/basis/sample-test/grading", KnownAnswers.AllRight(sample), Early.Token)).With(HttpStatusCode.OK);
        var extra = new JsonObject { ["extraTimePercent"] = 25, ["evidence"] = "Note of the speech therapist, seen." };
        (await App.Api.PostAsync($"/api/v1/cases/{personId}/accommodations", extra, officer)).With(HttpStatusCode.Created);
        await Early.PassAllAsync();
        var attemptId = (await App.Api.GetAsync("/api/v1/me/data", Early.Token)).With(HttpStatusCode.OK).Json["attempts"]![0]!.AsObject().Text("attemptId");
        (await App.Api.GetAsync($"/api/v1/me/attempts/{attemptId}", Early.Token)).With(HttpStatusCode.OK);
        (await App.Api.GetAsync($"/api/v1/cases/{personId}/attempts/{attemptId}", officer)).With(HttpStatusCode.OK);
        var code = (await Early.MeAsync()).Part("certificate").Text("verificationCode");
        var revocation = new JsonObject { ["verificationCode"] = code, ["reason"] = "The name was misspelt.", ["modulesToRedo"] = new JsonArray() };
        (await App.Api.PostAsync($"/api/v1/cases/{personId}/certificate-revocations", revocation, officer)).With(HttpStatusCode.Created);
        (await App.Api.GetAsync("/api/v1/statistics/items", await App.Api.TokenAsync("operator", "operator"))).With(HttpStatusCode.OK);
    }

    private async Task PostLettersAsync(params Learner[] learners)
    {
        foreach (var learner in learners)
        {
            await App.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Posted((await learner.LetterAsync()).Text("letterId")));
        }
    }

    private async Task EscalateAsync()
    {
        await Worker.SignInAgainAsync();
        await Late.SignInAgainAsync();
        await HearAsync();
        var officer = await App.Api.FreshTokenAsync("case-officer", "officer-of-atlas", "atlas");
        var path = $"/api/v1/cases/{await Worker.PersonIdAsync()}/breach-confirmations";
        await LookAsync(officer);
        var body = new JsonObject { ["reason"] = "No ground for postponement is known." };
        var first = await App.Api.PostAsync(path, body, officer);
        await App.Clock.SettleAsync();
        Confirmation = (first, await App.Api.PostAsync(path, new JsonObject { ["reason"] = "Again." }, officer));
        await HearAsync();
        await Worker.PassAllAsync();
        await Late.PassAsync("labour-rights");
        (await App.Api.PostAsync("/api/v1/me/rectification-requests", new JsonObject { ["concerns"] = "residence", ["statement"] = Statement }, Late.Token)).With(HttpStatusCode.Created);
        await App.Clock.SettleAsync();
        await HearAsync();
    }

    // As an officer does before confirming: the breaches, the one that was asked for, the file.
    private async Task LookAsync(string officer)
    {
        Assert.Contains((await App.Api.GetAsync("/api/v1/cases?status=breached", officer)).With(HttpStatusCode.OK).Items, item => item.Text("familyName") == Worker.Person.FamilyName);
        var found = (await App.Api.PostAsync("/api/v1/cases/query", new JsonObject { ["nationalNumber"] = Worker.Person.NationalNumber }, officer)).With(HttpStatusCode.OK).Items.Single();
        (await App.Api.GetAsync("/api/v1/cases/" + found.Text("personId"), officer)).With(HttpStatusCode.OK);
        (await App.Api.GetAsync("/api/v1/statistics", officer)).With(HttpStatusCode.OK);
    }

    private async Task HearAsync()
    {
        var dwewis = await App.Api.FreshTokenAsync("dwewis", "dwewis");
        var reply = await App.Api.PostAsync("/api/v1/compliance/query", new JsonObject { ["nationalNumber"] = Worker.Person.NationalNumber }, dwewis);
        Heard.Add(reply.With(HttpStatusCode.OK).Json.Text("status"));
    }
}
