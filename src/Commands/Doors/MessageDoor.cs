using System.Text.Json;

namespace Inburgering.Commands.Doors;

/// <summary>Messages in, messages out and dead letters. Reading consumes nothing.</summary>
internal sealed class MessageDoor(PublicDoors doors)
{
    public const string Permits = "dwewis-permits";
    public const string Registrations = "registry-registrations";
    public const string LetterReceipts = "letter-receipts";

    private const string Topic = "inburgering-events";

    public static IReadOnlyList<string> Subscriptions { get; } = ["notifications", "letters", "agencies", "enforcement", "dwewis"];

    /// <summary>Puts a CloudEvent into a queue.</summary>
    /// <param name="brokerMessageId">Set to send the same event as a message of its own; otherwise the event's id.</param>
    public Task SendAsync(string queue, CloudEvent message, string? brokerMessageId = null) =>
        SendRawAsync(queue, JsonSerializer.Serialize(message, PublicDoors.Json), brokerMessageId ?? message.Id);

    /// <summary>Puts any text into a queue.</summary>
    public async Task SendRawAsync(string queue, string body, string brokerMessageId)
    {
        var properties = JsonSerializer.Serialize(new { MessageId = brokerMessageId });
        var headers = new Dictionary<string, string> { ["BrokerProperties"] = properties };
        (await doors.SendAsync(HttpMethod.Post, $"local/servicebus/{queue}/messages", body, headers: headers)).OrThrow();
    }

    /// <summary>All events that went out to a subscription so far.</summary>
    public async Task<IReadOnlyList<OutgoingEvent>> SentAsync(string subscription) =>
        [.. (await ListAsync($"local/servicebus/{Topic}/subscriptions/{subscription}/messages")).Select(message => OutgoingEvent.From(subscription, message))];

    /// <summary>All events to all subscriptions so far.</summary>
    public async Task<IReadOnlyList<OutgoingEvent>> AllSentAsync()
    {
        var all = new List<OutgoingEvent>();
        foreach (var subscription in Subscriptions)
        {
            all.AddRange(await SentAsync(subscription));
        }

        return all;
    }

    public Task<IReadOnlyList<BrokerMessage>> DeadLettersAsync(string queue) => ListAsync($"local/servicebus/{queue}/deadletters");

    private async Task<IReadOnlyList<BrokerMessage>> ListAsync(string path) => (await doors.GetAsync(path)).As<MessageList>().Items;

    private sealed record MessageList(IReadOnlyList<BrokerMessage> Items);
}
