using System.Collections.ObjectModel;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>What a sender gave, plus when it was accepted. It never changes after that; what happens to the message is in <see cref="CopyState"/>.</summary>
internal sealed record MessageContent
{
    /// <summary>The largest message, its properties counted in: 256 KB, as on the standard tier.</summary>
    public const int MaxSize = 256 * 1024;

    private static readonly Dictionary<string, Func<MessageContent, string?>> SystemProperties = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ContentType"] = message => message.ContentType,
        ["CorrelationId"] = message => message.CorrelationId,
        ["Label"] = message => message.Subject,
        ["MessageId"] = message => message.MessageId,
        ["ReplyTo"] = message => message.ReplyTo,
        ["SessionId"] = message => message.SessionId,
        ["Subject"] = message => message.Subject,
        ["To"] = message => message.To,
    };

    public required string MessageId { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How an AMQP sender wrote the body; the other doors send plain bytes.</summary>
    public BodyKind Kind { get; init; }

    public string? Subject { get; init; }

    public string? ContentType { get; init; }

    public string? CorrelationId { get; init; }

    public string? To { get; init; }

    public string? ReplyTo { get; init; }

    public string? SessionId { get; init; }

    public string? PartitionKey { get; init; }

    public TimeSpan TimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>On the runtime's clock; a value in the past means at once.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; init; }

    public IReadOnlyDictionary<string, object?> Properties { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Message annotations of an AMQP sender that are not Service Bus's own.</summary>
    public IReadOnlyDictionary<string, object?> Annotations { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>On the runtime's clock.</summary>
    public DateTimeOffset EnqueuedTime { get; init; }

    public static bool IsSystemProperty(string name) => SystemProperties.ContainsKey(name);

    public static MessageContent From(ServiceBusMessage message) => new()
    {
        MessageId = message.MessageId,
        Body = message.Body.ToMemory(),
        Subject = message.Subject,
        ContentType = message.ContentType,
        CorrelationId = message.CorrelationId,
        To = message.To,
        ReplyTo = message.ReplyTo,
        SessionId = message.SessionId,
        PartitionKey = message.PartitionKey,
        TimeToLive = message.TimeToLive,
        ScheduledEnqueueTime = message.ScheduledEnqueueTime,
        Properties = message.ApplicationProperties.ToDictionary(pair => pair.Key, pair => (object?)pair.Value),
    };

    public string? SystemProperty(string name) => SystemProperties[name](this);

    /// <summary>Found without case, as filters do; an exact match wins.</summary>
    public object? ApplicationProperty(string name) =>
        Properties.TryGetValue(name, out var exact)
            ? exact
            : Properties.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>The section of an AMQP message that carries the body.</summary>
internal enum BodyKind
{
    /// <summary>Opaque bytes: what every Service Bus library sends by default.</summary>
    Data,

    /// <summary>One AMQP value, kept in its encoding.</summary>
    Value,

    /// <summary>A list of AMQP values, kept in its encoding.</summary>
    Sequence,
}
