using System.Text.Json;
using Inburgering.Functions.Learning;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Http;

/// <summary>
/// An error as problem+json (RFC 9457). Its texts are in the language that <c>Accept-Language</c> likes best of Dutch, French, German and
/// English; <c>type</c> is what a program reads. In English the detail is the rule's own, in the others the type's.
/// </summary>
/// <param name="type">A URN; its last part is the problem's code.</param>
internal sealed class ProblemAnswer(string type, string title, int status, string detail, IReadOnlyList<ProblemIssue>? issues) : IResult, IStatusCodeHttpResult
{
    private const string English = "en";

    private static readonly IReadOnlyDictionary<string, Dictionary<string, ProblemText>> Texts = ReadTexts();

    public int? StatusCode => status;

    /// <summary>The languages that texts can be in, and of which codes.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyCollection<string>> Translated { get; } =
        Texts.ToDictionary(language => language.Key, IReadOnlyCollection<string> (language) => language.Value.Keys);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var language = Languages.Asked(httpContext.Request, Texts.Keys.Append(English)) ?? English;
        var text = Texts.GetValueOrDefault(language)?.GetValueOrDefault(type[(type.LastIndexOf(':') + 1)..]);
        httpContext.Response.Headers.ContentLanguage = text is null ? English : language;
        var body = new ProblemBody(type, text?.Title ?? title, status, text?.Detail ?? detail, issues);
        return Results.Json(body, Answers.Json, "application/problem+json", status).ExecuteAsync(httpContext);
    }

    private static Dictionary<string, Dictionary<string, ProblemText>> ReadTexts()
    {
        using var file = typeof(ProblemAnswer).Assembly.GetManifestResourceStream("ProblemTexts.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, ProblemText>>>(file, JsonSerializerOptions.Web)!;
    }

    private sealed record ProblemText(string Title, string Detail);

    private sealed record ProblemBody(string Type, string Title, int Status, string Detail, IReadOnlyList<ProblemIssue>? Issues);
}

/// <param name="In">Where it stands: body, query or header.</param>
internal sealed record ProblemIssue(string In, string Name, string Detail);
