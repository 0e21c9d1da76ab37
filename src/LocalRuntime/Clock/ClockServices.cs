using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Clock;

internal static class ClockServices
{
    /// <summary>Registers the clock, what drives due work by it, NCRONTAB timers, and its door.</summary>
    public static IServiceCollection AddClock(this IServiceCollection services, LocalClock clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<WorkInFlight>();
        services.AddSingleton<DueSignal>();
        services.AddSingleton<ClockDriver>();
        services.AddHostedService(provider => provider.GetRequiredService<ClockDriver>());
        services.AddSingleton<IDoor, ClockDoor>();
        services.AddSingleton<TimerTriggers>();
        services.AddSingleton<IDueWork>(provider => provider.GetRequiredService<TimerTriggers>());
        services.AddHostedService(provider => provider.GetRequiredService<TimerTriggers>());
        return services;
    }
}
