using System.Text.Json;

namespace Inburgering.Messages;

/// <summary>JSON from outside: not deeper than said, and no name twice in one object, which two readers could take for two things.</summary>
public static class StrictJson
{
    /// <exception cref="JsonException">It is no such JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, int maxDepth)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });
        }
        catch (InvalidOperationException)
        {
            // A name that is no text (half a surrogate pair) can't be compared with others: FieldReader refuses it by its place.
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = maxDepth });
        }
    }
}
