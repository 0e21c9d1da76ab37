using System.Net;
using System.Text;
using System.Text.Json;

namespace Inburgering.Commands.Doors;

/// <summary>What a door answered to one request: the whole body, whatever the status.</summary>
internal sealed record Answer(string Request, HttpStatusCode Status, string? ContentType, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string Text => Encoding.UTF8.GetString(Body);

    public bool IsPdf => Body.AsSpan().StartsWith("%PDF"u8);

    /// <summary>The body as JSON.</summary>
    /// <exception cref="DoorException">The body is not JSON.</exception>
    public JsonElement Json
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(Body);
                return document.RootElement.Clone();
            }
            catch (JsonException)
            {
                throw new DoorException($"{Request} answered {Describe()}, which is not JSON.");
            }
        }
    }

    /// <summary>This answer, if it is a 2xx.</summary>
    /// <exception cref="DoorException">It is not; the message shows request, status and body.</exception>
    public Answer OrThrow() => IsSuccess ? this : throw new DoorException($"{Request} answered {Describe()}.");

    /// <summary>The body as <typeparamref name="T"/>, if the answer is a 2xx.</summary>
    /// <exception cref="DoorException">Another status, or a body of another shape.</exception>
    public T As<T>()
    {
        OrThrow();
        try
        {
            return JsonSerializer.Deserialize<T>(Body, PublicDoors.Json)
                ?? throw new DoorException($"{Request} answered {Describe()}; a JSON object was expected.");
        }
        catch (JsonException exception)
        {
            throw new DoorException($"{Request} answered {Describe()}, which has not the agreed shape: {exception.Message}");
        }
    }

    public string Describe()
    {
        var text = IsPdf ? "(a PDF)" : Text.Trim();
        return $"{(int)Status} {Status}{(text.Length == 0 ? "" : ": " + (text.Length > 800 ? text[..800] + " …" : text))}";
    }
}
