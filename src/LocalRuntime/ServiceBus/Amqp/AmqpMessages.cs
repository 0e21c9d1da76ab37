using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Messages between AMQP and the broker.</summary>
internal static class AmqpMessages
{
    /// <summary>A transfer of this format carries several messages, each in a data section of its own.</summary>
    private const uint BatchFormat = 0x80013700;

    private const string OwnAnnotations = "x-opt-";

    private static readonly Symbol SequenceNumber = "x-opt-sequence-number";
    private static readonly Symbol EnqueueSequenceNumber = "x-opt-enqueue-sequence-number";
    private static readonly Symbol EnqueuedTime = "x-opt-enqueued-time";
    private static readonly Symbol LockedUntil = "x-opt-locked-until";
    private static readonly Symbol ScheduledEnqueueTime = "x-opt-scheduled-enqueue-time";
    private static readonly Symbol PartitionKey = "x-opt-partition-key";
    private static readonly Symbol DeadLetterSource = "x-opt-deadletter-source";
    private static readonly Symbol MessageState = "x-opt-message-state";

    /// <summary>The messages in one transfer.</summary>
    /// <exception cref="ArgumentException">A property of a type that can't be sent.</exception>
    public static IReadOnlyList<MessageContent> ReadAll(Message transfer) => transfer.Format == BatchFormat
        ? [.. Sections(transfer).Select(section => Read(Message.Decode(new ByteBuffer(section, 0, section.Length, section.Length))))]
        : [Read(transfer)];

    /// <summary>A message as it was encoded by a client on its own.</summary>
    public static MessageContent Read(byte[] encoded) => Read(Message.Decode(new ByteBuffer(encoded, 0, encoded.Length, encoded.Length)));

    public static LockedMessage Write(Delivery delivery)
    {
        var message = Write(delivery.Copy, delivery.Content, delivery.Source, new LockedMessage(delivery.LockToken));
        message.MessageAnnotations[LockedUntil] = delivery.LockedUntil.UtcDateTime;
        return message;
    }

    /// <summary>A message that is looked at and not locked.</summary>
    public static Message WritePeeked(MessageCopy copy, MessageContent content, Subqueue source, int state)
    {
        var message = Write(copy, content, source, new Message());
        message.MessageAnnotations[MessageState] = state;
        return message;
    }

    private static MessageContent Read(Message message)
    {
        var (kind, body) = ReadBody(message);
        var annotations = message.MessageAnnotations?.Map;
        var properties = message.Properties;
        return new MessageContent
        {
            MessageId = properties?.GetMessageId()?.ToString() is { Length: > 0 } id ? id : Guid.NewGuid().ToString("N"),
            Body = body,
            Kind = kind,
            Subject = properties?.Subject,
            ContentType = properties?.ContentType?.ToString(),
            CorrelationId = properties?.GetCorrelationId()?.ToString(),
            To = properties?.To,
            ReplyTo = properties?.ReplyTo,
            SessionId = properties?.GroupId,
            PartitionKey = annotations?[PartitionKey] as string,
            TimeToLive = ReadTimeToLive(message),
            ScheduledEnqueueTime = annotations?[ScheduledEnqueueTime] is DateTime at ? new DateTimeOffset(at.ToUniversalTime(), TimeSpan.Zero) : default,
            Properties = AmqpValues.ReadProperties(message.ApplicationProperties?.Map),
            Annotations = ReadAnnotations(annotations),
        };
    }

    private static T Write<T>(MessageCopy copy, MessageContent content, Subqueue source, T message)
        where T : Message
    {
        message.Header = new Header { Durable = true, DeliveryCount = (uint)copy.State.Deliveries };
        if (content.TimeToLive < TimeSpan.FromMilliseconds(uint.MaxValue))
        {
            message.Header.Ttl = (uint)content.TimeToLive.TotalMilliseconds;
        }

        message.MessageAnnotations = new MessageAnnotations();
        foreach (var (name, value) in content.Annotations)
        {
            message.MessageAnnotations[new Symbol(name)] = AmqpValues.Write(value);
        }

        message.MessageAnnotations[SequenceNumber] = copy.SequenceNumber;
        message.MessageAnnotations[EnqueueSequenceNumber] = copy.SequenceNumber;
        message.MessageAnnotations[EnqueuedTime] = content.EnqueuedTime.UtcDateTime;
        Annotate(message, ScheduledEnqueueTime, content.ScheduledEnqueueTime == default ? null : content.ScheduledEnqueueTime.UtcDateTime);
        Annotate(message, PartitionKey, content.PartitionKey);
        Annotate(message, DeadLetterSource, source.IsDeadLetter ? source.Queue.Address : null);
        message.Properties = WriteProperties(content);
        message.ApplicationProperties = new ApplicationProperties();
        foreach (var (name, value) in ReceivedMessages.Properties(copy.State, content, withReason: true))
        {
            message.ApplicationProperties[name] = AmqpValues.Write(value);
        }

        message.BodySection = WriteBody(content);
        return message;
    }

