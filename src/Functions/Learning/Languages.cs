using Inburgering.Functions.Http;
using Inburgering.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Inburgering.Functions.Learning;

/// <summary>The language a caller asks for.</summary>
internal static class Languages
{
    /// <summary>The query's <c>language</c>, else the first of <c>Accept-Language</c>; the primary subtag (ISO 639-1) only.</summary>
    public static string? Asked(HttpRequest request)
    {
        var asked = request.Query["language"].FirstOrDefault()
            ?? (StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var languages)
                ? languages.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault()?.Value.Value
                : null);
        return asked?.Split('-')[0].ToLowerInvariant();
    }

    /// <summary>The answer to a query whose <c>language</c> is none; <see langword="null"/> if it may be used.</summary>
    public static IResult? Problem(HttpRequest request) =>
        request.Query["language"].FirstOrDefault() is { } asked && (asked.Length != 2 || !asked.All(char.IsAsciiLetterLower))
            ? Problems.Invalid([new FieldError("language", "must be a language of ISO 639-1, like tr")], "query")
            : null;
}
