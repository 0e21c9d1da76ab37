using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

internal static class ServiceBusServices
{
    /// <summary>Registers the broker, its triggers, its client and its doors.</summary>
    public static IServiceCollection AddServiceBus(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => TopologyFile.Load(provider.GetRequiredService<LocalRuntimeSettings>().AppFolder));
        services.TryAddSingleton(provider => new MessageStore(
            provider.StorageOf(RequestCounting.Messages).Tables.GetTableClient(MessageStore.TableName(provider.GetRequiredService<LocalRuntimeSettings>()))));
        services.TryAddSingleton(provider => new BrokerServices(
            provider.GetRequiredService<MessageStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<WorkInFlight>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<Broker>()));
        services.TryAddSingleton<MessageListing>();
        services.TryAddSingleton<ScheduledMessages>();
        services.AddSingleton<IDueWork>(provider => provider.GetRequiredService<ScheduledMessages>());
        services.TryAddSingleton<Broker>();
        services.TryAddSingleton(provider => new ServiceBusClient(provider.GetRequiredService<Broker>()));
        services.AddSingleton<IHostedService, ServiceBusTriggers>();
        services.TryAddSingleton<ManagementRequests>();
        services.TryAddSingleton<AmqpLinks>();
        services.TryAddSingleton<AmqpServer>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<AmqpServer>());
        services.AddSingleton<IDoor, ServiceBusDoor>();
        return services;
    }
}
