using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Http;

/// <summary>Writes what an HTTP function returned.</summary>
internal static class HttpAnswer
{
    public static async Task WriteAsync(object? result, HttpContext http)
    {
        switch (result)
        {
            case IResult answer:
                await answer.ExecuteAsync(http).ConfigureAwait(false);
                break;
            case IActionResult answer:
                await answer.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())).ConfigureAwait(false);
                break;
            case null:
                // The function wrote the response itself, or there is nothing to say: 200 without a body.
                break;
            case string text:
                http.Response.ContentType ??= "text/plain; charset=utf-8";
                await http.Response.WriteAsync(text, Encoding.UTF8, http.RequestAborted).ConfigureAwait(false);
                break;
            default:
                await http.Response.WriteAsJsonAsync(result, result.GetType(), http.RequestAborted).ConfigureAwait(false);
                break;
        }
    }
}
