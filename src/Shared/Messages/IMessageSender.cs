namespace Inburgering.Messages;

/// <summary>Sends one message to Service Bus. A failure throws and is retried; a repeat is dropped by its message id.</summary>
public interface IMessageSender
{
    Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}
