using Inburgering.Functions.Http;
using Inburgering.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Inburgering.Functions.Learning;

/// <summary>The language a caller asks for.</summary>
internal static class Languages
{
    /// <summary>
    /// The query's <c>language</c>, else of <c>Accept-Language</c> the one liked best that is there (RFC 9110, 12.5.4); the primary subtag
    /// (ISO 639-1) only.
    /// </summary>
    /// <param name="there">The languages to choose from.</param>
    /// <returns><see langword="null"/> if none was asked for, or none of several is there.</returns>
    public static string? Asked(HttpRequest request, IEnumerable<string> there)
    {
        if (request.Query["language"].FirstOrDefault() is { } one)
        {
            return one;
        }

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
