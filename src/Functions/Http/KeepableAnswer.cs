using System.Text;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Http;

/// <summary>What a POST answers when it is done, with its body as text, so that the same can be kept and answered again.</summary>
internal sealed record KeepableAnswer(int Status, string? Location, string Json) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Location is not null)
        {
            httpContext.Response.Headers.Location = Location;
        }

        return Results.Text(Json, "application/json", Encoding.UTF8, Status).ExecuteAsync(httpContext);
    }
}
