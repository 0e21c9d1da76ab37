using System.Net;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Lives;

/// <summary>The timer erases by itself, and nobody notices who should not.</summary>
public sealed class ErasedTests(SharedApp shared)
{
    private const string Namur = "92094";

    [Fact]
    public async Task Ninety_days_in_Wallonia_end_a_file_its_account_and_its_orchestration_and_leave_the_proof()
    {
        await using var app = await shared.StartAppAsync();
        var learner = await Learner.InGhentAsync(app);
        await learner.PassAllAsync();
        await learner.ObligationBecomesAsync("fulfilled");
        var (personId, code) = (await learner.PersonIdAsync(), (await learner.MeAsync()).Part("certificate").Text("verificationCode"));
        await app.Messages.DeliverAsync(MessageDoor.Registrations, IncomingMessages.Registered(learner.Person, Namur, permit: learner.Person.PermitNumber, version: 2));
        Assert.Equal("wallonia", (await learner.MeAsync()).Text("region"));
        (await app.Api.GetAsync("/local/orchestrations/obligation-" + personId)).With(HttpStatusCode.OK);

        await app.Clock.AdvanceAsync("P92D");

        await learner.SignInAgainAsync();
        foreach (var path in new[] { "/api/v1/me", "/api/v1/modules", "/api/v1/modules/basis", "/api/v1/me/modules", "/api/v1/me/letters", "/api/v1/me/data", "/api/v1/me/certificate" })
        {
            (await app.Api.GetAsync(path, learner.Token)).Problem(HttpStatusCode.Forbidden, "inburgering:accountNotActivated");
        }

        Assert.Equal("valid", (await app.Api.GetAsync("/api/v1/certificates/" + code)).With(HttpStatusCode.OK).Json.Text("status"));
        (await app.Api.GetAsync("/local/orchestrations/obligation-" + personId)).With(HttpStatusCode.NotFound);
        var officer = await app.Api.FreshTokenAsync("case-officer", "officer", "amal");
        (await app.Api.GetAsync("/api/v1/cases/" + personId, officer)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
        Assert.Empty((await app.Api.PostAsync("/api/v1/cases/query", new System.Text.Json.Nodes.JsonObject { ["nationalNumber"] = learner.Person.NationalNumber }, officer)).With(HttpStatusCode.OK).Items);
        Assert.True(app.Errors.Count == 0, app.Errors.Latest);
    }
}
