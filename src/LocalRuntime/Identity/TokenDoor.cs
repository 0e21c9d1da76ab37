using System.Text.Json;
using System.Text.Json.Serialization;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>
/// The token endpoint. A form is OAuth 2.0's authorization code grant; JSON <c>{ role, subject, agency? }</c> is the short
/// way for scripts and tests.
/// </summary>
internal sealed class TokenDoor(TokenIssuer issuer, AuthorizationCodes codes) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.Post("/local/oidc/token", async http =>
    {
        http.Response.Headers.CacheControl = "no-store";
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted).ConfigureAwait(false);
        // By what it is and not by what it is called: `curl -d` calls JSON a form.
        return http.Request.HasFormContentType && !body.AsSpan().TrimStart().StartsWith("{")
            ? ByCode(QueryHelpers.ParseQuery(body))
            : ByName(body);
    });

    private IResult ByCode(Dictionary<string, StringValues> form)
    {
        if (form.GetValueOrDefault("grant_type") != "authorization_code")
        {
            return OAuthError("unsupported_grant_type", "grant_type must be authorization_code");
        }

        foreach (var name in (string[])["code", "client_id", "redirect_uri", "code_verifier"])
        {
            if (string.IsNullOrEmpty(form.GetValueOrDefault(name)))
            {
                return OAuthError("invalid_request", $"{name} is missing");
            }
        }

        return codes.Redeem(form["code"]!, form["client_id"]!, form["redirect_uri"]!, form["code_verifier"]!) is { } grant
            ? Answer(grant.User, issuer.IdToken(grant.User, grant.ClientId, grant.Nonce))
            : OAuthError("invalid_grant", "the code is unknown, used or over, or it was given to another client, redirect_uri or code_challenge");
    }

    private IResult ByName(string text)
    {
        JsonElement body;
        try
        {
            body = JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return Problem.BadRequest("body", """is no JSON; send { "role", "subject", "agency"? }""");
        }

        if (body.ValueKind != JsonValueKind.Object)
        {
            return Problem.BadRequest("body", """must be { "role", "subject", "agency"? }""");
        }

        foreach (var property in body.EnumerateObject())
        {
            if (property.Name is not ("role" or "subject" or "agency"))
            {
                return Problem.BadRequest(property.Name, "is not known here; send role, subject and, for a case officer, agency");
            }

            if (property.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                return Problem.BadRequest(property.Name, "must be a string", property.Value.GetRawText());
            }
        }

        return SignedInUser.TryCreate(Text("role"), Text("subject"), Text("agency"), out var user, out var wrong)
            ? Answer(user, idToken: null)
            : Problem.BadRequest(wrong.Field, wrong.Reason, Text(wrong.Field));

        string? Text(string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private IResult Answer(SignedInUser user, string? idToken) =>
        Results.Json(new TokenAnswer(issuer.AccessToken(user), "Bearer", (int)TokenIssuer.Lifetime.TotalSeconds, idToken));

    private static IResult OAuthError(string error, string description) =>
        Results.Json(new Dictionary<string, string> { ["error"] = error, ["error_description"] = description }, statusCode: StatusCodes.Status400BadRequest);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("id_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IdToken);
}
