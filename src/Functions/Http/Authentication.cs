using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Http;

/// <summary>One trusted issuer of tokens, from the setting <c>Authentication:Issuers:{n}</c>.</summary>
internal sealed class IssuerSettings
{
    /// <summary>The OpenID Connect issuer; its metadata is at <c>/.well-known/openid-configuration</c> below it.</summary>
    public string Authority { get; set; } = string.Empty;

    /// <summary>The audience this API's tokens are made for.</summary>
    public string Audience { get; set; } = string.Empty;
}

/// <summary>Bearer tokens of the trusted issuers: issuer, audience, signature and lifetime are checked, by the app's clock.</summary>
internal static class Authentication
{
    public const string Scheme = "bearer";

    public static IServiceCollection AddBearerAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        var issuers = configuration.GetSection("Authentication:Issuers").Get<IssuerSettings[]>() ?? [];
        if (issuers.Length == 0 || issuers.Any(issuer => issuer.Authority.Length == 0 || issuer.Audience.Length == 0))
        {
            throw new SettingException("Authentication__Issuers__0__Authority and Authentication__Issuers__0__Audience must name at least one OpenID Connect issuer and this API's audience.");
        }

        var builder = services.AddAuthentication(Scheme).AddPolicyScheme(Scheme, null, options =>
            options.ForwardDefaultSelector = context => SchemeOf(Array.FindIndex(issuers, issuer => issuer.Authority == IssuerOf(context.Request.Headers.Authorization))));
        for (var i = 0; i < issuers.Length; i++)
        {
            var issuer = issuers[i];
            builder.AddJwtBearer(SchemeOf(i), options =>
            {
                options.Authority = issuer.Authority;
                options.Audience = issuer.Audience;
                options.MapInboundClaims = false;
                // Plain http only where the issuer itself is on this machine.
                options.RequireHttpsMetadata = !new Uri(issuer.Authority).IsLoopback;
                options.TokenValidationParameters.ValidIssuer = issuer.Authority;
                options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];
                options.TokenValidationParameters.NameClaimType = JwtRegisteredClaimNames.Sub;
                options.TokenValidationParameters.RoleClaimType = "roles";
            });
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<JwtBearerOptions>, LifetimeByTheClock>());
        return services;
    }

    private static string SchemeOf(int issuer) => FormattableString.Invariant($"issuer-{Math.Max(issuer, 0)}");

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
