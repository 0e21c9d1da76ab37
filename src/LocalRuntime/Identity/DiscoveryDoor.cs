using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>The issuer's metadata and its public key.</summary>
internal sealed class DiscoveryDoor(TokenIssuer issuer, SigningKey key) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Get("/local/oidc/.well-known/openid-configuration", _ => Results.Json(Metadata()));
        endpoints.Get("/local/oidc/jwks", _ => Results.Json(new { keys = new[] { key.PublicJwk() } }));
    }

    private Dictionary<string, object> Metadata() => new()
    {
        ["issuer"] = issuer.Authority,
        ["authorization_endpoint"] = $"{issuer.Authority}/authorize",
        ["token_endpoint"] = $"{issuer.Authority}/token",
        ["jwks_uri"] = $"{issuer.Authority}/jwks",
        ["response_types_supported"] = (string[])["code"],
        ["response_modes_supported"] = (string[])["query"],
        ["grant_types_supported"] = (string[])["authorization_code"],
        ["subject_types_supported"] = (string[])["public"],
        ["id_token_signing_alg_values_supported"] = (string[])["RS256"],
        ["code_challenge_methods_supported"] = (string[])["S256"],
        ["token_endpoint_auth_methods_supported"] = (string[])["none"],
        ["scopes_supported"] = (string[])["openid"],
        ["claims_supported"] = (string[])["sub", "roles", "agency"],
    };
}
