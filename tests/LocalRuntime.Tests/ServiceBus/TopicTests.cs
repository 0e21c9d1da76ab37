using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

public sealed class TopicTests(AzuriteFixture azurite)
{
    private const string V = "be.vlaanderen.inburgering.v1.";

    private static readonly string AppTopology = File.ReadAllText(RepositoryFile("src/Functions/servicebus.json"));

    /// <summary>The table of contracts.md: which subscription gets what.</summary>
    [Theory]
    [InlineData("invitation.requested", null, "notifications")]
    [InlineData("reminder.requested", null, "notifications")]
    [InlineData("letter.requested", null, "letters")]
    [InlineData("referral.made", null, "agencies")]
    [InlineData("obligation.started", null, "agencies")]
    [InlineData("obligation.breached", null, "agencies")]
    [InlineData("obligation.ended", false, "agencies")]
    [InlineData("obligation.fulfilled", false, "agencies")]
    [InlineData("obligation.fulfilled", true, "agencies enforcement")]
    [InlineData("enforcement.referred", null, "enforcement")]
    [InlineData("compliance.changed", null, "dwewis")]
    [InlineData("unheard.of", true, "")]
    public async Task The_apps_topology_gives_each_subscription_what_the_contract_says(string happened, bool? late, string subscriptions)
    {
        using var harness = await BrokerHarness.StartAsync(azurite, AppTopology);
        var message = new ServiceBusMessage("{}") { ApplicationProperties = { ["type"] = V + happened } };
        if (late is { } known)
        {
            message.ApplicationProperties["late"] = known;
        }

        await harness.Client.CreateSender("inburgering-events").SendMessageAsync(message, TestContext.Current.CancellationToken);

        var got = harness.Broker.FindEntity("inburgering-events")!.Queues.Where(queue => queue.Active.Count == 1).Select(queue => queue.Subscription).Order();
        Assert.Equal(subscriptions, string.Join(' ', got));
        using var restarted = await harness.RestartAsync();
        got = restarted.Broker.FindEntity("inburgering-events")!.Queues.Where(queue => queue.Active.Count == 1).Select(queue => queue.Subscription).Order();
        Assert.Equal(subscriptions, string.Join(' ', got));
    }

    [Fact]
    public void The_apps_topology_has_every_queue_of_the_contract()
    {
        var topology = TopologyFile.Parse(AppTopology);
        Assert.Equal(
            ["dwewis-permits", "enforcement-outcomes", "household-changes", "letter-receipts", "registry-registrations"],
            topology.Queues.Select(queue => queue.Name).Order());
        Assert.All(topology.Queues, queue => Assert.Equal((10, TimeSpan.FromMinutes(1)), (queue.Delivery.MaxDeliveryCount, queue.Delivery.LockDuration)));
        Assert.Equal(TimeSpan.FromDays(7), Assert.Single(topology.Topics).DuplicateDetection!.Window);
    }

    [Fact]
    public async Task Each_subscription_settles_its_copy_alone_and_the_message_goes_with_the_last()
    {
        using var harness = await BrokerHarness.StartAsync(azurite, ThreeSubscriptions);
        await harness.SendAsync("t", "news");
        var a = await harness.TakeAsync("t/subscriptions/a");
        var b = await harness.TakeAsync("t/subscriptions/b");
        Assert.Equal(a.Copy.SequenceNumber, b.Copy.SequenceNumber);
        await Task.WhenAll(a.Source.CompleteAsync(a.LockToken), b.Source.DeadLetterAsync(b.LockToken, "wrong", null));

        using var restarted = await harness.RestartAsync();
        Assert.Equal((0, 0, 1), Counts(restarted));
        var dead = await restarted.TakeAsync("t/subscriptions/b/$deadletterqueue");
        Assert.Equal("wrong", dead.ToReceivedMessage().DeadLetterReason);
        var c = await restarted.TakeAsync("t/subscriptions/c");
        await c.Source.CompleteAsync(c.LockToken);
        await dead.Source.CompleteAsync(dead.LockToken);

        Assert.Null(await restarted.Store.ReadContentAsync(c.Copy.Message));
    }

    [Fact]
    public async Task Copies_settled_at_the_same_time_all_stay_settled()
    {
        using var harness = await BrokerHarness.StartAsync(azurite, ThreeSubscriptions);
        await harness.SendAsync("t", [.. Enumerable.Range(0, 30).Select(number => $"{number}")]);
        await Task.WhenAll(new[] { "a", "b" }.Select(async subscription =>
        {
            for (var count = 0; count < 30; count++)
            {
                var delivery = await harness.TakeAsync($"t/subscriptions/{subscription}");
                await delivery.Source.CompleteAsync(delivery.LockToken);
            }
        }));

        using var restarted = await harness.RestartAsync();
        Assert.Equal((0, 0, 30), Counts(restarted));
    }

    [Fact]
    public async Task A_subscription_that_comes_back_to_the_topology_has_its_messages_still()
    {
        using var harness = await BrokerHarness.StartAsync(azurite, ThreeSubscriptions);
        await harness.SendAsync("t", "kept");
        var without = TopologyFile.Parse(ThreeSubscriptions.Replace("""{ "Name": "c" }""", """{ "Name": "d" }""", StringComparison.Ordinal));
        using var changed = await harness.RestartAsync(topology: without);
        Assert.Equal(0, changed.Source("t/subscriptions/d").Count);
        foreach (var subscription in (string[])["a", "b"])
        {
            var delivery = await changed.TakeAsync($"t/subscriptions/{subscription}");
            await delivery.Source.CompleteAsync(delivery.LockToken);
        }

        using var back = await harness.RestartAsync();
        Assert.Equal((0, 0, 1), Counts(back));
    }

    internal static string RepositoryFile(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "global.json")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, path);
    }

    private const string ThreeSubscriptions = """
        { "UserConfig": { "Namespaces": [ { "Name": "n", "Topics": [ { "Name": "t", "Subscriptions": [ { "Name": "a" }, { "Name": "b" }, { "Name": "c" } ] } ] } ] } }
        """;

    private static (int A, int B, int C) Counts(BrokerHarness harness) =>
        (harness.Source("t/subscriptions/a").Count, harness.Source("t/subscriptions/b").Count, harness.Source("t/subscriptions/c").Count);
}
