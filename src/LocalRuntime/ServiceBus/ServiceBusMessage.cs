using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime;

/// <summary>A message to send. With its properties it may take 256 KB at most, as on the standard tier.</summary>
public class ServiceBusMessage
{
    public ServiceBusMessage()
        : this(BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty))
    {
    }

    public ServiceBusMessage(string body)
        : this(BinaryData.FromString(body))
    {
    }

    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>A copy to send again, without what says why the first was dead-lettered.</summary>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        Body = receivedMessage.Body;
        MessageId = receivedMessage.MessageId;
        Subject = receivedMessage.Subject;
        ContentType = receivedMessage.ContentType;
        CorrelationId = receivedMessage.CorrelationId;
        To = receivedMessage.To;
        ReplyTo = receivedMessage.ReplyTo;
        SessionId = receivedMessage.SessionId;
        PartitionKey = receivedMessage.PartitionKey;
        TimeToLive = receivedMessage.TimeToLive;
        foreach (var (name, value) in receivedMessage.ApplicationProperties)
        {
            if (name is not (ReceivedMessages.DeadLetterReason or ReceivedMessages.DeadLetterErrorDescription))
            {
                ApplicationProperties[name] = value;
            }
        }
    }

    public BinaryData Body { get; set; }

    /// <summary>Identifies the message for duplicate detection; at most 128 characters. A random one unless set.</summary>
    public string MessageId { get; set; } = Guid.NewGuid().ToString("N");

    public string? Subject { get; set; }

    public string? ContentType { get; set; }

    public string? CorrelationId { get; set; }

    public string? To { get; set; }

    public string? ReplyTo { get; set; }

    public string? SessionId { get; set; }

    public string? PartitionKey { get; set; }

    /// <summary>How long the message may wait before it expires, on the runtime's clock; the entity's default is an upper limit.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.MaxValue;

    /// <summary>When the message becomes receivable, on the runtime's clock; the default is at once.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>(StringComparer.Ordinal);
}
