using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime;

/// <summary>Which messages a receiver gets.</summary>
public enum SubQueue
{
    None,
    DeadLetter,
}

/// <summary>How a receiver is made.</summary>
public class ServiceBusReceiverOptions
{
    public SubQueue SubQueue { get; set; }
}

/// <summary>Looks at the messages of a queue or of its dead-letter queue, and takes them under locks.</summary>
/// <remarks>An unknown name throws <see cref="ServiceBusException"/> with <see cref="ServiceBusFailureReason.MessagingEntityNotFound"/>.</remarks>
public class ServiceBusReceiver : IAsyncDisposable
{
    private const string NotOurs = "This receiver did not receive the message.";

    private readonly Broker? broker;
    private readonly string address;
    private readonly Dictionary<string, Delivery> held = new(StringComparer.Ordinal);

    internal ServiceBusReceiver(Broker broker, string queueName, SubQueue subQueue)
    {
        this.broker = broker;
        address = subQueue == SubQueue.DeadLetter ? queueName + Subqueue.DeadLetterSuffix : queueName;
    }

    protected ServiceBusReceiver() => address = string.Empty;

    /// <summary>Reads messages without taking them, in order of their sequence numbers.</summary>
    /// <param name="maxMessages">Most messages to read.</param>
    /// <param name="fromSequenceNumber">Where to begin; from the oldest unless told.</param>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default)
    {
        var source = await SourceAsync(cancellationToken).ConfigureAwait(false);
        var messages = new List<ServiceBusReceivedMessage>();
        foreach (var copy in source.Peek(fromSequenceNumber ?? 0, maxMessages))
        {
            if (await broker!.ContentOfAsync(copy).ConfigureAwait(false) is { } content)
            {
                messages.Add(ReceivedMessages.From(copy, content, Guid.Empty, default, source));
            }
        }

        return messages;
    }

    /// <summary>Takes messages under locks.</summary>
    /// <param name="maxMessages">Most messages to take.</param>
    /// <param name="maxWaitTime">How long to wait, in real time, where there is none; a minute unless told.</param>
    /// <returns>What was there; empty if nothing came in time.</returns>
    public virtual async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
    {
        var source = await SourceAsync(cancellationToken).ConfigureAwait(false);
        var messages = new List<ServiceBusReceivedMessage>();
        while (messages.Count < maxMessages && await NextAsync(source, messages.Count == 0 ? maxWaitTime ?? TimeSpan.FromMinutes(1) : TimeSpan.Zero, cancellationToken).ConfigureAwait(false) is { } delivery)
        {
            var message = delivery.ToReceivedMessage();
            held[message.LockToken] = delivery;
            messages.Add(message);
        }

        return messages;
    }

    public virtual async Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        var delivery = Held(message);
        await delivery.Source.CompleteAsync(delivery.LockToken).ConfigureAwait(false);
        held.Remove(message.LockToken);
    }

    public virtual async Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default)
    {
        var delivery = Held(message);
        await delivery.Source.AbandonAsync(delivery.LockToken, propertiesToModify).ConfigureAwait(false);
        held.Remove(message.LockToken);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static async Task<Delivery?> NextAsync(Subqueue source, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (await source.TryTakeAsync().ConfigureAwait(false) is { } ready)
        {
            return ready;
        }

        if (wait == TimeSpan.Zero)
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(wait);
        try
        {
            return await source.TakeAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private Delivery Held(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return held.GetValueOrDefault(message.LockToken) ?? throw new ServiceBusException(NotOurs, ServiceBusFailureReason.MessageLockLost, address);
    }

    private async Task<Subqueue> SourceAsync(CancellationToken cancellationToken)
    {
        var known = broker ?? throw new NotSupportedException();
        await known.LoadedAsync(cancellationToken).ConfigureAwait(false);
        return known.FindSource(address) ?? throw new ServiceBusException($"There is no queue '{address}'.", ServiceBusFailureReason.MessagingEntityNotFound, address);
    }
}
