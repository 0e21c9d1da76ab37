using Inburgering.Messages;
using Inburgering.People;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Http;

/// <summary>Errors as problem+json (RFC 9457), as the Belgif guide and contracts.md ask.</summary>
internal static class Problems
{
    private const string Belgif = "urn:problem-type:belgif:";
    private const string Own = "urn:problem-type:inburgering:";

    public static IResult Of(Refusal refusal) => refusal switch
    {
        { Kind: RefusalKind.NotFound } => Problem(Belgif + "resourceNotFound", "Resource Not Found", StatusCodes.Status404NotFound, refusal.Detail),
        { Kind: RefusalKind.TooManyRequests } => Problem(Belgif + "tooManyRequests", "Too Many Requests", StatusCodes.Status429TooManyRequests, refusal.Detail),
        { Code: "badRequest", Field: { } field } => Invalid([new FieldError(field, refusal.Detail)]),
        _ => Problem(
            Own + refusal.Code,
            Title(refusal.Code),
            refusal.Kind switch
            {
                RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
                RefusalKind.Conflict => StatusCodes.Status409Conflict,
                RefusalKind.Outdated => StatusCodes.Status412PreconditionFailed,
                _ => StatusCodes.Status400BadRequest,
            },
            refusal.Detail,
            refusal.Field is { } about ? [new ProblemIssue("body", about, refusal.Detail)] : null),
    };

    public static IResult Invalid(IEnumerable<FieldError> errors, string location = "body") => Problem(
        Belgif + "badRequest",
        "Bad Request",
        StatusCodes.Status400BadRequest,
        "The request is not valid.",
        [.. errors.Select(error => new ProblemIssue(location, error.Name, error.Rule))]);

    public static IResult NotFound(string what) => Of(Refusal.NotFound(what));

    public static IResult Unauthorized(string detail) => Problem(Belgif + "invalidAccessToken", "Invalid Access Token", StatusCodes.Status401Unauthorized, detail);

    public static IResult Expired() => Problem(Belgif + "expiredAccessToken", "Expired Access Token", StatusCodes.Status401Unauthorized, "The bearer token has expired: sign in again.");

    public static IResult NoToken() => Problem(Belgif + "noAccessToken", "No Access Token", StatusCodes.Status401Unauthorized, "A bearer token is needed.");

    public static IResult Forbidden(string detail) => Problem(Belgif + "missingPermission", "Missing Permission", StatusCodes.Status403Forbidden, detail);

    public static IResult NotActivated() => Problem(
        Own + "accountNotActivated", "Account Not Activated", StatusCodes.Status403Forbidden, "This account stands for no person yet: use the activation code first.");

    public static IResult NotAcceptable(string available) => Problem(Belgif + "notAcceptable", "Not Acceptable", StatusCodes.Status406NotAcceptable, $"This is to be had as {available} only.");

    public static IResult TooLarge(int limit) => Problem(
        Belgif + "payloadTooLarge", "Payload Too Large", StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"The body must be at most {limit} bytes."));

    public static IResult TooManyRequests() => Problem(
        Belgif + "tooManyRequests", "Too Many Requests", StatusCodes.Status429TooManyRequests, "Too many requests came at once: wait as long as Retry-After says.");

    public static IResult Internal() => Problem(Belgif + "internalServerError", "Internal Server Error", StatusCodes.Status500InternalServerError, "The request could not be handled; trying again later may help.");

    private static ProblemAnswer Problem(string type, string title, int status, string detail, IReadOnlyList<ProblemIssue>? issues = null) =>
        new ProblemAnswer(type, title, status, detail, issues);

    // accountAlreadyBound → Account already bound
    private static string Title(string code) => string.Concat(code.Select((character, i) => i == 0
        ? char.ToUpperInvariant(character).ToString()
        : char.IsUpper(character) ? $" {char.ToLowerInvariant(character)}" : character.ToString()));
}
