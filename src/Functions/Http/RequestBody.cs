using System.Text.Json;
using Inburgering.Messages;
using Inburgering.People;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Http;

/// <summary>Reads a request's JSON body; whatever is wrong with it becomes one answer that names every field.</summary>
internal static class RequestBody
{
    /// <summary>Largest body taken, in bytes.</summary>
    private const int Limit = 128 * 1024;

    // The deepest body of the contract has three levels.
    private const int MaxDepth = 8;

    /// <summary>Reads the body with <paramref name="read"/>. Unknown properties are refused.</summary>
    /// <param name="optional">Whether no body at all is fine; <paramref name="read"/> is not called then.</param>
    /// <returns>What was read, or the answer to give.</returns>
    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(HttpRequest request, Func<FieldReader, T> read, CancellationToken cancellationToken, bool optional = false)
    {
        byte[]? bytes;
        try
        {
            bytes = await ReadBytesAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or IOException)
        {
            // The caller hung up in the middle, or broke the rules of HTTP: no failure of ours.
            return (default, Problems.Invalid([new FieldError("body", "must arrive whole")]));
        }

        if (bytes is null)
        {
            return (default, Problems.TooLarge(Limit));
        }

        if (bytes.Length == 0)
        {
            return optional ? (default, null) : (default, Problems.Invalid([new FieldError("body", "is required")]));
        }

        JsonDocument document;
        try
        {
            document = StrictJson.Parse(bytes, MaxDepth);
        }
        catch (JsonException)
        {
            return (default, Problems.Invalid([new FieldError("body", "must be JSON, without a name twice in one object")]));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a name: whoever looks for names twice has to read it.
            return (default, Problems.Invalid([new FieldError("(a name that is no text)", "is not a known property")]));
        }

        using (document)
        {
            var reader = FieldReader.ForRequest(document.RootElement);
            var value = read(reader);
            reader.RefuseUnread();
            return reader.Errors.Count == 0 ? (value, null) : (default, Problems.Invalid(reader.Errors));
        }
    }

    /// <summary>The answer to a refusal, or to what was asked.</summary>
    public static IResult Answer<T>(this Answer<T> answer, Func<T, IResult> ok) => answer.Refusal is { } refusal ? Problems.Of(refusal) : ok(answer.Value!);

    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Limit)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[8192];
        int count;
        while ((count = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + count > Limit)
            {
                return null;
            }

            buffer.Write(chunk, 0, count);
        }

        return buffer.ToArray();
    }
}
