using System.Globalization;
using Inburgering.LocalRuntime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Inburgering.LocalRuntime.Tests.Http;

/// <summary>One function for each way of being called and of answering.</summary>
public sealed class SampleFunctions
{
    [Function("DefaultRoute")]
    public static string DefaultRoute([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "by name";

    [Function("ReadItem")]
    public static IResult ReadItem([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{itemId:int}")] HttpRequest request, int itemId) =>
        Results.Json(new { itemId });

    [Function("FindItems")]
    public static IResult FindItems([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "items/query")] HttpRequest request) => Results.Accepted();

    [Function("ReadNamedItem")]
    public static IResult ReadNamedItem([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{name}")] HttpRequest request, string name) => Results.Text($"named {name}");

    [Function("PutThing")]
    public static async Task<IResult> PutThing(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "things/{thingId:guid}/days/{day}/{page:int?}")] HttpRequest request,
        Guid thingId,
        DateOnly day,
        int? page,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(cancellationToken);
        return Results.Json(new { thingId, day, page, body, function = context.FunctionDefinition.Name, same = context.GetHttpContext() == request.HttpContext });
    }

    [Function("ReadFile")]
    public static string ReadFile([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{**path}")] HttpRequest request, string? path) => path ?? "root";

    [Function("AnyMethod")]
    public static Task<string> AnyMethod([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(request.Method);
    }

    [Function("PlainObject")]
    public static ValueTask<object> PlainObject([HttpTrigger("get", Route = "plain")] HttpRequest request) => ValueTask.FromResult<object>(new { FullName = "Ayşe" });

    [Function("ActionResult")]
    public static IActionResult ActionResult([HttpTrigger("get", Route = "action")] HttpRequest request) => new ObjectResult(new { FullName = "Ayşe" }) { StatusCode = 418 };

    [Function("Writes")]
    public static async Task Writes([HttpTrigger("get", Route = "writes")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Response.StatusCode = 202;
        await request.HttpContext.Response.WriteAsync("written");
    }

    [Function("Throws")]
    public static void Throws([HttpTrigger("get", Route = "throws")] HttpRequest request) =>
        throw new InvalidOperationException("a secret of the inside");

    [Function("ThrowsLater")]
    public static async Task<IResult> ThrowsLater([HttpTrigger("get", Route = "throws-later")] HttpRequest request)
    {
        await Task.Yield();
        throw new InvalidOperationException("a secret of the inside");
    }

    [Function("WrongValue")]
    public static string WrongValue([HttpTrigger("get", Route = "numbers/{number}")] HttpRequest request, int number) => number.ToString(CultureInfo.InvariantCulture);
}
