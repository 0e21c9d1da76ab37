using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
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
/// <param name="TraceParent">W3C trace context of the act that wrote it, carried in the message that leaves.</param>
public sealed record OutgoingMessage(string Destination, string PersonId, long Sequence, string Type, DateTimeOffset At, string DataJson, bool? Late, string? TraceParent = null)
{
    public const string Topic = "inburgering-events";
    public const string HouseholdChanges = "household-changes";
    public const string ContentType = "application/cloudevents+json";

    private const string ActivationCode = "activationCode";

    private static readonly CloudEventAttribute SequenceAttribute = CloudEventAttribute.CreateExtension("sequence", CloudEventAttributeType.Integer);

    /// <summary>The same for every try to send it, so that duplicate detection and consumers drop repeats.</summary>
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"{PersonId}-{Sequence}");

    /// <summary>Of a replay: sets it apart for the broker, which would drop it as a repeat. Whoever receives it sees the same event again.</summary>
    [JsonIgnore]
    public string? Replay { get; init; }

    /// <summary>What the broker detects duplicates by.</summary>
    [JsonIgnore]
    public string BrokerId => Replay is null ? MessageId : $"{MessageId}-{Replay}";

    /// <summary>
    /// The message as it is kept once it has left, for a replay: without the activation code, of which nothing but the keyed hash and the
    /// letter itself may stay.
    /// </summary>
    public OutgoingMessage WithoutCode()
    {
        if (!DataJson.Contains(ActivationCode, StringComparison.Ordinal))
        {
            return this;
        }

        var data = JsonNode.Parse(DataJson)!.AsObject();
        data.Remove(ActivationCode);
        return this with { DataJson = data.ToJsonString() };
    }

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
