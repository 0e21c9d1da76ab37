using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Admin;

internal static class AdminServices
{
    /// <summary>Registers the operator's view and what else is looked at in a browser.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services) => services
        .AddSingleton<Doors>()
        .AddSingleton<IDoor, HostStatusDoor>()
        .AddSingleton<IDoor, FunctionsDoor>()
        .AddSingleton<IDoor, DocumentsDoor>()
        .AddSingleton<IDoor, FrontDoor>();
}
