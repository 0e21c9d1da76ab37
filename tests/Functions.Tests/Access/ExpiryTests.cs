using System.Net;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Access;

/// <summary>Tokens end by the app's clock. In an app of its own, because the clock moves.</summary>
public sealed class ExpiryTests(SharedApp shared)
{
    [Fact]
    public async Task A_token_of_the_issuer_opens_the_door_for_an_hour()
    {
        await using var app = await shared.StartAppAsync();
        var token = await app.Api.TokenAsync("learner", "someone");

        (await app.Api.GetAsync("/api/v1/me", token)).Problem(HttpStatusCode.Forbidden, "inburgering:accountNotActivated");
        await app.Clock.AdvanceAsync("PT59M");
        (await app.Api.GetAsync("/api/v1/me", token)).Problem(HttpStatusCode.Forbidden, "inburgering:accountNotActivated");
        await app.Clock.AdvanceAsync("PT4M");
        (await app.Api.GetAsync("/api/v1/me", token)).Problem(HttpStatusCode.Unauthorized, "belgif:expiredAccessToken");
        var fresh = await app.Api.FreshTokenAsync("learner", "someone");
        (await app.Api.GetAsync("/api/v1/me", fresh)).Problem(HttpStatusCode.Forbidden, "inburgering:accountNotActivated");
    }
}
