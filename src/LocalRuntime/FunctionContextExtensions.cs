using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime;

public static class FunctionContextExtensions
{
    /// <returns>The request that an HTTP trigger answers; <see langword="null"/> for every other trigger.</returns>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(InvocationContext.HttpContextKey, out var value) ? value as HttpContext : null;
    }

    /// <summary>What the function returned (once it ran). Middleware that sets it without calling on answers in the function's stead.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context is InvocationContext invocation
            ? invocation.Result
            : throw new InvalidOperationException("Only the context that the runtime made has a result.");
    }

    public static ILogger<T> GetLogger<T>(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.InstanceServices.GetRequiredService<ILogger<T>>();
    }

    public static ILogger GetLogger(this FunctionContext context, string categoryName)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.InstanceServices.GetRequiredService<ILoggerFactory>().CreateLogger(categoryName);
    }
}
