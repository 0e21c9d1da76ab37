using System.Security.Claims;
using Inburgering.Arrivals;
using Inburgering.Messages;
using Microsoft.Extensions.Configuration;

namespace Inburgering.Functions.Http;

/// <summary>Whose form the tokens of an issuer have.</summary>
internal enum IssuerKind
{
    /// <summary>Any OpenID Connect issuer: ACM/IDM, itsme, the local runtime's own.</summary>
    Oidc,

    /// <summary>Microsoft Entra ID: officers (app roles) and applications (client credentials).</summary>
    EntraId,

    /// <summary>Microsoft Entra External ID: people who make an account themselves.</summary>
    EntraExternalId,
}

/// <summary>A trusted issuer of tokens, from the setting <c>Authentication:Issuers:{n}</c>, and what is believed of its tokens.</summary>
/// <param name="Authority">Where its metadata is: <c>/.well-known/openid-configuration</c> below it.</param>
/// <param name="Issuer">The exact <c>iss</c> of its tokens.</param>
/// <param name="Audience">The <c>aud</c> of the tokens made for this API; of Entra, the client id of the API's registration.</param>
/// <param name="Roles">The roles that it may give; what else its tokens claim counts for nothing.</param>
/// <param name="EveryoneIs">The role of everyone who signs in there, whatever the token claims.</param>
internal sealed record TrustedIssuer(IssuerKind Kind, string Authority, string Issuer, string Audience, IReadOnlyList<string> Roles, string? EveryoneIs)
{
    private const char AgencySeparator = '.';

    /// <summary>Reads <c>Authentication:Issuers</c>.</summary>
    /// <exception cref="SettingException">One is missing or wrong; names it.</exception>
    public static IReadOnlyList<TrustedIssuer> ReadAll(IConfiguration configuration)
    {
        var issuers = configuration.GetSection("Authentication:Issuers").GetChildren().Select(Read).ToList();
        if (issuers.Count == 0)
        {
            throw new SettingException("Authentication__Issuers__0__Authority must be the address of at least one OpenID Connect issuer.");
        }

        return issuers.DistinctBy(issuer => issuer.Issuer).Count() == issuers.Count
            ? issuers
            : throw new SettingException("Authentication__Issuers must not name two with one issuer: tokens could not be told apart.");
    }

    /// <summary>Who signed in, by a token of this issuer that was found valid.</summary>
    /// <returns><see langword="null"/> if the token names no account.</returns>
    public SignedIn? Read(ClaimsPrincipal principal)
    {
        // Entra's sub differs between the applications of one tenant; its oid is the account, and the directory finds it.
        if (principal.FindFirst(Kind == IssuerKind.Oidc ? "sub" : "oid")?.Value is not { Length: > 0 } subject)
        {
            return null;
        }

        // An app role can't carry a claim, so Entra's case officers have the role case-officer.agii and so on.
        var claimed = principal.FindAll("roles").Select(claim => claim.Value.Split(AgencySeparator, 2)).ToList();
        var agencies = principal.FindAll("agency").Select(claim => claim.Value)
            .Concat(claimed.Where(parts => parts.Length == 2 && parts[0] == Role.CaseOfficer).Select(parts => parts[1]))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var agency = agencies is [var one] && WireName.TryParse<Agency>(one, out var known) ? known : (Agency?)null;
        var roles = claimed.Where(parts => parts.Length == 1 || parts[0] == Role.CaseOfficer).Select(parts => parts[0]).Intersect(Roles);
        return new SignedIn(Issuer, subject, EveryoneIs is null ? [.. roles] : [.. roles.Append(EveryoneIs).Distinct()], agency);
    }

    private static TrustedIssuer Read(IConfigurationSection section)
    {
        SettingException Wrong(string name, string rule) => new($"{section.Path.Replace(":", "__", StringComparison.Ordinal)}__{name} {rule}");

        var kind = IssuerKind.Oidc;
        if (section["Kind"] is { } text && !(Enum.TryParse(text, ignoreCase: true, out kind) && Enum.IsDefined(kind) && !int.TryParse(text, out _)))
        {
            throw Wrong("Kind", "must be oidc, entraId or entraExternalId.");
        }

        if (!Uri.TryCreate(section["Authority"], UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw Wrong("Authority", "must be the https address of an OpenID Connect issuer.");
        }

        var authority = section["Authority"]!.TrimEnd('/');
        var path = address.AbsolutePath.Trim('/').Split('/');
        Guid tenant = default;
        if (kind != IssuerKind.Oidc && !(path is [var first, "v2.0"] && Guid.TryParse(first, out tenant)))
        {
            throw Wrong("Authority", "must end with the tenant's id and /v2.0, like https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0; one tenant, not all of them.");
        }

        if (section["Audience"] is not { Length: > 0 } audience)
        {
            throw Wrong("Audience", "must name this API, as the issuer writes it into its tokens.");
        }

        var roles = section.GetSection("Roles").Get<string[]>() ?? [];
        if (roles.Length == 0 && section["EveryoneIs"] is null)
        {
            throw Wrong("Roles__0", $"must be a role that this issuer may give ({string.Join(", ", Role.All)}), or EveryoneIs the role of everyone who signs in there.");
        }

        if (Array.FindIndex(roles, role => !Role.All.Contains(role)) is >= 0 and var wrong)
        {
            throw Wrong(FormattableString.Invariant($"Roles__{wrong}"), $"must be one of {string.Join(", ", Role.All)}.");
        }

        // Nobody becomes an officer by merely having an account.
        if (section["EveryoneIs"] is { } everyone && everyone != Role.Learner)
        {
            throw Wrong("EveryoneIs", $"can only be {Role.Learner}.");
        }

        var issuer = section["Issuer"] ?? (kind == IssuerKind.EntraExternalId ? $"https://{tenant}.ciamlogin.com/{tenant}/v2.0" : section["Authority"]!);
        return new TrustedIssuer(kind, authority, issuer, audience, roles, section["EveryoneIs"]);
    }
}

/// <summary>Who signed in, as far as the token tells.</summary>
/// <param name="Roles">The roles that the issuer may give and the token claims.</param>
/// <param name="Agency">Of a case officer; <see langword="null"/> where the token names none, an unknown one or two.</param>
internal sealed record SignedIn(string Issuer, string Subject, IReadOnlyList<string> Roles, Agency? Agency);
