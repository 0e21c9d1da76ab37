using Inburgering.Messages;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Http;

/// <summary>A list that takes no parameter but the place at which its page begins.</summary>
internal static class PagedList
{
    /// <summary>Answers one page.</summary>
    /// <param name="pageSize">Most items a page holds.</param>
    /// <param name="page">The page from a place on, <see langword="null"/> for the first; answers <see langword="null"/> for what is no place.</param>
    public static async Task<IResult> PageAsync<T>(this HttpRequest request, int pageSize, Func<string?, Task<(IEnumerable<T> Items, string? Next)?>> page)
    {
        var fields = FieldReader.ForQuery(request.Query.Select(parameter => (parameter.Key, parameter.Value.ToString())));
        var from = fields.OptionalText("from", 200);
        fields.RefuseUnread();
        return fields.Errors.Count > 0 ? Problems.Invalid(fields.Errors, "query")
            : await page(from) is ({ } items, var next) ? Answers.Page(request, items.ToList(), pageSize, next)
            : Problems.Invalid([new FieldError("from", "must be taken from a page's next")], "query");
    }
}
