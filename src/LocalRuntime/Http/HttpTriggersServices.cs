using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Http;

internal static class HttpTriggersServices
{
    public static IServiceCollection AddHttpTriggers(this IServiceCollection services) => services.AddSingleton<HttpTriggers>();
}
