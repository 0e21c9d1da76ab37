using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Http;

internal static class HttpTriggersServices
{
    public static IServiceCollection AddHttpTriggers(this IServiceCollection services, FunctionCatalog functions)
    {
        // Only action results need MVC, and it is a tenth of the start.
        if (functions.With<HttpTriggerAttribute>().Any(found => MayBeActionResult(found.Function.Method.ReturnType)))
        {
            services.AddMvcCore();
        }

        return services.AddSingleton<HttpTriggers>();
    }

    private static bool MayBeActionResult(Type returned) =>
        returned == typeof(object)
        || returned.IsAssignableTo(typeof(IActionResult))
        || (returned.IsGenericType && returned.GetGenericTypeDefinition() is var generic
            && (generic == typeof(Task<>) || generic == typeof(ValueTask<>)) && MayBeActionResult(returned.GetGenericArguments()[0]));
}
