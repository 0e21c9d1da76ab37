using System.Reflection;

namespace Inburgering.Functions.Operations;

/// <summary>A message that could not be taken: everything about it but what was sent.</summary>
/// <param name="Reason">As contracts/asyncapi.yaml lists them, or Service Bus's own.</param>
/// <param name="Description">Names the fields and the rules they break.</param>
public sealed record FoundDeadLetter(string Queue, long SequenceNumber, string MessageId, string Reason, string? Description, DateTimeOffset EnqueuedAt);

/// <summary>The dead-letter queues of the queues that the app takes from.</summary>
public sealed class DeadLetters(ServiceBusClient client)
{
    /// <summary>Most messages of a queue that are looked at.</summary>
    public const int Most = 1000;

    private const int PageSize = 100;

    // The service's limit.
    private const int LongestMessageId = 128;

    private static readonly ServiceBusReceiverOptions OfDeadLetters = new() { SubQueue = SubQueue.DeadLetter };

    /// <summary>The queues that functions take from, in order.</summary>
    public static IReadOnlyList<string> Queues { get; } =
    [
        .. typeof(DeadLetters).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()?.QueueName)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The oldest dead letters of a queue, in order. Looking changes nothing.</summary>
    public async Task<IReadOnlyList<FoundDeadLetter>> ListAsync(string queue, CancellationToken cancellationToken)
    {
        await using var receiver = client.CreateReceiver(queue, OfDeadLetters);
        var found = new List<FoundDeadLetter>();
        while (found.Count < Most)
        {
            var page = await receiver.PeekMessagesAsync(PageSize, found.Count == 0 ? null : found[^1].SequenceNumber + 1, cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            found.AddRange(page.Select(message => Found(queue, message)));
        }

        return found;
    }

    /// <summary>
    /// Sends the chosen dead letters to their queue again, each as it was sent, and takes them out of the dead-letter queue. One that is
    /// still wrong comes back with its reason. Stopped in between, a message is in both: sent again, it has no second effect.
    /// </summary>
    /// <param name="chosen">Sequence numbers, from <see cref="ListAsync"/>.</param>
    /// <returns>Those that were sent.</returns>
    public async Task<IReadOnlySet<long>> ResubmitAsync(string queue, IReadOnlySet<long> chosen, CancellationToken cancellationToken)
    {
        await using var receiver = client.CreateReceiver(queue, OfDeadLetters);
        await using var sender = client.CreateSender(queue);
        var (sent, others) = (new HashSet<long>(), new List<ServiceBusReceivedMessage>());
        try
        {
            while (sent.Count < chosen.Count && others.Count < Most)
            {
                // Held until the end, so that each is met once.
                var batch = await receiver.ReceiveMessagesAsync(PageSize, TimeSpan.FromSeconds(2), cancellationToken);
                foreach (var message in batch)
                {
                    if (!chosen.Contains(message.SequenceNumber) || sent.Contains(message.SequenceNumber))
                    {
                        others.Add(message);
                        continue;
                    }

                    await sender.SendMessageAsync(Again(message), CancellationToken.None);
                    await receiver.CompleteMessageAsync(message, CancellationToken.None);
                    sent.Add(message.SequenceNumber);
                }

                if (batch.Count == 0)
                {
                    break;
                }
            }
        }
        finally
        {
            foreach (var message in others)
            {
                await GiveBackAsync(receiver, message);
            }
        }

        return sent;
    }

    private static async Task GiveBackAsync(ServiceBusReceiver receiver, ServiceBusReceivedMessage message)
    {
        try
        {
            await receiver.AbandonMessageAsync(message);
        }
        catch (ServiceBusException exception) when (exception.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            // The lock ran out: the message is back already.
        }
    }

    /// <summary>The same message for the app, which knows it by the source and id in its body; another one for the queue, which would drop it as a repeat.</summary>
    private static ServiceBusMessage Again(ServiceBusReceivedMessage message)
    {
        var suffix = FormattableString.Invariant($"-{message.SequenceNumber}");
        var id = message.MessageId.Length + suffix.Length > LongestMessageId ? message.MessageId[..(LongestMessageId - suffix.Length)] : message.MessageId;
        return new ServiceBusMessage(message) { MessageId = id + suffix };
    }

    private static FoundDeadLetter Found(string queue, ServiceBusReceivedMessage message) =>
        new(queue, message.SequenceNumber, message.MessageId, message.DeadLetterReason ?? "unknown", message.DeadLetterErrorDescription, message.EnqueuedTime);
}
