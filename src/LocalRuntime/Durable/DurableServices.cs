using System.Text.Json;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Inburgering.LocalRuntime.Durable;

internal static class DurableServices
{
    /// <summary>Registers the orchestration engine, its client, its due timers and its door.</summary>
    public static IServiceCollection AddDurable(this IServiceCollection services)
    {
        services.TryAddSingleton<DueSignal>();
        services.TryAddSingleton<StorageGate>();
        services.TryAddSingleton(provider => DurableOptions.Read(provider.GetRequiredService<LocalRuntimeSettings>().AppFolder));
        services.TryAddSingleton<DataConverter>(provider =>
            new JsonConverterOfApp(new JsonSerializerOptions(provider.GetRequiredService<IOptions<JsonSerializerOptions>>().Value) { PropertyNameCaseInsensitive = true }));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DurableEngine>(provider, provider.StorageOf(RequestCounting.Orchestrations)));
        services.AddSingleton<DurableTaskClient, LocalDurableTaskClient>();
        services.AddSingleton<IDueWork, DurableTimers>();
        services.AddSingleton<IDoor, OrchestrationsDoor>();
        services.AddHostedService<DurableHost>();
        return services;
    }
}
