namespace Inburgering.LocalRuntime;

/// <summary>Settles the message that triggered a function; a function asks for it as a parameter.</summary>
/// <remarks>Every action throws <see cref="ServiceBusException"/> with <see cref="ServiceBusFailureReason.MessageLockLost"/> when the lock has ended or the message is settled already.</remarks>
public class ServiceBusMessageActions
{
    protected ServiceBusMessageActions()
    {
    }

    /// <summary>Removes the message: its work is done.</summary>
    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Gives the message back for another delivery, which counts towards the entity's MaxDeliveryCount.</summary>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Moves the message to the dead-letter queue. Reason and description keep 4096 characters at most.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = null,
        string? deadLetterReason = null,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Sets the message aside: from now on it is only received by its sequence number.</summary>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Starts the lock's duration anew.</summary>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
