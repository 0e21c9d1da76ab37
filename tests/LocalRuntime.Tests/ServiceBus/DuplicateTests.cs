using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

public sealed class DuplicateTests(AzuriteFixture azurite)
{
    private const string Hour = "\"RequiresDuplicateDetection\": true, \"DuplicateDetectionHistoryTimeWindow\": \"PT1H\"";

    [Fact]
    public async Task A_repeat_within_the_window_is_dropped_even_after_completion_and_restart()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, Hour);
        await SendAsync(harness, "first", "id");
        var delivery = await harness.TakeAsync("q");
        await delivery.Source.CompleteAsync(delivery.LockToken);
        harness.Clock.Now += TimeSpan.FromMinutes(59);

        using var restarted = await harness.RestartAsync();
        await SendAsync(restarted, "repeat", "id");
        Assert.Equal(0, restarted.Source("q").Count);
    }

    [Fact]
    public async Task After_the_window_on_the_runtimes_clock_the_id_is_new_again()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, Hour);
        await SendAsync(harness, "first", "id");
        harness.Clock.Now += TimeSpan.FromMinutes(61);
        await SendAsync(harness, "second", "id");
        await SendAsync(harness, "repeat of the second", "id");

        Assert.Equal(["first", "second"], await harness.BodiesAsync("q"));
    }

    [Fact]
    public async Task In_a_batch_the_repeats_are_dropped_and_the_rest_is_kept_in_order()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, Hour);
        await SendAsync(harness, "b", "b");
        await harness.Client.CreateSender("q").SendMessagesAsync(
            new[] { "a", "b", "c", "a" }.Select(id => new ServiceBusMessage(id) { MessageId = id }), TestContext.Current.CancellationToken);

        Assert.Equal(["b", "a", "c"], await harness.BodiesAsync("q"));
        using var restarted = await harness.RestartAsync();
        Assert.Equal(["b", "a", "c"], await restarted.BodiesAsync("q"));
    }

    [Fact]
    public async Task Of_senders_at_the_same_time_one_wins()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, Hour);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => SendAsync(harness, $"{number}", "same")));
        Assert.Equal(1, harness.Source("q").Count);
    }

    [Fact]
    public async Task Without_detection_a_repeat_is_a_message_like_any_other()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await SendAsync(harness, "1", "same");
        await SendAsync(harness, "2", "same");
        Assert.Equal(2, harness.Source("q").Count);
    }

    [Fact]
    public async Task A_batch_larger_than_one_transaction_arrives_whole()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, Hour);
        await harness.SendAsync("q", [.. Enumerable.Range(0, 120).Select(number => $"{number}")]);
        Assert.Equal(Enumerable.Range(1, 120).Select(number => (long)number), harness.Source("q").Peek().Select(copy => copy.SequenceNumber));
    }

    [Fact]
    public async Task Ids_older_than_the_window_are_forgotten_in_storage()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, Hour);
        await SendAsync(harness, "1", "old");
        harness.Clock.Now += TimeSpan.FromHours(3);
        await SendAsync(harness, "2", "new");

        await harness.Broker.FindEntity("q")!.Pruning;
        Assert.Null(await harness.Store.FindAsync(DuplicateRow.Partition("q", "old"), DuplicateRow.Key("old")));
        Assert.NotNull(await harness.Store.FindAsync(DuplicateRow.Partition("q", "new"), DuplicateRow.Key("new")));
    }

    private static Task SendAsync(BrokerHarness harness, string body, string id) =>
        harness.Client.CreateSender("q").SendMessageAsync(new ServiceBusMessage(body) { MessageId = id }, TestContext.Current.CancellationToken);
}
