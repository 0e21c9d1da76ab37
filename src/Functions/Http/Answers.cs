using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Http;

/// <summary>Answers in the form of contracts.md: lowerCamelCase, nulls left out, lists with self, items and pageSize.</summary>
internal static class Answers
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static IResult Ok<T>(T body) => Results.Json(body, Json);

    /// <summary>What was begun and goes on by itself.</summary>
    public static IResult Begun<T>(T body) => Results.Json(body, Json, statusCode: StatusCodes.Status202Accepted);

    /// <summary>What was created, and where it is read.</summary>
    public static KeepableAnswer Created<T>(HttpRequest request, string location, T body) => new KeepableAnswer(StatusCodes.Status201Created, location, JsonSerializer.Serialize(body, Json));

    /// <summary>What a POST found done already, or did without creating anything.</summary>
    public static KeepableAnswer Done<T>(T body) => new KeepableAnswer(StatusCodes.Status200OK, null, JsonSerializer.Serialize(body, Json));

    public static IResult List<T>(HttpRequest request, IReadOnlyList<T> items) =>
        Ok(new ListBody<T>(request.Path, items, items.Count, null));

    /// <summary>One page of a longer list.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="items">What is on the page.</param>
    /// <param name="pageSize">Most items a page holds.</param>
    /// <param name="next">Opaque place of the next page, for the query parameter <c>from</c>; <see langword="null"/> on the last one.</param>
    public static IResult Page<T>(HttpRequest request, IReadOnlyList<T> items, int pageSize, string? next) => Ok(new ListBody<T>(
        request.Path + request.QueryString.Value,
        items,
        pageSize,
        next is null ? null : request.Path + QueryString.Create([.. request.Query.Where(parameter => parameter.Key != "from"), new("from", next)]).Value));

    /// <summary>An instant as contracts.md writes it: RFC 3339, UTC, to the second.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record ListBody<T>(string Self, IReadOnlyList<T> Items, int PageSize, string? Next);
}
