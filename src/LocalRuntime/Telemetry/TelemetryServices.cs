using System.Diagnostics.Metrics;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Telemetry;

internal static class TelemetryServices
{
    /// <summary>Registers the counters, the spans and their door.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<Counters>()
        .AddSingleton<Spans>()
        .AddSingleton<IDoor, TelemetryDoor>();

    /// <summary>The runtime's storage for one of its parts, whose requests are counted.</summary>
    public static LocalStorage StorageOf(this IServiceProvider services, string part) =>
        services.GetRequiredService<LocalStorage>().Through(new RequestCounting(services.GetRequiredService<IMeterFactory>(), part));
}
