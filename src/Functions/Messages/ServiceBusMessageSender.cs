using System.Collections.Concurrent;
using Inburgering.Messages;

namespace Inburgering.Functions.Messages;

/// <summary>Sends outbox messages to Service Bus.</summary>
internal sealed class ServiceBusMessageSender(ServiceBusClient client) : IMessageSender
{
    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new(StringComparer.Ordinal);

    public Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var outgoing = new ServiceBusMessage(BinaryData.FromBytes(message.Body()))
        {
            MessageId = message.MessageId,
            ContentType = OutgoingMessage.ContentType,
            ApplicationProperties = { ["type"] = message.Type },
        };
        if (message.Late is { } late)
        {
            outgoing.ApplicationProperties["late"] = late;
        }

        return senders.GetOrAdd(message.Destination, client.CreateSender).SendMessageAsync(outgoing, cancellationToken);
    }
}
