using Inburgering.Functions.Http;
using Inburgering.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Inburgering.Functions.Learning;

/// <summary>The language a caller asks for.</summary>
internal static class Languages
{
    /// <summary>The query's <c>language</c>, else the one liked best.</summary>
    /// <param name="there">The languages to choose from.</param>
    public static string? Asked(HttpRequest request, IEnumerable<string> there) => Asked(request) ?? Liked(request, there);

    /// <summary>The query's <c>language</c>; <see langword="null"/> if there is none.</summary>
    public static string? Asked(HttpRequest request) => request.Query["language"].FirstOrDefault();

    /// <summary>Of <c>Accept-Language</c> the one liked best that is there (RFC 9110, 12.5.4); the primary subtag (ISO 639-1) only.</summary>
    /// <returns><see langword="null"/> if none was named, or none of several is there.</returns>
    public static string? Liked(HttpRequest request, IEnumerable<string> there)
    {
        return StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var languages)
            ? languages.Where(language => language.Quality is not 0)
                .OrderByDescending(language => language.Quality ?? 1)
                .Select(language => language.Value.ToString().Split('-')[0].ToLowerInvariant())
                .FirstOrDefault(there.Contains)
            : null;
    }

    /// <summary>The answer to a query whose <c>language</c> is none; <see langword="null"/> if it may be used.</summary>
    public static IResult? Problem(HttpRequest request) =>
        request.Query["language"].FirstOrDefault() is { } asked && (asked.Length != 2 || !asked.All(char.IsAsciiLetterLower))
            ? Problems.Invalid([new FieldError("language", "must be a language of ISO 639-1, like tr")], "query")
            : null;
}
