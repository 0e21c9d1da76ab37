using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Inburgering.Infrastructure.Tests;

/// <summary>Queues, topic, subscriptions and filters: those of contracts/asyncapi.yaml and of the functions, and no others.</summary>
public sealed partial class BusTests(Deployments deployments) 
{
    private static readonly IReadOnlyList<(string Address, YamlMappingNode Channel)> Channels = ReadChannels();

    [Fact]
    public void Queues_and_topics_are_those_of_the_contract()
    {
        foreach (var (environment, deployment) in deployments.All)
        {
            Drift.Check($"{environment}: queues", "contracts/asyncapi.yaml", OfKind("queue"), "src/Functions/servicebus.json (infra/bicep/modules/serviceBus.bicep makes its entities)", deployment.NamesOf("Microsoft.ServiceBus/namespaces/queues"));
            Drift.Check($"{environment}: topics", "contracts/asyncapi.yaml", OfKind("topic"), "src/Functions/servicebus.json", deployment.NamesOf("Microsoft.ServiceBus/namespaces/topics"));
        }
    }

    [Fact]
    public void Queues_are_those_that_functions_take_from()
    {
        var taken = Repository.Files("src/Functions", "*.cs").SelectMany(file => QueueTrigger().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);

        Drift.Check("queues", "the triggers in src/Functions", taken, "src/Functions/servicebus.json", deployments.Prod.NamesOf("Microsoft.ServiceBus/namespaces/queues"));
    }

    [Fact]
    public void Every_subscription_lets_through_what_the_contract_says()
    {
        var expected = Channels.Where(channel => Kind(channel.Channel) == "topic")
            .SelectMany(channel => ((YamlMappingNode)channel.Channel["x-subscriptions"]).Select(subscription => $"{channel.Address}/{subscription.Key}: {Terms(((YamlMappingNode)subscription.Value)["filter"].ToString())}"));

        foreach (var (environment, deployment) in deployments.All)
        {
            var deployed = deployment.Of("Microsoft.ServiceBus/namespaces/topics/subscriptions/rules")
                .GroupBy(rule => string.Join('/', rule["name"]!.ToString().Split('/')[1..3]))
                .Select(rules => $"{rules.Key}: {Terms(string.Join(" OR ", rules.Select(rule => rule["properties"]!["sqlFilter"]!["sqlExpression"]!.ToString())))}");

            Drift.Check($"{environment}: filters", "x-subscriptions in contracts/asyncapi.yaml", expected, "src/Functions/servicebus.json", deployed);
        }
    }

    [Fact]
    public void No_subscription_keeps_the_rule_that_lets_everything_through()
    {
        foreach (var subscription in deployments.Prod.NamesOf("Microsoft.ServiceBus/namespaces/topics/subscriptions"))
        {
            var rules = deployments.Prod.Of("Microsoft.ServiceBus/namespaces/topics/subscriptions/rules").Where(rule => rule["name"]!.ToString().Split('/')[2] == subscription).ToList();

            Assert.Contains(rules, rule => Deployment.Name(rule) == "$Default" && rule["properties"]!["sqlFilter"]!["sqlExpression"]!.ToString().Length > 0);
        }
    }

    [Fact]
    public void Queues_hold_what_the_contract_promises()
    {
        foreach (var (address, channel) in Channels.Where(channel => Kind(channel.Channel) == "queue"))
        {
            var promised = (YamlMappingNode)channel["x-service-bus"];
            var queue = Properties("Microsoft.ServiceBus/namespaces/queues", address);

            Assert.Equal(promised["maxDeliveryCount"].ToString(), queue["maxDeliveryCount"]!.ToString());
            Assert.Equal(promised["requiresDuplicateDetection"].ToString(), queue["requiresDuplicateDetection"]!.ToString());
            Assert.True(queue["deadLetteringOnMessageExpiration"]!.GetValue<bool>());
        }
    }

    [Fact]
    public void A_message_stays_locked_while_the_app_works_on_it()
    {
        var host = JsonNode.Parse(File.ReadAllText(Repository.In("src", "Functions", "host.json")))!["extensions"]!["serviceBus"]!;
        var renewal = TimeSpan.Parse(host["maxAutoLockRenewalDuration"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

        foreach (var queue in deployments.Prod.Of("Microsoft.ServiceBus/namespaces/queues"))
        {
            var duration = System.Xml.XmlConvert.ToTimeSpan(queue["properties"]!["lockDuration"]!.ToString());
            Assert.InRange(duration, TimeSpan.FromSeconds(30), renewal);
        }
    }

    [Fact]
    public void The_topic_remembers_message_ids_for_a_week()
    {
        // The outbox sends again after an outage; the longest that Service Bus can remember.
        var topic = Properties("Microsoft.ServiceBus/namespaces/topics", "inburgering-events");

        Assert.True(topic["requiresDuplicateDetection"]!.GetValue<bool>());
        Assert.Equal("P7D", topic["duplicateDetectionHistoryTimeWindow"]!.ToString());
    }

    private JsonObject Properties(string type, string name) => deployments.Prod.Of(type).Single(resource => Deployment.Name(resource) == name)["properties"]!.AsObject();

    /// <summary>The alternatives of a filter, in order, without the brackets around one: OR does not say which comes first.</summary>
    private static string Terms(string filter) => string.Join(" OR ", filter.Split(" OR ").Select(term => term.Trim().TrimStart('(').TrimEnd()).Select(term => term.Contains(" IN ", StringComparison.Ordinal) ? term : term.TrimEnd(')')).Order(StringComparer.Ordinal));

    private static IEnumerable<string> OfKind(string kind) => Channels.Where(channel => Kind(channel.Channel) == kind).Select(channel => channel.Address);

    private static string Kind(YamlMappingNode channel) => ((YamlMappingNode)channel["x-service-bus"])["kind"].ToString();

    private static IReadOnlyList<(string, YamlMappingNode)> ReadChannels()
    {
        using var reader = new StreamReader(Repository.In("contracts", "asyncapi.yaml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        var channels = (YamlMappingNode)((YamlMappingNode)yaml.Documents[0].RootNode)["channels"];
        return [.. channels.Select(channel => (YamlMappingNode)channel.Value).Select(channel => (channel["address"].ToString(), channel))];
    }

    [GeneratedRegex("""ServiceBusTrigger\("([^"]+)",""")]
    private static partial Regex QueueTrigger();
}
