using System.Text;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Http;

/// <summary>201 with its body as text, so that the same can be answered again.</summary>
internal sealed record CreatedAnswer(string? Location, string Json) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status201Created;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = Location;
        return Results.Text(Json, "application/json", Encoding.UTF8, StatusCodes.Status201Created).ExecuteAsync(httpContext);
    }
}
