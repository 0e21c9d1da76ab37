using System.Text.Json;
using System.Text.RegularExpressions;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// Reads a topology from the official emulator's Config.json format. A property this broker can't honour stops the start:
/// a topology that means something else here than in Azure would be worse than none.
/// </summary>
internal static partial class TopologyFile
{
    public const string Name = "servicebus.json";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads <c>servicebus.json</c> in the app's folder; without the file there is no entity.</summary>
    /// <exception cref="LocalRuntimeStartException">The file says something impossible; the message names the place.</exception>
    public static Topology Load(string appFolder)
    {
        var path = Path.Combine(appFolder, Name);
        return File.Exists(path) ? Parse(File.ReadAllText(path)) : Topology.Empty;
    }

    /// <inheritdoc cref="Load"/>
    public static Topology Parse(string json)
    {
        using var document = Open(json);
        var root = TopologyNode.Root(document.RootElement, Name);
        var namespaces = root.Child("UserConfig").Items("Namespaces");
        if (namespaces.Count != 1)
        {
            throw root.Child("UserConfig").Wrong("Namespaces", "must hold exactly one namespace");
        }

        var queues = namespaces[0].Items("Queues").ConvertAll(ReadQueue);
        var topics = namespaces[0].Items("Topics").ConvertAll(ReadTopic);
        RequireUnique(namespaces[0], "queue or topic", queues.Select(queue => queue.Name).Concat(topics.Select(topic => topic.Name)));
        return new Topology(queues, topics);
    }

    private static JsonDocument Open(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Lenient);
        }
        catch (JsonException exception)
        {
            throw new LocalRuntimeStartException($"{Name} is not JSON: {exception.Message}");
        }
    }

    private static QueueDefinition ReadQueue(TopologyNode node)
    {
        var name = ReadName(node, 260);
        var properties = node.Named(name).Child("Properties");
        return new QueueDefinition(name, ReadDuplicateDetection(properties), ReadDelivery(properties));
    }

    private static TopicDefinition ReadTopic(TopologyNode node)
    {
        var name = ReadName(node, 260);
        var topic = node.Named(name);
        var properties = topic.Child("Properties");
        var subscriptions = topic.Items("Subscriptions").ConvertAll(ReadSubscription);
        RequireUnique(topic, "subscription", subscriptions.Select(subscription => subscription.Name));
        return new TopicDefinition(
            name, ReadDuplicateDetection(properties), properties.Duration("DefaultMessageTimeToLive") ?? TimeSpan.MaxValue, subscriptions);
    }

    private static SubscriptionDefinition ReadSubscription(TopologyNode node)
    {
        var name = ReadName(node, 50);
        var subscription = node.Named(name);
        var filters = subscription.Items("Rules").ConvertAll(ReadRule);
        return new SubscriptionDefinition(name, filters.Count == 0 ? [EveryMessage.Instance] : filters, ReadDelivery(subscription.Child("Properties")));
    }

    private static IMessageFilter ReadRule(TopologyNode node)
    {
        var rule = node.Named(ReadName(node, 50));
        var properties = rule.Child("Properties");
        properties.Refuse("Action", "rule actions are not supported by the local broker");
        switch (properties.Text("FilterType"))
        {
            case "Sql":
                var expression = properties.Child("SqlFilter").Text("SqlExpression")
                    ?? throw properties.Wrong("SqlFilter.SqlExpression", "is missing");
                try
                {
                    return SqlFilter.Parse(expression);
                }
                catch (FormatException exception)
                {
                    throw properties.Wrong("SqlFilter.SqlExpression", exception.Message);
                }

            case "Correlation":
                var filter = properties.Child("CorrelationFilter");
                return new CorrelationFilter(filter.Texts(CorrelationFilter.SystemNames), filter.Child("Properties").Values());
            default:
                throw properties.Wrong("FilterType", "must be Sql or Correlation");
        }
    }

    private static DuplicateDetection? ReadDuplicateDetection(TopologyNode properties)
    {
        if (properties.Flag("RequiresDuplicateDetection") != true)
        {
            return null;
        }

        var window = properties.Duration("DuplicateDetectionHistoryTimeWindow") ?? TimeSpan.FromMinutes(10);
        return window >= TimeSpan.FromSeconds(20) && window <= TimeSpan.FromDays(7)
            ? new DuplicateDetection(window)
            : throw properties.Wrong("DuplicateDetectionHistoryTimeWindow", "must lie between PT20S and P7D");
    }

    private static DeliveryRules ReadDelivery(TopologyNode properties)
    {
        properties.Refuse("ForwardTo", "forwarding is not supported by the local broker");
        properties.Refuse("ForwardDeadLetteredMessagesTo", "forwarding is not supported by the local broker");
        properties.Refuse("RequiresSession", "sessions are not supported by the local broker");
        var lockDuration = properties.Duration("LockDuration") ?? DeliveryRules.Default.LockDuration;
        if (lockDuration > TimeSpan.FromMinutes(5))
        {
            throw properties.Wrong("LockDuration", "must be at most PT5M");
        }

        return new DeliveryRules(
            lockDuration,
            properties.Count("MaxDeliveryCount") ?? DeliveryRules.Default.MaxDeliveryCount,
            properties.Duration("DefaultMessageTimeToLive") ?? TimeSpan.MaxValue,
            properties.Flag("DeadLetteringOnMessageExpiration") ?? false);
    }

    private static string ReadName(TopologyNode node, int limit)
    {
        var name = node.Text("Name") ?? throw node.Wrong("Name", "is missing");
        return name.Length <= limit && EntityName().IsMatch(name)
            ? name
            : throw node.Wrong("Name", $"'{name}' must be 1 to {limit} letters, digits, '.', '-', '_' or '/', beginning and ending with a letter or digit");
    }

    private static void RequireUnique(TopologyNode node, string kind, IEnumerable<string> names)
    {
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw node.Wrong("Name", $"two entries have the {kind} name '{twice.Key}'");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._/\-]*[A-Za-z0-9])?$")]
    private static partial Regex EntityName();
}
