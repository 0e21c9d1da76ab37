namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>The index entry of one persisted message: everything but its content, which stays in storage.</summary>
internal sealed class StoredMessage(
    string entity, string partition, long sequenceNumber, DateTimeOffset enqueuedTime, TimeSpan timeToLive, DateTimeOffset scheduledEnqueueTime)
{
    public string Entity { get; } = entity;

    /// <summary>Where its row is.</summary>
    public string Partition { get; } = partition;

    public long SequenceNumber { get; } = sequenceNumber;

    public DateTimeOffset EnqueuedTime { get; } = enqueuedTime;

    public TimeSpan TimeToLive { get; } = timeToLive;

    public DateTimeOffset ScheduledEnqueueTime { get; } = scheduledEnqueueTime;

    /// <summary>One copy for a queue; for a topic one per subscription whose rules took the message.</summary>
    public IReadOnlyList<MessageCopy> Copies { get; private set; } = [];

    public MessageCopy AddCopy(string subscription, CopyState state)
    {
        var copy = new MessageCopy(this, subscription, state);
        Copies = [.. Copies, copy];
        return copy;
    }
}

/// <summary>A message as one queue or subscription has it.</summary>
/// <param name="subscription">The subscription's name; empty in a queue.</param>
internal sealed class MessageCopy(StoredMessage message, string subscription, CopyState state)
{
    public StoredMessage Message { get; } = message;

    public string Subscription { get; } = subscription;

    /// <summary>The persisted state.</summary>
    public CopyState State { get; set; } = state;

    /// <summary>Keeps the clock waiting while a trigger still has to take this copy.</summary>
    public IDisposable? Pending { get; set; }

    public long SequenceNumber => Message.SequenceNumber;

    public DateTimeOffset ExpiresAt(TimeSpan defaultTimeToLive)
    {
        var wait = Message.TimeToLive < defaultTimeToLive ? Message.TimeToLive : defaultTimeToLive;
        return wait >= DateTimeOffset.MaxValue - Message.EnqueuedTime ? DateTimeOffset.MaxValue : Message.EnqueuedTime + wait;
    }
}
