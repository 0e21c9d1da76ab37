namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>How a stored message looks to a receiver.</summary>
internal static class ReceivedMessages
{
    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterErrorDescription = "DeadLetterErrorDescription";

    public static ServiceBusReceivedMessage From(MessageCopy copy, MessageContent content, Guid lockToken, DateTimeOffset lockedUntil, Subqueue source) => new()
    {
        Body = BinaryData.FromBytes(content.Body),
        MessageId = content.MessageId,
        Subject = content.Subject,
        ContentType = content.ContentType,
        CorrelationId = content.CorrelationId,
        To = content.To,
        ReplyTo = content.ReplyTo,
        SessionId = content.SessionId,
        PartitionKey = content.PartitionKey,
        TimeToLive = content.TimeToLive,
        ScheduledEnqueueTime = content.ScheduledEnqueueTime,
        ApplicationProperties = Properties(copy.State, content, withReason: true).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!),
        LockToken = lockToken.ToString(),
        DeliveryCount = copy.State.Deliveries + 1,
        LockedUntil = lockedUntil,
        SequenceNumber = copy.SequenceNumber,
        EnqueuedTime = content.EnqueuedTime,
        DeadLetterSource = source.IsDeadLetter ? source.Queue.Address : null,
        DeadLetterReason = copy.State.Reason,
        DeadLetterErrorDescription = copy.State.Description,
    };

    /// <summary>The sender's application properties with the receivers' changes over them.</summary>
    /// <param name="withReason">Whether the dead-letter reason and description stand among them, as clients of the real service see it.</param>
    public static Dictionary<string, object?> Properties(CopyState state, MessageContent content, bool withReason)
    {
        var properties = content.Properties.ToDictionary();
        foreach (var (name, value) in state.Modified)
        {
            properties[name] = value;
        }

        if (withReason && state.Reason is not null)
        {
            properties[DeadLetterReason] = state.Reason;
        }

        if (withReason && state.Description is not null)
        {
            properties[DeadLetterErrorDescription] = state.Description;
        }

        return properties;
    }
}
