using System.Globalization;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace Inburgering.Messages;

/// <summary>The CloudEvents types of what leaves.</summary>
public static class EventTypes
{
    public const string Outgoing = "be.vlaanderen.inburgering.v1.";
    public const string Internal = "be.vlaanderen.inburgering.internal.v1.";
    public const string HouseholdChanged = "household.changed";
}

/// <summary>A message in the outbox: written with the state it tells of, sent after the commit.</summary>
/// <param name="Destination">Topic or queue.</param>
/// <param name="PersonId">The person it is about; the CloudEvents subject.</param>
/// <param name="Sequence">Rising by one per person, because a topic does not keep order.</param>
/// <param name="Type">CloudEvents type.</param>
/// <param name="At">When it happened.</param>
/// <param name="DataJson">The event's data as JSON.</param>
/// <param name="Late">Application property <c>late</c> by which a subscription filters; left out when <see langword="null"/>.</param>
public sealed record OutgoingMessage(string Destination, string PersonId, long Sequence, string Type, DateTimeOffset At, string DataJson, bool? Late)
{
    public const string Topic = "inburgering-events";
    public const string HouseholdChanges = "household-changes";
    public const string ContentType = "application/cloudevents+json";

    private static readonly CloudEventAttribute SequenceAttribute = CloudEventAttribute.CreateExtension("sequence", CloudEventAttributeType.Integer);

    /// <summary>The same for every try to send it, so that duplicate detection and consumers drop repeats.</summary>
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"{PersonId}-{Sequence}");

    /// <summary>The body: CloudEvents 1.0, JSON, structured mode.</summary>
    public ReadOnlyMemory<byte> Body()
    {
        var cloudEvent = new CloudEvent(CloudEventsSpecVersion.V1_0, [SequenceAttribute])
        {
            Id = MessageId,
            Source = new Uri("/inburgering", UriKind.Relative),
            Type = Type,
            Time = At,
            Subject = PersonId,
            DataContentType = "application/json",
            Data = JsonSerializer.Deserialize<JsonElement>(DataJson),
            [SequenceAttribute] = checked((int)Sequence),
        };
        return new JsonEventFormatter().EncodeStructuredModeMessage(cloudEvent, out _);
    }
}
