using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Http;

/// <summary>
/// Bearer tokens of the trusted issuers: issuer, audience, signature and lifetime are checked, by the app's clock. Entra's go through
/// Microsoft.Identity.Web, every other OpenID Connect issuer's through the plain JWT bearer handler; the token's <c>iss</c> selects.
/// </summary>
internal static class Authentication
{
    public const string Scheme = "bearer";

    // Asymmetric only: a public key can never pass as a shared one.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384,
    ];

    /// <exception cref="SettingException">A setting of an issuer is missing or wrong.</exception>
    public static IServiceCollection AddBearerAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        var issuers = TrustedIssuer.ReadAll(configuration);
        services.AddSingleton(issuers);
        var builder = services.AddAuthentication(Scheme).AddPolicyScheme(Scheme, null, options =>
            options.ForwardDefaultSelector = context => SchemeOf(IndexOf(issuers, IssuerOf(context.Request.Headers.Authorization))));
        for (var i = 0; i < issuers.Count; i++)
        {
            builder.AddIssuer(SchemeOf(i), issuers[i]);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<JwtBearerOptions>, LifetimeByTheClock>());
        return services;
    }

    private static void AddIssuer(this AuthenticationBuilder builder, string scheme, TrustedIssuer issuer)
    {
        if (issuer.Kind == IssuerKind.Oidc)
        {
            builder.AddJwtBearer(scheme, Bearer);
            return;
        }

        var authority = new Uri(issuer.Authority);
        builder.AddMicrosoftIdentityWebApi(
            Bearer,
            identity =>
            {
                identity.Instance = authority.GetLeftPart(UriPartial.Authority) + "/";
                identity.TenantId = authority.Segments[1].TrimEnd('/');
                identity.ClientId = issuer.Audience;
            },
            scheme);

        void Bearer(JwtBearerOptions options)
        {
            options.Authority = issuer.Authority;
            options.MapInboundClaims = false;
            // Plain http only where the issuer itself is on this machine.
            options.RequireHttpsMetadata = !new Uri(issuer.Authority).IsLoopback;
            options.TokenValidationParameters.ValidIssuer = issuer.Issuer;
            options.TokenValidationParameters.ValidAudience = issuer.Audience;
            options.TokenValidationParameters.ValidAlgorithms = Algorithms;
            options.TokenValidationParameters.NameClaimType = JwtRegisteredClaimNames.Sub;
            options.TokenValidationParameters.RoleClaimType = "roles";
        }
    }

    private static int IndexOf(IReadOnlyList<TrustedIssuer> issuers, string? issuer) => Math.Max(0, issuers.ToList().FindIndex(trusted => trusted.Issuer == issuer));

    // A token of no trusted issuer goes to the first, who refuses it.
    private static string SchemeOf(int issuer) => FormattableString.Invariant($"issuer-{issuer}");

    private static string? IssuerOf(string? authorization)
    {
        const string prefix = "Bearer ";
        var token = authorization?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) is true ? authorization[prefix.Length..].Trim() : null;
        try
        {
            // Only to choose who validates it; nothing is believed before that.
            return token is null ? null : new JsonWebToken(token).Issuer;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Token lifetimes are judged by the app's clock, with two minutes' leeway between machines.</summary>
    private sealed class LifetimeByTheClock(TimeProvider clock) : IPostConfigureOptions<JwtBearerOptions>
    {
        private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(2);

        public void PostConfigure(string? name, JwtBearerOptions options) =>
            options.TokenValidationParameters.LifetimeValidator = (notBefore, expires, _, _) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                if (expires is { } end && now >= end + Leeway)
                {
                    // Told apart from every other fault: whoever holds it may simply sign in again.
                    throw new SecurityTokenExpiredException("The token has expired.") { Expires = end };
                }

                return expires is not null && (notBefore is null || now > notBefore - Leeway);
            };
    }
}

/// <summary>A setting is missing or wrong. The message names it and says what it should be.</summary>
internal sealed class SettingException(string message) : Exception(message);
