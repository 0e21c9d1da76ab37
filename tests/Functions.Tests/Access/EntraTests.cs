using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Tests.Access;

/// <summary>Officers and DWEWIS by Entra ID, learners by Entra External ID, beside an issuer of another kind in one app.</summary>
public sealed class EntraTests(EntraApp entraApp) : IClassFixture<EntraApp>
{
    private static readonly JsonObject Query = new() { ["permitNumber"] = "W-2026-0012345" };

    private FakeEntra Entra => entraApp.Entra;

    private RunningApp App => entraApp.App;

    [Fact]
    public async Task Dwewis_asks_with_client_credentials()
    {
        (await QueryAsync(Entra.ApplicationToken("dwewis-principal", "dwewis"))).With(HttpStatusCode.OK);

        // The local issuer is trusted still: the token's issuer selects who judges it.
        (await QueryAsync(await App.Api.TokenAsync("dwewis", "dwewis"))).With(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("case-officer.amal", HttpStatusCode.NotFound)]
    [InlineData("case-officer", HttpStatusCode.Forbidden)]
    [InlineData("case-officer.abb", HttpStatusCode.Forbidden)]
    [InlineData("case-officer.amal case-officer.atlas", HttpStatusCode.Forbidden)]
    [InlineData("learner.amal", HttpStatusCode.Forbidden)]
    public async Task A_case_officers_app_role_names_one_agency(string roles, HttpStatusCode status)
    {
        var reply = await App.Api.PostAsync(
            "/api/v1/cases/nobodyhasthisone/breach-confirmations", new JsonObject { ["reason"] = "None." }, Entra.Token(FakeEntra.Workforce, "officer", roles.Split(' ')));

        reply.Problem(status, status == HttpStatusCode.NotFound ? "belgif:resourceNotFound" : "belgif:missingPermission");
    }

    [Fact]
    public async Task A_learner_of_external_id_is_an_account_by_oid()
    {
        var person = Person.Invent();
        await App.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(person));
        var code = await Learner.InvitationCodeAsync(App, person);

        (await App.Api.PostAsync("/api/v1/activations", Learner.Activation(code, person.BirthDate), Entra.Token(FakeEntra.External, "ayse"))).With(HttpStatusCode.Created);

        var fromAnotherClient = Entra.Token(FakeEntra.External, "ayse", change: token => token.Claims["sub"] = "another-pairwise-one");
        Assert.Equal(person.GivenNames, (await App.Api.GetAsync("/api/v1/me", fromAnotherClient)).With(HttpStatusCode.OK).Json.Text("givenNames"));

        // The same id at another issuer is another account.
        (await App.Api.GetAsync("/api/v1/me", await App.Api.TokenAsync("learner", "ayse"))).Problem(HttpStatusCode.Forbidden, "inburgering:accountNotActivated");
    }

    [Theory]
    [InlineData(FakeEntra.External, "dwewis")]
    [InlineData(FakeEntra.External, "operator")]
    [InlineData(FakeEntra.Workforce, "operator")]
    public async Task An_issuer_gives_only_the_roles_that_it_may(string tenant, string role)
    {
        var token = Entra.Token(tenant, "someone", [role]);

        (await QueryAsync(token)).Problem(HttpStatusCode.Forbidden, "belgif:missingPermission");
    }

    /// <summary>Handlers take an issuer by its name in the metadata too; and who has no trusted name is judged by the first.</summary>
    [Fact]
    public async Task An_issuer_has_the_name_that_was_configured_and_no_other()
    {
        (await QueryAsync(Entra.Token(FakeEntra.Renamed, "dwewis", ["dwewis"], token => token.Issuer = FakeEntra.NewName))).With(HttpStatusCode.OK);

        var byMetadata = (await QueryAsync(Entra.Token(FakeEntra.Renamed, "dwewis", ["dwewis"]))).Problem(HttpStatusCode.Unauthorized, "belgif:invalidAccessToken");
        Assert.Contains("by the name of the issuer that was configured", byMetadata.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_officers_tenant_makes_no_learners() =>
        (await App.Api.GetAsync("/api/v1/me", Entra.Token(FakeEntra.Workforce, "officer", ["learner"]))).Problem(HttpStatusCode.Forbidden, "belgif:missingPermission");

    public static TheoryData<string> Wrongs => ["another tenant", "tenant and issuer differ", "another tenant's key", "v1 token", "v1 token's name of the tenant", "wrong audience", "api:// audience", "expired", "neither scope nor role", "no oid", "algorithm none"];

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task A_token_that_is_wrong_in_one_respect_opens_nothing(string wrong)
    {
        const string stranger = "99999999-0000-cccc-1111-dddd2222eeee";
        var token = Entra.Token(FakeEntra.Workforce, "dwewis-principal", ["dwewis"], token =>
        {
            switch (wrong)
            {
                case "another tenant":
                    (token.Issuer, token.Claims["tid"]) = (Entra.IssuerOf(stranger), stranger);
                    break;
                case "tenant and issuer differ":
                    token.Issuer = Entra.IssuerOf(stranger);
                    break;
                case "another tenant's key":
                    token.SigningCredentials = Entra.KeyOf(FakeEntra.External);
                    break;
                case "v1 token":
                    (token.Issuer, token.Claims["ver"]) = ($"https://sts.windows.net/{FakeEntra.Workforce}/", "1.0");
                    break;
                case "v1 token's name of the tenant":
                    (token.Issuer, token.Claims["ver"]) = (Entra.VersionOneIssuerOf(FakeEntra.Workforce), "1.0");
                    break;
                case "wrong audience":
                    token.Audience = "00000003-0000-0000-c000-000000000000";
                    break;
                case "api:// audience":
                    token.Audience = "api://" + FakeEntra.ClientId;
                    break;
                case "expired":
                    (token.NotBefore, token.Expires) = (RunningApp.Start.UtcDateTime.AddHours(-2), RunningApp.Start.UtcDateTime.AddMinutes(-3));
                    break;
                case "neither scope nor role":
                    token.Claims.Remove("scp");
                    token.Claims.Remove("roles");
                    break;
                case "no oid":
                    token.Claims.Remove("oid");
                    break;
                case "algorithm none":
                    token.SigningCredentials = null;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(wrong), wrong, "Unknown.");
            }
        });

        var reply = await QueryAsync(token);

        reply.Problem(HttpStatusCode.Unauthorized, wrong == "expired" ? "belgif:expiredAccessToken" : "belgif:invalidAccessToken");

        // It is a token of Entra's in every respect that its library looks at: the app refuses it.
        Assert.Equal(wrong == "no oid", reply.Text.Contains("must name an account of a trusted issuer", StringComparison.Ordinal));
    }

    private Task<Reply> QueryAsync(string token) => App.Api.PostAsync("/api/v1/compliance/query", Query.DeepClone(), token);
}

/// <summary>An app that trusts both tenants of Entra before its own issuer, so that they judge what nobody issued.</summary>
public sealed class EntraApp(SharedApp shared) : IAsyncLifetime
{
    private FakeEntra? entra;
    private RunningApp? app;

    internal FakeEntra Entra => entra!;

    internal RunningApp App => app!;

    public async ValueTask InitializeAsync()
    {
        entra = await FakeEntra.StartAsync();
        app = await shared.StartAppAsync(entra.Settings());
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Entra.DisposeAsync();
    }
}
