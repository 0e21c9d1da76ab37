using System.Text.Json;
using System.Text.Unicode;

namespace Inburgering.Messages;

/// <summary>Parses JSON that comes from outside.</summary>
public static class JsonBody
{
    /// <summary>A document in which every text can be read.</summary>
    /// <exception cref="JsonException">It is not JSON, not UTF-8, or a text in it holds half a surrogate pair.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw new JsonException("it is not UTF-8");
        }

        var document = JsonDocument.Parse(body);
        if (HasBrokenText(body.Span))
        {
            document.Dispose();
            throw new JsonException("it holds half a surrogate pair");
        }

        return document;
    }

    // JSON's grammar lets an escape such as \ud800 stand alone; it is no character, and reading it later would throw.
    private static bool HasBrokenText(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
