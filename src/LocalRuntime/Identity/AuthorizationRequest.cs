using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Http;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>What a client asks of the sign-in page: the authorization code flow with PKCE (S256).</summary>
internal sealed record AuthorizationRequest(string ClientId, string RedirectUri, string CodeChallenge, string? State, string? Nonce)
{
    public static (AuthorizationRequest? Request, IResult? Refusal) Read(Func<string, string?> parameter)
    {
        var (client, redirect, challenge) = (parameter("client_id"), parameter("redirect_uri"), parameter("code_challenge"));
        var wrong = parameter("response_type") != "code" ? ("response_type", "must be code")
            : string.IsNullOrEmpty(client) ? ("client_id", "is missing")
            : !IsOnThisMachine(redirect) ? ("redirect_uri", "must be an http(s) address on this machine (localhost)")
            : string.IsNullOrEmpty(challenge) ? ("code_challenge", "is missing")
            : parameter("code_challenge_method") != "S256" ? ("code_challenge_method", "must be S256")
            : ((string Field, string Reason)?)null;
        return wrong is { } refusal
            ? (null, Problem.BadRequest(refusal.Field, refusal.Reason))
            : (new AuthorizationRequest(client!, redirect!, challenge!, Given(parameter("state")), Given(parameter("nonce"))), null);
    }

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;

    // Codes of an issuer that asks no password go nowhere else.
    private static bool IsOnThisMachine(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.IsLoopback;
}
