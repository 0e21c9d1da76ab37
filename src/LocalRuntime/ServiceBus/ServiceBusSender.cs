using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime;

/// <summary>Sends messages to one queue or topic. Every method returns only after the messages are persisted.</summary>
/// <remarks>
/// All throw <see cref="ServiceBusException"/>: <see cref="ServiceBusFailureReason.MessagingEntityNotFound"/> for a name that is not in servicebus.json,
/// <see cref="ServiceBusFailureReason.MessageSizeExceeded"/> for more than 256 KB in one call.
/// </remarks>
public class ServiceBusSender : IAsyncDisposable
{
    private readonly Broker? broker;

    internal ServiceBusSender(Broker broker, string entityPath)
    {
        this.broker = broker;
        EntityPath = entityPath;
    }

    protected ServiceBusSender() => EntityPath = string.Empty;

    public virtual string EntityPath { get; }

    private Broker Broker => broker ?? throw new NotSupportedException();

    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Broker.SendAsync(EntityPath, [MessageContent.From(message)], cancellationToken);
    }

    /// <summary>Sends all messages or none, as long as they fit one storage transaction (49 messages); more go in several, in order.</summary>
    public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Broker.SendAsync(EntityPath, [.. messages.Select(MessageContent.From)], cancellationToken);
    }

    /// <summary>Sends a message that becomes receivable at an instant of the runtime's clock.</summary>
    /// <returns>The sequence number, by which the message can be cancelled until then.</returns>
    public virtual async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var content = MessageContent.From(message) with { ScheduledEnqueueTime = scheduledEnqueueTime };
        var numbers = await Broker.SendAsync(EntityPath, [content], cancellationToken).ConfigureAwait(false);
        return numbers[0];
    }

    /// <summary>Removes a scheduled message before its time.</summary>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageNotFound"/> when it is not, or no longer, scheduled.</exception>
    public virtual Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) =>
        Broker.CancelScheduledAsync(EntityPath, sequenceNumber, cancellationToken);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
