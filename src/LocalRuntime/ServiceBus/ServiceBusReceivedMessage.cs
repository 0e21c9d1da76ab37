using System.Collections.ObjectModel;

namespace Inburgering.LocalRuntime;

/// <summary>A message that was received and, in peek-lock, is locked for its receiver until <see cref="LockedUntil"/>.</summary>
public class ServiceBusReceivedMessage
{
    internal ServiceBusReceivedMessage()
    {
    }

    public BinaryData Body { get; internal init; } = BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty);

    public string MessageId { get; internal init; } = string.Empty;

    public string? Subject { get; internal init; }

    public string? ContentType { get; internal init; }

    public string? CorrelationId { get; internal init; }

    public string? To { get; internal init; }

    public string? ReplyTo { get; internal init; }

    public string? SessionId { get; internal init; }

    public string? PartitionKey { get; internal init; }

    public TimeSpan TimeToLive { get; internal init; } = TimeSpan.MaxValue;

    public DateTimeOffset ScheduledEnqueueTime { get; internal init; }

    public IReadOnlyDictionary<string, object> ApplicationProperties { get; internal init; } = ReadOnlyDictionary<string, object>.Empty;

    public string LockToken { get; internal init; } = Guid.Empty.ToString();

    /// <summary>How often the message has been delivered, this delivery included: 1 at first.</summary>
    public int DeliveryCount { get; internal init; }

    /// <summary>When the lock ends, in real time (not on the runtime's clock).</summary>
    public DateTimeOffset LockedUntil { get; internal init; }

    /// <summary>Unique in its queue or topic and rising.</summary>
    public long SequenceNumber { get; internal init; }

    /// <summary>When the message was accepted, on the runtime's clock.</summary>
    public DateTimeOffset EnqueuedTime { get; internal init; }

    public DateTimeOffset ExpiresAt =>
        TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime ? DateTimeOffset.MaxValue : EnqueuedTime + TimeToLive;

    public string? DeadLetterSource { get; internal init; }

    public string? DeadLetterReason { get; internal init; }

    public string? DeadLetterErrorDescription { get; internal init; }
}
