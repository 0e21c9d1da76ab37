using System.Globalization;
using System.Text.Json;

namespace Inburgering.Commands.Doors;

/// <summary>An event that went out: its envelope, and the body's <c>data</c>.</summary>
/// <param name="Subscription">Where it was read.</param>
/// <param name="Type">Short: without <c>be.vlaanderen.inburgering.v1.</c>.</param>
/// <param name="Sequence">Rises per person.</param>
/// <param name="IsLate">The application property <c>late</c>, which subscriptions filter by.</param>
internal sealed record OutgoingEvent(
    string Subscription, string MessageId, string Id, string Type, DateTimeOffset Time, long Sequence, bool IsLate, JsonElement Data)
{
    private const string TypePrefix = "be.vlaanderen.inburgering.v1.";

    /// <summary>The person's id; an event to DWEWIS has none.</summary>
    public string? PersonId => Text("personId");

    /// <summary>A text property of <c>data</c>; <see langword="null"/> if it is not there.</summary>
    public string? Text(string property) =>
        Data.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <exception cref="DoorException">There is no such text in <c>data</c>.</exception>
    public string Required(string property) =>
        Text(property) ?? throw new DoorException($"{Type} has no data.{property}: {Data.GetRawText()}");

    /// <summary>A date property of <c>data</c> (<c>YYYY-MM-DD</c>).</summary>
    public DateOnly? Date(string property) =>
        Text(property) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    /// <summary>A list of texts in <c>data</c>; empty if it is not there.</summary>
    public IReadOnlyList<string> Texts(string property) =>
        Data.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : [];

    public static OutgoingEvent From(string subscription, BrokerMessage message)
    {
        // The door may show a JSON body as JSON or as the text that was sent: both say the same.
        var body = message.Body.ValueKind == JsonValueKind.String ? Parse(message.Body.GetString()!) : message.Body;
        try
        {
            var type = body.GetProperty("type").GetString()!;
            if (!type.StartsWith(TypePrefix, StringComparison.Ordinal))
            {
                throw new DoorException($"Subscription {subscription} carries the type {type}, which is not of this product.");
            }

            return new OutgoingEvent(
                subscription,
                message.MessageId,
                body.GetProperty("id").GetString()!,
                type[TypePrefix.Length..],
                body.GetProperty("time").GetDateTimeOffset(),
                SequenceOf(body.GetProperty("sequence")),
                message.ApplicationProperties?.TryGetValue("late", out var late) == true && late.ToString() is "True" or "true",
                body.GetProperty("data"));
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DoorException($"A message on subscription {subscription} is not a CloudEvent with a sequence ({exception.Message}): {body.GetRawText()}");
        }
    }

    private static long SequenceOf(JsonElement sequence) => sequence.ValueKind == JsonValueKind.Number
        ? sequence.GetInt64()
        : long.Parse(sequence.GetString()!, CultureInfo.InvariantCulture);

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
