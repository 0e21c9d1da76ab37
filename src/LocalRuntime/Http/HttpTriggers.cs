using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Http;

/// <summary>Serves every HTTP-triggered function of the app at its route.</summary>
internal sealed partial class HttpTriggers(FunctionCatalog catalog, HostFile host, IFunctionInvoker invoker, ILogger<HttpTriggers> log)
{
    /// <exception cref="LocalRuntimeStartException">A route can't be read, is declared twice, or a parameter can't be bound.</exception>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var functions = catalog.With<HttpTriggerAttribute>().Select(found => HttpFunction.Of(found.Function, found.Trigger, host.RoutePrefix)).ToList();
        HttpFunction.RefuseOverlaps(functions);
        foreach (var function in functions)
        {
            RequestDelegate handle = http => AnswerAsync(function, http);
            var endpoint = function.Methods.Count == 0
                ? endpoints.Map(function.Pattern, handle)
                : endpoints.MapMethods(function.Pattern.RawText!, function.Methods, handle);
            endpoint.WithDisplayName(function.Descriptor.Name);
        }

        // As the real host does: no function for this path and method is 404 without a body, a wrong method included.
        endpoints.MapFallback($"{host.RoutePrefix}/{{**path}}", NotFoundAsync);
    }

    private static Task NotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(HttpFunction function, HttpContext http)
    {
        try
        {
            var result = await invoker.InvokeAsync(new Invocation(function.Descriptor, parameter => function.Bind(parameter, http), http)).ConfigureAwait(false);
            await HttpAnswer.WriteAsync(result, http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            var status = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            if (status >= StatusCodes.Status500InternalServerError)
            {
                LogFailed(exception, function.Descriptor.Name, http.Request.Method);
            }

            http.Response.Clear();
            await Problem.Of(status).ExecuteAsync(http).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogFailed(exception, function.Descriptor.Name, http.Request.Method);
            http.Abort();
        }
    }

    [LoggerMessage(LogLevel.Error, "{Function} failed on a {Method} request")]
    private partial void LogFailed(Exception exception, string function, string method);
}
