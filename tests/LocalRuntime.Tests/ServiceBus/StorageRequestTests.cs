namespace Inburgering.LocalRuntime.Tests.ServiceBus;

/// <summary>What a message costs in storage requests; the README of the broker says the same.</summary>
public sealed class StorageRequestTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("")]
    [InlineData("\"RequiresDuplicateDetection\": true")]
    public async Task A_message_costs_one_request_to_send_one_to_read_and_one_to_settle(string properties)
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, properties);
        await harness.SendAsync("q", "the first reserves sequence numbers");
        await harness.Broker.FindEntity("q")!.Pruning;
        var requests = Count(harness);

        await harness.SendAsync("q", "x");
        Assert.Equal(1, requests());
        var first = await harness.TakeAsync("q");
        Assert.Equal(2, requests());
        await first.Source.CompleteAsync(first.LockToken);
        Assert.Equal(3, requests());
    }

    [Fact]
    public async Task A_message_that_is_awaited_is_not_read_back()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        harness.Source("q").IsTriggered = true;
        await harness.SendAsync("q", "the first reserves sequence numbers");
        var requests = Count(harness);

        await harness.SendAsync("q", "x");
        for (var count = 0; count < 2; count++)
        {
            var delivery = await harness.TakeAsync("q");
            await delivery.Source.CompleteAsync(delivery.LockToken);
        }

        Assert.Equal(3, requests());
    }

    [Fact]
    public async Task A_batch_is_one_request_and_so_is_reading_it_for_a_receiver_that_wants_it()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.SendAsync("q", "the first reserves sequence numbers");
        var requests = Count(harness);

        await harness.SendAsync("q", [.. Enumerable.Range(0, 30).Select(number => $"{number}")]);
        await harness.Source("q").PrepareAsync(20);
        for (var count = 0; count < 20; count++)
        {
            await harness.TakeAsync("q");
        }

        Assert.Equal(2, requests());
    }

    private static Func<int> Count(BrokerHarness harness)
    {
        var requests = 0;
        harness.LoseAnswer = _ =>
        {
            Interlocked.Increment(ref requests);
            return false;
        };
        return () => requests;
    }
}
