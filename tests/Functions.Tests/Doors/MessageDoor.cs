using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Running;
using Inburgering.LocalRuntime;

namespace Inburgering.Functions.Tests.Doors;

/// <summary>Puts messages into the queues and reads what went out. Reading consumes nothing.</summary>
internal sealed class MessageDoor
{
    public const string Permits = "dwewis-permits";
    public const string Registrations = "registry-registrations";
    public const string Letters = "letter-receipts";
    public const string Outcomes = "enforcement-outcomes";

    public static readonly IReadOnlyList<string> Subscriptions = ["notifications", "letters", "agencies", "enforcement", "dwewis"];

    private readonly Api api;
    private readonly ServiceBusClient client;
    private readonly Dictionary<string, SharedRead<IReadOnlyList<JsonObject>>> reads;

    public MessageDoor(Api api, ServiceBusClient client)
    {
        (this.api, this.client) = (api, client);
        var paths = Subscriptions.Select(subscription => $"inburgering-events/subscriptions/{subscription}/messages")
            .Concat(new[] { Permits, Registrations, Letters, Outcomes, "household-changes" }.SelectMany(queue => new[] { $"{queue}/messages", $"{queue}/deadletters" }));
        reads = paths.ToDictionary(path => path, path => new SharedRead<IReadOnlyList<JsonObject>>(() => ReadAsync(path)));
    }

    /// <summary>Sends a message.</summary>
    /// <returns>The broker's id of it: each time another, so that the app and not the broker has to see a repeat.</returns>
    public Task<string> SendAsync(string queue, JsonNode message) => SendAsync(queue, System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()));

    public async Task<string> SendAsync(string queue, byte[] body)
    {
        if (body.Length == 0)
        {
            // The door takes no request without a body, a Service Bus client does.
            var message = new ServiceBusMessage(ReadOnlyMemory<byte>.Empty);
            await using var sender = client.CreateSender(queue);
            await sender.SendMessageAsync(message, TestContext.Current.CancellationToken);
            return message.MessageId;
        }

        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/cloudevents+json") } };
        var reply = await api.SendAsync(HttpMethod.Post, $"/local/servicebus/{queue}/messages", content);
        return reply.With(HttpStatusCode.Created).Json.Text("messageId");
    }

    /// <summary>Sends a message and waits until it was taken.</summary>
    public async Task DeliverAsync(string queue, JsonNode message)
    {
        var deadLetter = await OutcomeAsync(queue, await SendAsync(queue, message));
        Assert.True(deadLetter is null, $"{message.ToJsonString()} was not taken: {deadLetter?.ToJsonString()}");
    }

    /// <summary>Waits until a message has left the queue.</summary>
    /// <returns>Its dead letter; <see langword="null"/> if it was taken.</returns>
    public async Task<JsonObject?> OutcomeAsync(string queue, string messageId)
    {
        await Soon.FindAsync(
            $"the end of message {messageId} in {queue}",
            async () => (await reads[$"{queue}/messages"].ReadAsync()).Any(message => message.Text("messageId") == messageId) ? null : "gone");
        return (await reads[$"{queue}/deadletters"].ReadAsync()).SingleOrDefault(message => message.Text("messageId") == messageId);
    }

    /// <summary>Every message that went out to a subscription, with its <c>body</c> and <c>applicationProperties</c>.</summary>
    public Task<IReadOnlyList<JsonObject>> SentAsync(string subscription) => reads[$"inburgering-events/subscriptions/{subscription}/messages"].ReadAsync();

    /// <summary>The first event of a kind that went out, as soon as it has.</summary>
    /// <param name="kind">The end of its type, as <c>letter.requested</c>.</param>
    /// <param name="isIt">Tells it by its data.</param>
    /// <returns>Its data.</returns>
    public Task<JsonObject> SoonSentAsync(string subscription, string kind, Func<JsonObject, bool> isIt) => Soon.FindAsync(
        $"{kind} in {subscription}",
        async () => (await SentDataAsync(subscription, kind)).FirstOrDefault(isIt));

    /// <summary>The data of every event of a kind.</summary>
    public async Task<IEnumerable<JsonObject>> SentDataAsync(string subscription, string kind) =>
        from message in await SentAsync(subscription)
        let body = message.Part("body")
        where body.Text("type") == "be.vlaanderen.inburgering.v1." + kind
        select body.Part("data");

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(string path) => (await api.GetAsync($"/local/servicebus/{path}")).With(HttpStatusCode.OK).Items;
}
