using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Http;

/// <summary>
/// Maps what a door answers. Handlers take the request as it is: ASP.NET Core would bind other parameters by expressions that it
/// compiles for every door before the first request of all is answered.
/// </summary>
internal static class DoorEndpoints
{
    public static void Get(this IEndpointRouteBuilder endpoints, string route, Func<HttpContext, IResult> answer) =>
        endpoints.MapGet(route, (RequestDelegate)(http => answer(http).ExecuteAsync(http)));

    public static void Get(this IEndpointRouteBuilder endpoints, string route, Func<HttpContext, Task<IResult>> answer) =>
        endpoints.MapGet(route, Handle(answer));

    public static void Post(this IEndpointRouteBuilder endpoints, string route, Func<HttpContext, Task<IResult>> answer) =>
        endpoints.MapPost(route, Handle(answer));

    /// <summary>A value of the door's route.</summary>
    public static string RouteText(this HttpContext http, string name) => (string)http.Request.RouteValues[name]!;

    private static RequestDelegate Handle(Func<HttpContext, Task<IResult>> answer) => async http =>
    {
        var result = await answer(http).ConfigureAwait(false);
        await result.ExecuteAsync(http).ConfigureAwait(false);
    };
}
