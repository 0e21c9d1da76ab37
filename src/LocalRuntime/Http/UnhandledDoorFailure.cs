using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Http;

/// <summary>Turns what a door of the runtime does not handle itself into problem+json.</summary>
internal sealed partial class UnhandledDoorFailure(RequestDelegate next, ILogger<UnhandledDoorFailure> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            var status = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            LogFailed(exception, http.Request.Method, http.Request.Path);
            http.Response.Clear();
            await Problem.Of(status).ExecuteAsync(http).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, PathString path);
}
