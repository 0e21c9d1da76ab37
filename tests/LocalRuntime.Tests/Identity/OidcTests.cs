using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.LocalRuntime.Tests.Identity;

public sealed partial class OidcTests(AzuriteFixture azurite)
{
    private const string Verifier = "a-verifier-of-at-least-43-characters-0123456789";

    [Theory]
    [InlineData("learner", null)]
    [InlineData("case-officer", "agii")]
    [InlineData("case-officer", "atlas")]
    [InlineData("case-officer", "amal")]
    [InlineData("enforcement-officer", null)]
    [InlineData("dwewis", null)]
    [InlineData("operator", null)]
    public async Task A_token_says_who_one_is_and_is_valid_by_the_published_key(string role, string? agency)
    {
        await using var app = await RunningApp.StartAsync(azurite, [], with: settings => settings with { Clock = new DateTimeOffset(2031, 5, 4, 0, 0, 0, TimeSpan.Zero) });
        var answer = await TokenAsync(app, JsonSerializer.Serialize(new { role, subject = "Ayşe Yılmaz", agency }));
        Assert.Equal("Bearer", answer.GetProperty("token_type").GetString());
        Assert.Equal(3600, answer.GetProperty("expires_in").GetInt32());

        var token = await ValidatedAsync(app, answer.GetProperty("access_token").GetString()!, "inburgering-api");
        Assert.Equal("RS256", token.Alg);
        Assert.Equal("Ayşe Yılmaz", token.Subject);
        Assert.Equal([role], Payload(token).GetProperty("roles").EnumerateArray().Select(value => value.GetString()));
        Assert.Equal(agency, Payload(token).TryGetProperty("agency", out var value) ? value.GetString() : null);
        Assert.InRange(token.IssuedAt, new DateTime(2031, 5, 4), new DateTime(2031, 5, 4, 0, 5, 0));
        Assert.Equal(token.IssuedAt, token.ValidFrom);
        Assert.Equal(token.IssuedAt.AddHours(1), token.ValidTo);
    }

