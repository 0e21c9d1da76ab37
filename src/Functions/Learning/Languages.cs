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
}
