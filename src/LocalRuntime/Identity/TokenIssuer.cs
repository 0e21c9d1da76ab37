using Inburgering.LocalRuntime.Clock;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>Issues tokens that are valid by the runtime's clock.</summary>
internal sealed class TokenIssuer(SigningKey key, LocalClock clock, IConfiguration configuration)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The issuer's address: the <c>iss</c> of every token and the base of its metadata.</summary>
    public string Authority { get; } = configuration["LocalRuntime:Oidc:Authority"]!;

    private readonly string audience = configuration["LocalRuntime:Oidc:Audience"]!;

    /// <returns>A token for the app's API.</returns>
    public string AccessToken(SignedInUser user) => Issue(user, audience, nonce: null);

    /// <returns>A token that tells a client who signed in.</returns>
    public string IdToken(SignedInUser user, string clientId, string? nonce) => Issue(user, clientId, nonce);

    private string Issue(SignedInUser user, string audience, string? nonce)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = user.Subject,
            ["roles"] = new[] { user.Role },
            ["jti"] = Guid.NewGuid().ToString("N"),
        };
        if (user.Agency is not null)
        {
            claims["agency"] = user.Agency;
        }

        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = key.Credentials,
        });
    }
}
