using Inburgering.People;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Http;

/// <summary>How the act of a request will be answered, said before it is done.</summary>
internal static class ActAnswer
{
    /// <summary>Says it. Of an act that the caller named, the answer is then kept in the commit that does it.</summary>
    /// <typeparam name="T">What the use case decides in one file.</typeparam>
    /// <param name="view">From that, and the id of the file, to the answer.</param>
    public static void WillAnswer<T>(this HttpRequest request, Func<T, string, KeepableAnswer> view)
    {
        if (request.HttpContext.Features.Get<RequestedAct>() is { } requested)
        {
            requested.View = (result, personId) => result is Answer<T> { Refusal: null, Value: { } done } ? view(done, personId) : null;
        }
    }
}

/// <summary>An act as a request names it.</summary>
/// <param name="Key">Its name.</param>
/// <param name="BodySha256">SHA-256 of the body that came with the name.</param>
internal sealed record RequestedAct(IndexKey Key, string BodySha256)
{
    /// <summary>From what was decided to the answer; <see langword="null"/> as long as nobody said.</summary>
    public Func<object?, string, KeepableAnswer?>? View { get; set; }
}
