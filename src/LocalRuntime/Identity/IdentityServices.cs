using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Identity;

internal static class IdentityServices
{
    /// <summary>Registers the OIDC issuer at <c>/local/oidc</c>.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services, SigningKey key) => services
        .AddSingleton(key)
        .AddSingleton<TokenIssuer>()
        .AddSingleton<AuthorizationCodes>()
        .AddSingleton<IDoor, DiscoveryDoor>()
        .AddSingleton<IDoor, AuthorizeDoor>()
        .AddSingleton<IDoor, TokenDoor>();
}
