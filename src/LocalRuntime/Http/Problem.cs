using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Inburgering.LocalRuntime.Http;

/// <summary>The runtime's own errors, in the shape the contracts give to all errors (Belgif problem+json).</summary>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemIssue>? Issues = null)
{
    /// <summary>Says no more than the status does.</summary>
    public static IResult Of(int status) => new Problem(TypeOf(status), ReasonPhrases.GetReasonPhrase(status), status).ToResult();

    /// <summary>400 for a field of the body.</summary>
    /// <param name="name">The field, as the caller wrote it.</param>
    public static IResult BadRequest(string name, string detail, string? value = null) =>
        new Problem(TypeOf(400), "Bad Request", 400, $"{name}: {detail}", [new ProblemIssue("body", name, detail, value)]).ToResult();

    public static IResult NotFound(string detail) => new Problem(TypeOf(404), "Not Found", 404, detail).ToResult();

    public static IResult Internal(string detail) => new Problem(TypeOf(500), "Internal Server Error", 500, detail).ToResult();

    public IResult ToResult() => Results.Json(this, contentType: "application/problem+json", statusCode: Status);

    private static string TypeOf(int status) => status switch
    {
        400 => "urn:problem-type:belgif:badRequest",
        404 => "urn:problem-type:belgif:resourceNotFound",
        413 => "urn:problem-type:belgif:payloadTooLarge",
        500 => "urn:problem-type:belgif:internalServerError",
        _ => "about:blank",
    };
}

/// <param name="In">Where the value stands: <c>body</c>, <c>query</c> or <c>path</c>.</param>
internal sealed record ProblemIssue(
    string In,
    string Name,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Value = null);
