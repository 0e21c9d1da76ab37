using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Tests.Access;

/// <summary>Tokens that no library makes: each a good one with something in its header or its claims that might fool a validator.</summary>
public sealed class TokenAttackTests(SharedApp shared)
{
    private static readonly RSA Strangers = RSA.Create(2048);

    private RSA Issuers => ((RsaSecurityKey)shared.App.IssuerKey.Key).Rsa;

    private string KeyId => shared.App.IssuerKey.Key.KeyId;

    private string Issuer => new Uri(shared.App.Address, "/local/oidc").ToString();

    /// <summary>Header and claims laid over those of a good token; signed by the issuer, or by a stranger.</summary>
    public static TheoryData<string, string, bool> Attacks => new()
    {
        { """{ "jwk": "STRANGER" }""", "{}", false },
        { """{ "jku": "http://127.0.0.1:1/keys", "kid": "stranger" }""", "{}", false },
        { """{ "x5u": "http://127.0.0.1:1/chain", "kid": "../../../../dev/null" }""", "{}", false },
        { """{ "kid": "' or '1'='1" }""", "{}", false },
        { """{ "kid": "" }""", "{}", false },
        { """{ "alg": "None" }""", "{}", true },
        { """{ "alg": "nOnE" }""", "{}", true },
        { """{ "alg": "HS256" }""", "{}", true },
        { """{ "alg": "" }""", "{}", true },
        { """{ "enc": "A256GCM", "alg": "dir" }""", "{}", true },
        { "{}", """{ "aud": ["another-api", "inburgering-api-2"] }""", true },
        { "{}", """{ "aud": [] }""", true },
        { "{}", """{ "aud": "INBURGERING-API" }""", true },
        { "{}", """{ "aud": "inburgering-api,another-api" }""", true },
        { "{}", """{ "iss": "ISSUER/" }""", true },
        { "{}", """{ "iss": "ISSUER.evil.example" }""", true },
        { "{}", """{ "iss": "HTTP://LOCALHOST/local/oidc" }""", true },
        { "{}", """{ "iss": ["ISSUER", "https://evil.example"] }""", true },
        { "{}", """{ "iss": "" }""", true },
        { "{}", """{ "exp": "never" }""", true },
        { "{}", """{ "exp": -1 }""", true },
        { "{}", """{ "exp": null }""", true },
        { "{}", """{ "nbf": 9999999999 }""", true },
        { "{}", """{ "sub": "" }""", true },
        { "{}", """{ "sub": null }""", true },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Nothing_in_a_token_leads_around_its_signature_issuer_audience_or_lifetime(string header, string claims, bool byIssuer)
    {
        var reply = await AskAsync("Bearer " + Token(header, claims, byIssuer));

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.Contains("AccessToken", reply.Json.Text("type"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{ "typ": "at+jwt" }""", """{ "aud": ["another-api", "inburgering-api"] }""")]
    public async Task The_same_token_without_the_attack_is_let_in(string header, string claims) =>
        (await AskAsync("Bearer " + Token(header, claims, byIssuer: true))).With(HttpStatusCode.OK);

    [Theory]
    [InlineData("""{ "roles": "operator,dwewis" }""")]
    [InlineData("""{ "roles": ["DWEWIS"] }""")]
    [InlineData("""{ "roles": ["dwewis "] }""")]
    [InlineData("""{ "roles": [["dwewis"]] }""")]
    [InlineData("""{ "roles": { "dwewis": true } }""")]
    [InlineData("""{ "roles": null, "role": "dwewis", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role": "dwewis", "groups": ["dwewis"], "scp": "dwewis" }""")]
    public async Task A_role_counts_by_its_own_name_in_its_own_claim(string claims) =>
        (await AskAsync("Bearer " + Token("{}", claims, byIssuer: true))).Problem(HttpStatusCode.Forbidden, "belgif:missingPermission");

    [Fact]
    public async Task A_token_is_taken_from_its_header_alone_and_there_is_one()
    {
        var token = Token("{}", "{}", byIssuer: true);

        (await AskAsync(null, "?access_token=" + token)).Problem(HttpStatusCode.Unauthorized, "belgif:noAccessToken");
        (await AskAsync(null, cookie: "access_token=" + token)).Problem(HttpStatusCode.Unauthorized, "belgif:noAccessToken");
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync($"Bearer {token}, Bearer {Token("{}", "{}", byIssuer: false)}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync($"Token {token}")).Status);
    }

    private async Task<Reply> AskAsync(string? authorization, string query = "", string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/compliance/query" + query) { Content = Api.Content(new JsonObject { ["permitNumber"] = "W-2026-0012345" }) };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await shared.Api.SendAsync(request);
    }

    private string Token(string header, string claims, bool byIssuer)
    {
        var strangers = JsonSerializer.Serialize(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(Strangers.ExportParameters(false))));
        var (now, later) = (Instant(RunningApp.Start), Instant(RunningApp.Start.AddHours(1)));
        var first = Over($$"""{ "alg": "RS256", "typ": "JWT", "kid": "{{KeyId}}" }""", header.Replace("\"STRANGER\"", strangers, StringComparison.Ordinal));
        var second = Over($$"""{ "iss": "{{Issuer}}", "aud": "inburgering-api", "sub": "attacker", "roles": ["dwewis"], "nbf": {{now}}, "exp": {{later}} }""", claims.Replace("ISSUER", Issuer, StringComparison.Ordinal));
        var signed = $"{Base64UrlEncoder.Encode(first.ToJsonString())}.{Base64UrlEncoder.Encode(second.ToJsonString())}";
        return $"{signed}.{Base64UrlEncoder.Encode((byIssuer ? Issuers : Strangers).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Instant(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static JsonObject Over(string good, string attack)
    {
        var json = JsonNode.Parse(good)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(attack)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }
}
