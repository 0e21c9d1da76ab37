using System.Text.Json.Nodes;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

public sealed class TopologyFileTests
{
    // The shape of the official emulator's sample Config.json.
    private const string Sample = """
        {
          "UserConfig": {
            "Namespaces": [ {
              "Name": "sbemulatorns",
              "Queues": [ {
                "Name": "queue.1",
                "Properties": {
                  "DeadLetteringOnMessageExpiration": false, "DefaultMessageTimeToLive": "PT1H", "DuplicateDetectionHistoryTimeWindow": "PT20S",
                  "ForwardDeadLetteredMessagesTo": "", "ForwardTo": "", "LockDuration": "PT1M", "MaxDeliveryCount": 3,
                  "RequiresDuplicateDetection": false, "RequiresSession": false
                } } ],
              "Topics": [ {
                "Name": "topic.1",
                "Properties": { "DefaultMessageTimeToLive": "PT2H", "DuplicateDetectionHistoryTimeWindow": "PT20S", "RequiresDuplicateDetection": true },
                "Subscriptions": [
                  { "Name": "subscription.1",
                    "Properties": { "DeadLetteringOnMessageExpiration": true, "LockDuration": "PT30S", "MaxDeliveryCount": 5 },
                    "Rules": [ { "Name": "app-prop-filter-1", "Properties": { "FilterType": "Correlation",
                      "CorrelationFilter": { "ContentType": "application/text", "Label": "subject1", "Properties": { "n": 1 } } } } ] },
                  { "Name": "subscription.2",
                    "Rules": [ { "Name": "r", "Properties": { "FilterType": "Sql", "SqlFilter": { "SqlExpression": "sys.MessageId = '1' AND p = 'v'" } } } ] },
                  { "Name": "subscription.3" }
                ] } ]
            } ],
            "Logging": { "Type": "File" }
          }
        }
        """;

    [Fact]
    public void Reads_the_official_emulators_format()
    {
        var topology = TopologyFile.Parse(Sample);

        var queue = Assert.Single(topology.Queues);
        Assert.Equal(
            new QueueDefinition("queue.1", null, new DeliveryRules(TimeSpan.FromMinutes(1), 3, TimeSpan.FromHours(1), DeadLetterExpired: false)), queue);
        var topic = Assert.Single(topology.Topics);
        Assert.Equal(new DuplicateDetection(TimeSpan.FromSeconds(20)), topic.DuplicateDetection);
        Assert.Equal(TimeSpan.FromHours(2), topic.DefaultTimeToLive);
        Assert.Equal(["subscription.1", "subscription.2", "subscription.3"], topic.Subscriptions.Select(subscription => subscription.Name));
        Assert.Equal(new DeliveryRules(TimeSpan.FromSeconds(30), 5, TimeSpan.MaxValue, DeadLetterExpired: true), topic.Subscriptions[0].Delivery);
        Assert.Equal([typeof(CorrelationFilter), typeof(SqlFilter), typeof(EveryMessage)], topic.Subscriptions.Select(subscription => subscription.Filters.Single().GetType()));
    }

    [Fact]
    public void A_correlation_filter_takes_what_equals_all_its_values()
    {
        var filter = TopologyFile.Parse(Sample).Topics[0].Subscriptions[0].Filters[0];
        var message = new MessageContent
        {
            MessageId = "1",
            Body = ReadOnlyMemory<byte>.Empty,
            Subject = "subject1",
            ContentType = "application/text",
            Properties = new Dictionary<string, object?> { ["n"] = 1L, ["other"] = "x" },
        };

        Assert.True(filter.Matches(message));
        Assert.False(filter.Matches(message with { Subject = "subject2" }));
        Assert.False(filter.Matches(message with { Subject = null }));
        Assert.False(filter.Matches(message with { Properties = new Dictionary<string, object?> { ["n"] = 2 } }));
    }

    [Fact]
    public void Without_a_file_there_is_no_entity()
    {
        var folder = Directory.CreateTempSubdirectory("inburgering-topology-").FullName;
        Assert.Same(Topology.Empty, TopologyFile.Load(folder));
        Directory.Delete(folder);
    }

    [Theory]
    [InlineData("Queues/0/Properties/LockDuration", "\"1 minute\"", "servicebus.json › UserConfig › Namespaces[0] › Queues[0] 'queue.1' › Properties › LockDuration: '1 minute' is not an ISO 8601 duration such as PT1M.")]
    [InlineData("Queues/0/Properties/LockDuration", "\"PT10M\"", "servicebus.json › UserConfig › Namespaces[0] › Queues[0] 'queue.1' › Properties › LockDuration: must be at most PT5M.")]
    [InlineData("Queues/0/Properties/MaxDeliveryCount", "0", "› MaxDeliveryCount: must be a whole number of at least 1.")]
    [InlineData("Queues/0/Properties/RequiresSession", "true", "› RequiresSession: sessions are not supported by the local broker.")]
    [InlineData("Queues/0/Properties/ForwardTo", "\"topic.1\"", "› ForwardTo: forwarding is not supported by the local broker.")]
    [InlineData("Queues/0/Name", "\"-x\"", "› Queues[0] › Name: '-x' must be 1 to 260 letters")]
    [InlineData("Queues/0/Name", "\"TOPIC.1\"", "› Name: two entries have the queue or topic name 'TOPIC.1'.")]
    [InlineData("Queues", "{}", "› Queues: must be a list.")]
    [InlineData("Topics/0/Properties/DuplicateDetectionHistoryTimeWindow", "\"P8D\"", "› DuplicateDetectionHistoryTimeWindow: must lie between PT20S and P7D.")]
    [InlineData("Topics/0/Subscriptions/1/Name", "\"subscription.1\"", "› Topics[0] 'topic.1' › Name: two entries have the subscription name 'subscription.1'.")]
    [InlineData("Topics/0/Subscriptions/1/Rules/0/Properties/SqlFilter/SqlExpression", "\"p ==\"", "› Subscriptions[1] 'subscription.2' › Rules[0] 'r' › Properties › SqlFilter.SqlExpression: a property or a literal is expected at character 4, not '='.")]
    [InlineData("Topics/0/Subscriptions/1/Rules/0/Properties/FilterType", "\"Xpath\"", "› FilterType: must be Sql or Correlation.")]
    [InlineData("Topics/0/Subscriptions/1/Rules/0/Properties/Action", "{ \"SqlExpression\": \"SET a = 1\" }", "› Action: rule actions are not supported by the local broker.")]
    public void What_cannot_be_honoured_stops_the_start_and_names_the_place(string path, string value, string complaint)
    {
        var document = JsonNode.Parse(Sample)!;
        var steps = path.Split('/');
        var node = document["UserConfig"]!["Namespaces"]![0]!;
        foreach (var step in steps[..^1])
        {
            node = int.TryParse(step, out var index) ? node[index]! : node[step]!;
        }

        node[steps[^1]] = JsonNode.Parse(value);

        var failure = Assert.Throws<LocalRuntimeStartException>(() => TopologyFile.Parse(document.ToJsonString()));
        Assert.Contains(complaint, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "servicebus.json is not JSON")]
    [InlineData("[]", "servicebus.json: must be an object.")]
    [InlineData("{}", "› Namespaces: must hold exactly one namespace.")]
    public void A_file_of_another_shape_stops_the_start(string json, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<LocalRuntimeStartException>(() => TopologyFile.Parse(json)).Message, StringComparison.Ordinal);
}
