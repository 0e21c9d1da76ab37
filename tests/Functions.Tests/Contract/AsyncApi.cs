using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>contracts/asyncapi.yaml: which function takes which messages of which queue, and what goes out where.</summary>
internal static class AsyncApi
{
    private static readonly JsonObject Document = Yaml.Read(Path.Combine(Repository.Contracts, "asyncapi.yaml")).AsObject();

    /// <summary>Why a message may be refused, as the contract lists it: the codes in brackets after "a reason code".</summary>
    public static IReadOnlyCollection<string> Reasons { get; } =
        [.. System.Text.RegularExpressions.Regex.Matches(Document["info"]!["description"]!.GetValue<string>().Split("a reason code (")[1].Split(')')[0], "`(\\w+)`").Select(match => match.Groups[1].Value)];

    /// <summary>The queue that each function takes messages from.</summary>
    public static IReadOnlyDictionary<string, string> QueueOfFunction { get; } = Document.Part("operations")
        .Select(operation => operation.Value!.AsObject())
        .Where(operation => operation.Text("action") == "receive")
        .ToDictionary(operation => operation.Text("x-function"), operation => Followed(operation["channel"]!).Text("address"));

    /// <summary>Every message type that comes in by a queue, with the queue.</summary>
    public static IReadOnlyDictionary<string, string> Incoming { get; } = Channels("queue")
        .SelectMany(channel => Messages(channel).Select(message => (Queue: channel.Text("address"), Message: message)))
        .ToDictionary(found => found.Message.Text("name"), found => found.Queue);

    /// <summary>Every message type that goes out by the topic.</summary>
    public static IReadOnlyList<string> Outgoing { get; } = [.. Channels("topic").SelectMany(Messages).Select(message => message.Text("name"))];

    /// <summary>The types that each subscription gets.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> OfSubscription { get; } = Channels("topic")
        .SelectMany(channel => channel.Part("x-subscriptions"))
        .ToDictionary(
            subscription => subscription.Key,
            IReadOnlyList<string> (subscription) => [.. subscription.Value!.AsObject().Texts("messages").Select(message => Document["components"]!["messages"]![message]!.AsObject().Text("name"))]);

    private static IEnumerable<JsonObject> Channels(string kind) =>
        Document.Part("channels").Select(channel => channel.Value!.AsObject()).Where(channel => channel.Part("x-service-bus").Text("kind") == kind);

    private static IEnumerable<JsonObject> Messages(JsonObject channel) => channel.Part("messages").Select(message => Followed(message.Value!));

    private static JsonObject Followed(JsonNode reference) =>
        reference.AsObject().Text("$ref")[2..].Split('/').Aggregate((JsonNode)Document, (node, name) => node[name]!).AsObject();
}
