using System.Collections.Concurrent;
using System.Text.Json;
using Inburgering.Messages;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>Stands for Service Bus: keeps what was sent, drops repeats by message id as duplicate detection does, fails on demand.</summary>
internal sealed class RecordingSender : IMessageSender
{
    private readonly ConcurrentQueue<OutgoingMessage> sent = new();
    private readonly ConcurrentDictionary<string, OutgoingMessage> distinct = new(StringComparer.Ordinal);

    /// <summary>Whether sending fails now.</summary>
    public bool IsDown { get; set; }

    private Exception? next;

    /// <summary>Lets the next try fail.</summary>
    public void FailNext(Exception? with = null) => next = with ?? new InvalidOperationException("Service Bus is down.");

    /// <summary>Every try to send, repeats included.</summary>
    public IReadOnlyCollection<OutgoingMessage> Tries => sent;

    /// <summary>What consumers see, in the order of each person.</summary>
    public IReadOnlyList<OutgoingMessage> Received =>
        [.. distinct.Values.OrderBy(message => message.PersonId, StringComparer.Ordinal).ThenBy(message => message.Sequence)];

    public Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref next, null) is { } failure)
        {
            throw failure;
        }

        if (IsDown)
        {
            throw new InvalidOperationException("Service Bus is down.");
        }

        sent.Enqueue(message);
        Assert.Equal(message, distinct.GetOrAdd(message.MessageId, message));
        return Task.CompletedTask;
    }

    /// <summary>The data of the events of one type, about one person or anybody.</summary>
    public IReadOnlyList<JsonElement> DataOf(string type, string? personId = null) =>
        [.. Received
            .Where(message => message.Type == EventTypes.Outgoing + type && (personId ?? message.PersonId) == message.PersonId)
            .Select(message => JsonDocument.Parse(message.DataJson).RootElement)];
}