    private static Properties WriteProperties(MessageContent content)
    {
        var properties = new Properties { MessageId = content.MessageId };
        if (content.Subject is { } subject)
        {
            properties.Subject = subject;
        }

        if (content.ContentType is { } contentType)
        {
            properties.ContentType = contentType;
        }

        if (content.CorrelationId is { } correlationId)
        {
            properties.CorrelationId = correlationId;
        }

        if (content.To is { } to)
        {
            properties.To = to;
        }

        if (content.ReplyTo is { } replyTo)
        {
            properties.ReplyTo = replyTo;
        }

        if (content.SessionId is { } sessionId)
        {
            properties.GroupId = sessionId;
        }

        if (content.TimeToLive < DateTimeOffset.MaxValue - content.EnqueuedTime)
        {
            properties.CreationTime = content.EnqueuedTime.UtcDateTime;
            properties.AbsoluteExpiryTime = (content.EnqueuedTime + content.TimeToLive).UtcDateTime;
        }

        return properties;
    }

    private static void Annotate(Message message, Symbol name, object? value)
    {
        if (value is not null)
        {
            message.MessageAnnotations[name] = value;
        }
    }

    /// <summary>What the sender noted beside Service Bus's own annotations; lists and maps among them are dropped.</summary>
    private static Dictionary<string, object?> ReadAnnotations(Map? annotations)
    {
        var kept = new Dictionary<string, object?>();
        foreach (var (name, value) in annotations ?? [])
        {
            if (!name.ToString()!.StartsWith(OwnAnnotations, StringComparison.Ordinal) && AmqpValues.TryRead(value, out var annotation))
            {
                kept[name.ToString()!] = annotation;
            }
        }

        return kept;
    }

    /// <summary>The header holds 49 days at most; beyond that clients give the two instants.</summary>
    private static TimeSpan ReadTimeToLive(Message message)
    {
        var header = message.Header is { } present && present.HasField(2) ? TimeSpan.FromMilliseconds(present.Ttl) : TimeSpan.MaxValue;
        if (message.Properties is { } properties && properties.HasField(8) && properties.HasField(9))
        {
            var span = properties.AbsoluteExpiryTime - properties.CreationTime;
            return span > TimeSpan.Zero && (header == TimeSpan.MaxValue || span > header) ? span : header;
        }

        return header == TimeSpan.Zero ? TimeSpan.MaxValue : header;
    }

    private static (BodyKind Kind, ReadOnlyMemory<byte> Body) ReadBody(Message message) => message.BodySection switch
    {
        AmqpValue value => (BodyKind.Value, Encode(value.Value)),
        AmqpSequence sequence => (BodyKind.Sequence, Encode(sequence.List)),
        null => (BodyKind.Data, ReadOnlyMemory<byte>.Empty),
        _ => (BodyKind.Data, Sections(message).SelectMany(section => section).ToArray()),
    };

    private static RestrictedDescribed WriteBody(MessageContent content) => content.Kind switch
    {
        BodyKind.Value => new AmqpValue { Value = Decode(content.Body) },
        BodyKind.Sequence => new AmqpSequence { List = (List)Decode(content.Body)! },
        _ => new Data { Binary = content.Body.ToArray() },
    };

    private static IEnumerable<byte[]> Sections(Message message) => message.Body switch
    {
        byte[] section => [section],
        Data[] sections => sections.Select(section => section.Binary),
        _ => [],
    };

    private static byte[] Encode(object? value)
    {
        var buffer = new ByteBuffer(256, autoGrow: true);
        Encoder.WriteObject(buffer, value);
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    private static object? Decode(ReadOnlyMemory<byte> body)
    {
        var bytes = body.ToArray();
        return Encoder.ReadObject(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
    }
}
