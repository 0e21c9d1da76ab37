using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Tests.Access;

/// <summary>
/// The metadata endpoints of one Entra ID tenant and one Entra External ID tenant, as Microsoft serves them (v2.0), and tokens as they
/// make them. Both issue from this process, each with a key of its own.
/// </summary>
internal sealed class FakeEntra : IAsyncDisposable
{
    public const string Workforce = "6babcaad-604b-40ac-a9d7-9fd97c0b779f";
    public const string External = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

    /// <summary>An issuer of another kind, which the app was told to know by another name than it has in its metadata.</summary>
    public const string Renamed = "77778888-0000-cccc-1111-dddd2222eeee";
    public const string NewName = "https://renamed.example";
    public const string ClientId = "11112222-bbbb-3333-cccc-4444dddd5555";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly WebApplication app;
    private readonly Dictionary<string, RsaSecurityKey> keys = new()
    {
        [Workforce] = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "workforce-key" },
        [Renamed] = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "renamed-key" },
        [External] = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "external-key" },
    };

    private FakeEntra(WebApplication app) => this.app = app;

    private string Address => app.Urls.Single();

    public static async Task<FakeEntra> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var entra = new FakeEntra(app);
        app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (RequestDelegate)(http => Results.Json(entra.Metadata((string)http.GetRouteValue("tenant")!)).ExecuteAsync(http)));
        app.MapGet("/{tenant}/.well-known/openid-configuration", (RequestDelegate)(http => Results.Json(entra.Metadata((string)http.GetRouteValue("tenant")!, versionOne: true)).ExecuteAsync(http)));
        app.MapGet("/{tenant}/discovery/v2.0/keys", (RequestDelegate)(http => Results.Json(entra.Keys((string)http.GetRouteValue("tenant")!)).ExecuteAsync(http)));
        await app.StartAsync(CancellationToken.None);
        return entra;
    }

    /// <summary>The app's settings that trust both tenants, beside the local issuer, which the local runtime puts in place 0.</summary>
    public Dictionary<string, string?> Settings() => new()
    {
        ["Authentication:Issuers:-2:Authority"] = $"{Address}/{Renamed}/v2.0",
        ["Authentication:Issuers:-2:Issuer"] = NewName,
        ["Authentication:Issuers:-2:Audience"] = ClientId,
        ["Authentication:Issuers:-2:Roles:0"] = "dwewis",
        ["Authentication:Issuers:-1:Kind"] = "entraId",
        ["Authentication:Issuers:-1:Authority"] = $"{Address}/{Workforce}/v2.0",
        ["Authentication:Issuers:-1:Audience"] = ClientId,
        ["Authentication:Issuers:-1:Roles:0"] = "case-officer",
        ["Authentication:Issuers:-1:Roles:1"] = "dwewis",
        ["Authentication:Issuers:2:Kind"] = "entraExternalId",
        ["Authentication:Issuers:2:Authority"] = $"{Address}/{External}/v2.0",
        ["Authentication:Issuers:2:Audience"] = ClientId,
        ["Authentication:Issuers:2:EveryoneIs"] = "learner",
    };

    /// <summary>The <c>iss</c> of a tenant. External ID's names the tenant's own host, not the one its metadata is at.</summary>
    public string IssuerOf(string tenant) => tenant == External ? $"https://{tenant}.ciamlogin.com/{tenant}/v2.0" : $"{Address}/{tenant}/v2.0";

    /// <summary>The <c>iss</c> of v1 tokens, as the v1 metadata of the tenant names it.</summary>
    public string VersionOneIssuerOf(string tenant) => $"{Address}/{tenant}/";

    /// <summary>A token of a person: delegated, with the scope that the front end asked for.</summary>
    public string Token(string tenant, string oid, string[]? roles = null, Action<SecurityTokenDescriptor>? change = null)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = IssuerOf(tenant),
            Audience = ClientId,
            IssuedAt = Running.RunningApp.Start.UtcDateTime,
            NotBefore = Running.RunningApp.Start.UtcDateTime,
            Expires = Running.RunningApp.Start.UtcDateTime.AddMinutes(75),
            SigningCredentials = new SigningCredentials(keys[tenant], SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["ver"] = "2.0",
                ["tid"] = tenant,
                ["oid"] = oid,
                ["sub"] = "pairwise-" + oid,
                ["azp"] = "a-front-end",
                ["scp"] = "access_as_user",
            },
        };
        if (roles is not null)
        {
            token.Claims["roles"] = roles;
        }

        change?.Invoke(token);
        return Handler.CreateToken(token);
    }

    /// <summary>A token of an application by client credentials: app roles, no scope.</summary>
    public string ApplicationToken(string oid, params string[] roles) => Token(Workforce, oid, roles, token =>
    {
        token.Claims.Remove("scp");
        token.Claims["idtyp"] = "app";
    });

    public SigningCredentials KeyOf(string tenant) => new(keys[tenant], SecurityAlgorithms.RsaSha256);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private object Metadata(string tenant, bool versionOne = false) => new
    {
        issuer = versionOne ? VersionOneIssuerOf(tenant) : IssuerOf(tenant),
        jwks_uri = $"{Address}/{tenant}/discovery/v2.0/keys",
        authorization_endpoint = $"{Address}/{tenant}/oauth2/v2.0/authorize",
        token_endpoint = $"{Address}/{tenant}/oauth2/v2.0/token",
        id_token_signing_alg_values_supported = (string[])["RS256"],
        tenant_region_scope = "EU",
        cloud_instance_name = "microsoftonline.com",
    };

    private object Keys(string tenant)
    {
        var key = keys[tenant].Rsa.ExportParameters(includePrivateParameters: false);
        return new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA", use = "sig", kid = keys[tenant].KeyId, alg = "RS256", issuer = IssuerOf(tenant),
                    n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent),
                },
            },
        };
    }
}
