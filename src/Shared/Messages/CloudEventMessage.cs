using System.Text.Json;
using Inburgering.Storage;

namespace Inburgering.Messages;

/// <summary>What an intake made of a message.</summary>
/// <param name="DeadLetter">Why it goes to the dead-letter queue; <see langword="null"/> if it was taken.</param>
/// <param name="ToPlan">Persons whose orchestrator must be started or woken.</param>
public sealed record IntakeResult(DeadLetter? DeadLetter, IReadOnlyList<string> ToPlan)
{
    public static IntakeResult Refused(string reason, string description) => new(new DeadLetter(reason, description), []);
}

/// <param name="Reason">Stable code: malformedJson, invalidEnvelope, unknownType, invalidField, unknownLetter, unknownCase, tooLarge.</param>
/// <param name="Description">Names every field and the rule it breaks; holds no value that was sent.</param>
public sealed record DeadLetter(string Reason, string Description)
{
    public const string MalformedJson = "malformedJson";
    public const string InvalidEnvelope = "invalidEnvelope";
    public const string UnknownType = "unknownType";
    public const string InvalidField = "invalidField";
    public const string UnknownLetter = "unknownLetter";
    public const string UnknownCase = "unknownCase";
    public const string TooLarge = "tooLarge";
}

/// <summary>The envelope of an incoming CloudEvent (CloudEvents 1.0, JSON, structured mode), its data still to be read.</summary>
public sealed record CloudEventMessage(string Id, string Source, string Type, DateTimeOffset Time, FieldReader Root, FieldReader Data)
{
    // The deepest message of the contract has four levels; unknown properties may go deeper, but not without end.
    private const int MaxDepth = 32;

    /// <summary>
    /// Reads the envelope and hands the data to <paramref name="take"/> if the type is one of <paramref name="handled"/>.
    /// Whatever is wrong becomes a dead letter with a reason.
    /// </summary>
    /// <param name="body">The message body.</param>
    /// <param name="handled">Types that are taken.</param>
    public static async Task<IntakeResult> TakeAsync(
        ReadOnlyMemory<byte> body,
        IReadOnlyCollection<string> handled,
        Func<CloudEventMessage, Task<IntakeResult>> take)
    {
        JsonDocument document;
        try
        {
            document = StrictJson.Parse(body, MaxDepth);
        }
        catch (JsonException exception)
        {
            // Of a name that comes twice no place is told: two readers could take it for two things.
            return IntakeResult.Refused(
                DeadLetter.MalformedJson,
                exception.LineNumber is { } line
                    ? FormattableString.Invariant($"body must be JSON; it breaks at line {line + 1}, byte {exception.BytePositionInLine + 1}")
                    : "body must be JSON without a name twice in one object");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a name: whoever looks for names twice has to read it.
            return IntakeResult.Refused(DeadLetter.MalformedJson, "body must be JSON; a name in it is no text");
        }

        using (document)
        {
            var root = FieldReader.ForRequest(document.RootElement);
            var specVersion = root.Text("specversion", 10);
            root.Rule("specversion", specVersion == "1.0", "must be 1.0");
            var (id, source, type) = (root.Text("id", 200), root.Text("source", 200), root.Text("type", 200));
            var time = root.Instant("time");
            var contentType = root.OptionalText("datacontenttype", 100);
            root.Rule("datacontenttype", contentType is null or "application/json", "must be application/json");
            if (root.Errors.Count > 0)
            {
                return IntakeResult.Refused(DeadLetter.InvalidEnvelope, string.Join("; ", root.Errors));
            }

            if (!handled.Contains(type))
            {
                return IntakeResult.Refused(DeadLetter.UnknownType, "type must be one of " + string.Join(", ", handled));
            }

            try
            {
                return await take(new CloudEventMessage(id, source, type, time, root, root.Object("data")));
            }
            catch (RowTooLargeException)
            {
                return IntakeResult.Refused(DeadLetter.TooLarge, "data would make the person's file larger than can be kept; nothing of it was taken");
            }
        }
    }

    /// <summary>The dead letter for fields that break a rule; <see langword="null"/> if none does.</summary>
    public IntakeResult? InvalidFields() =>
        Root.Errors.Count == 0 ? null : IntakeResult.Refused(DeadLetter.InvalidField, string.Join("; ", Root.Errors));
}