    [Theory]
    [InlineData("""{ "subject": "x" }""", "role")]
    [InlineData("""{ "role": "admin", "subject": "x" }""", "role")]
    [InlineData("""{ "role": "Learner", "subject": "x" }""", "role")]
    [InlineData("""{ "role": ["learner"], "subject": "x" }""", "role")]
    [InlineData("""{ "role": "learner" }""", "subject")]
    [InlineData("""{ "role": "learner", "subject": " " }""", "subject")]
    [InlineData("""{ "role": "learner", "subject": 5 }""", "subject")]
    [InlineData("""{ "role": "case-officer", "subject": "x" }""", "agency")]
    [InlineData("""{ "role": "case-officer", "subject": "x", "agency": "abb" }""", "agency")]
    [InlineData("""{ "role": "learner", "subject": "x", "agency": "agii" }""", "agency")]
    [InlineData("""{ "role": "learner", "subject": "x", "scope": "all" }""", "scope")]
    [InlineData("""[]""", "body")]
    [InlineData("""learner""", "body")]
    public async Task A_request_for_anything_else_is_refused_with_the_field_that_is_wrong(string body, string field)
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        using var response = await app.SendAsync(HttpMethod.Post, "/local/oidc/token", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(field, problem.GetProperty("issues")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task The_short_way_takes_JSON_whatever_its_media_type(string mediaType)
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        using var response = await app.SendAsync(HttpMethod.Post, "/local/oidc/token", """ { "role": "dwewis", "subject": "d" }""", mediaType);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("grant_type=password&username=x", "unsupported_grant_type")]
    [InlineData("", "unsupported_grant_type")]
    [InlineData("grant_type=authorization_code&code=x&client_id=portal", "invalid_request")]
    [InlineData("grant_type=authorization_code&code=x&client_id=portal&redirect_uri=http%3A%2F%2Flocalhost&code_verifier=y", "invalid_grant")]
    public async Task A_form_that_is_no_valid_grant_is_refused_as_OAuth_says(string form, string error)
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        using var response = await app.SendAsync(HttpMethod.Post, "/local/oidc/token", form, "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(error, answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_token_survives_a_restart_and_ends_by_the_runtimes_clock()
    {
        var folder = TemporaryFolder.Create();
        string token;
        using (var host = RunningApp.Build(azurite, [], with: settings => settings with { DataFolder = folder }))
        {
            token = host.Services.GetRequiredService<LocalRuntime.Identity.TokenIssuer>().AccessToken(new("learner", "aylin", null));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "oidc-key.pem")));
            }
        }

        await using var app = await RunningApp.StartAsync(azurite, [], with: settings => settings with { DataFolder = folder });
        await ValidatedAsync(app, token, "inburgering-api", issuerOf: token);
        await app.Services.GetRequiredService<ClockDriver>().AdvanceAsync(IsoDuration.Parse("PT61M")!, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<SecurityTokenExpiredException>(() => ValidatedAsync(app, token, "inburgering-api", issuerOf: token));
    }

    [Fact]
    public async Task Signing_in_by_the_page_gives_a_code_that_buys_tokens_once()
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        var code = await SignInAsync(app);
        using var response = await RedeemAsync(app, code, Verifier);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        var access = await ValidatedAsync(app, answer.GetProperty("access_token").GetString()!, "inburgering-api");
        Assert.Equal("atlas", access.GetClaim("agency").Value);
        var id = await ValidatedAsync(app, answer.GetProperty("id_token").GetString()!, "portal");
        Assert.Equal("n1", id.GetClaim("nonce").Value);

        using var twice = await RedeemAsync(app, code, Verifier);
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);
        Assert.Contains("invalid_grant", await twice.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_without_the_verifier()
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        using var response = await RedeemAsync(app, await SignInAsync(app), "another-verifier-of-at-least-43-characters-01");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("redirect_uri", "https://example.org/")]
    [InlineData("redirect_uri", "javascript:alert(1)")]
    [InlineData("response_type", "token")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge", "")]
    [InlineData("client_id", "")]
    public async Task The_sign_in_page_is_for_clients_on_this_machine_with_a_code_challenge(string parameter, string value)
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        var parameters = AuthorizationParameters(app);
        parameters[parameter] = value;
        using var response = await app.SendAsync(HttpMethod.Get, QueryHelpers.AddQueryString("/local/oidc/authorize", parameters));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"{parameter}\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sign_in_page_shows_what_was_wrong_and_encodes_what_it_was_given()
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        var parameters = AuthorizationParameters(app);
        parameters["state"] = "\"><script>alert(1)</script>";
        parameters["role"] = "case-officer";
        parameters["subject"] = "x";
        using var response = await app.Http.PostAsync("/local/oidc/authorize", new FormUrlEncodedContent(parameters), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("role=\"alert\">agency is missing", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> AuthorizationParameters(RunningApp app) => new()
    {
        ["response_type"] = "code",
        ["client_id"] = "portal",
        ["redirect_uri"] = $"http://localhost:{app.Settings.Port}/signed-in",
        ["scope"] = "openid",
        ["state"] = "s 1",
        ["nonce"] = "n1",
        ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    };

    private static async Task<string> SignInAsync(RunningApp app)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Http.BaseAddress };
        var page = await browser.GetStringAsync(QueryHelpers.AddQueryString("/local/oidc/authorize", AuthorizationParameters(app)), TestContext.Current.CancellationToken);
        var form = HiddenFields().Matches(page).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        form["role"] = "case-officer";
        form["subject"] = "officer";
        form["agency"] = "atlas";
        using var response = await browser.PostAsync("/local/oidc/authorize", new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var location = response.Headers.Location!;
        Assert.StartsWith($"http://localhost:{app.Settings.Port}/signed-in?", location.AbsoluteUri, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(location.Query);
        Assert.Equal("s 1", query["state"]);
        return query["code"]!;
    }

    private static Task<HttpResponseMessage> RedeemAsync(RunningApp app, string code, string verifier) => app.Http.PostAsync(
        "/local/oidc/token",
        new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["client_id"] = "portal",
            ["redirect_uri"] = $"http://localhost:{app.Settings.Port}/signed-in",
            ["code_verifier"] = verifier,
        }),
        TestContext.Current.CancellationToken);

    private static async Task<JsonElement> TokenAsync(RunningApp app, string body)
    {
        using var response = await app.SendAsync(HttpMethod.Post, "/local/oidc/token", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    // As a client does it: by what the metadata says, on the runtime's clock.
    private static async Task<JsonWebToken> ValidatedAsync(RunningApp app, string token, string audience, string? issuerOf = null)
    {
        var metadata = await app.GetJsonAsync("/local/oidc/.well-known/openid-configuration");
        var keys = await app.Http.GetStringAsync(metadata.GetProperty("jwks_uri").GetString(), TestContext.Current.CancellationToken);
        var now = app.Clock.GetUtcNow().UtcDateTime;
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuerOf is null ? metadata.GetProperty("issuer").GetString() : new JsonWebToken(issuerOf).Issuer,
            ValidAudience = audience,
            IssuerSigningKeys = new JsonWebKeySet(keys).GetSigningKeys(),
            LifetimeValidator = (from, to, _, _) => from <= now && now < to ? true : throw new SecurityTokenExpiredException(),
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : throw result.Exception;
    }

    private static JsonElement Payload(JsonWebToken token) => JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload)).RootElement;

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)">""", RegexOptions.ExplicitCapture)]
    private static partial Regex HiddenFields();
}
