using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>What a sign-in leaves behind until the client fetches its tokens.</summary>
internal sealed record Grant(SignedInUser User, string ClientId, string RedirectUri, string CodeChallenge, string? Nonce);

/// <summary>Authorization codes: each is taken once, within five minutes of real time, by whoever knows the PKCE verifier.</summary>
internal sealed class AuthorizationCodes
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (Grant Grant, long Issued)> open = new();

    public string Issue(Grant grant)
    {
        foreach (var (old, _) in open.Where(entry => IsOver(entry.Value.Issued)))
        {
            open.TryRemove(old, out _);
        }

        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        open[code] = (grant, Stopwatch.GetTimestamp());
        return code;
    }

    /// <returns><see langword="null"/> if the code is unknown, used, over, or asked for by someone else than it was given to.</returns>
    public Grant? Redeem(string code, string clientId, string redirectUri, string codeVerifier) =>
        open.TryRemove(code, out var entry)
        && !IsOver(entry.Issued)
        && entry.Grant.ClientId == clientId
        && entry.Grant.RedirectUri == redirectUri
        && entry.Grant.CodeChallenge == Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(codeVerifier)))
            ? entry.Grant
            : null;

    private static bool IsOver(long issued) => Stopwatch.GetElapsedTime(issued) > Lifetime;
}
