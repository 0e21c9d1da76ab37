using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Inburgering.Functions.Http;

/// <summary>The forms in which a document is given out, and which of them a caller wants.</summary>
internal static class MediaTypes
{
    public const string Pdf = "application/pdf";
    public const string Json = "application/json";

    /// <summary>Whether the caller wants a document as PDF rather than as JSON, by Accept; <see langword="null"/> if neither will do.</summary>
    /// <param name="orElse">What to give where both will do equally.</param>
    public static bool? WantsPdf(this HttpRequest request, bool orElse) => (request.Wish(Pdf), request.Wish(Json)) switch
    {
        (0, 0) => null,
        var (pdf, json) when pdf == json => orElse,
        var (pdf, json) => pdf > json,
    };

    /// <summary>How much the caller wants a media type, from 0 to 1: by the range of Accept that names it most closely.</summary>
    private static double Wish(this HttpRequest request, string mediaType)
    {
        var wanted = new MediaTypeHeaderValue(mediaType);
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Count == 0
            ? 1
            : accepted.Where(wanted.IsSubsetOf).OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes).FirstOrDefault() is { } range ? range.Quality ?? 1 : 0;
    }
}
