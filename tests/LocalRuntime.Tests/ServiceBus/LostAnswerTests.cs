using Azure;
using Azure.Core;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

/// <summary>Storage carries a request out, but the broker never hears of it.</summary>
public sealed class LostAnswerTests(AzuriteFixture azurite)
{
    private const string Detection = "\"RequiresDuplicateDetection\": true, \"DuplicateDetectionHistoryTimeWindow\": \"PT1H\"";

    [Theory]
    [InlineData("", 1)]
    [InlineData("", 3)]
    [InlineData(Detection, 1)]
    [InlineData(Detection, 3)]
    public async Task A_send_that_storage_is_asked_for_twice_is_there_once(string properties, int messages)
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, properties);
        await harness.SendAsync("q", "before");
        var losses = 0;
        harness.LoseAnswerOnce = message => message.Request.Method == RequestMethod.Post && losses++ == 0;

        await harness.SendAsync("q", [.. Enumerable.Range(0, messages).Select(number => $"{number}")]);

        Assert.True(losses >= 2, "The storage client did not repeat the request.");
        Assert.Equal(messages + 1, harness.Source("q").Count);
        using var restarted = await harness.RestartAsync();
        Assert.Equal(messages + 1, restarted.Source("q").Count);
    }

    [Fact]
    public async Task A_sender_that_was_told_of_a_failure_and_repeats_has_its_message_there_once_and_receivable()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, Detection);
        await harness.SendAsync("q", "before");
        var losses = 0;
        harness.LoseAnswer = message => message.Request.Method == RequestMethod.Post && losses++ == 0;
        var sender = harness.Client.CreateSender("q");
        await Assert.ThrowsAsync<RequestFailedException>(() =>
            sender.SendMessageAsync(new ServiceBusMessage("x") { MessageId = "id" }, TestContext.Current.CancellationToken));
        Assert.Equal(1, harness.Source("q").Count);

        await sender.SendMessageAsync(new ServiceBusMessage("x") { MessageId = "id" }, TestContext.Current.CancellationToken);

        Assert.Equal(["before", "x"], await harness.BodiesAsync("q"));
        using var restarted = await harness.RestartAsync();
        Assert.Equal(["before", "x"], await restarted.BodiesAsync("q"));
    }

    [Fact]
    public async Task A_batch_that_failed_half_way_and_is_sent_again_is_there_once_and_receivable()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, Detection);
        await harness.SendAsync("q", "before");
        var sent = 0;
        harness.LoseAnswer = message => message.Request.Method == RequestMethod.Post && ++sent == 5;
        var sender = harness.Client.CreateSender("q");
        var batch = Enumerable.Range(0, 30).Select(number => new ServiceBusMessage($"{number}") { MessageId = $"id{number}" }).ToList();
        await Assert.ThrowsAsync<RequestFailedException>(() => sender.SendMessagesAsync(batch, TestContext.Current.CancellationToken));

        await sender.SendMessagesAsync(batch, TestContext.Current.CancellationToken);

        Assert.Equal(31, harness.Source("q").Count);
        var bodies = await harness.BodiesAsync("q");
        Assert.Equal(batch.Select(message => message.Body.ToString()).Append("before").Order(), bodies.Order());
        using var restarted = await harness.RestartAsync();
        Assert.Equal(31, restarted.Source("q").Count);
    }

    [Fact]
    public async Task A_completion_that_failed_leaves_the_message_with_its_receiver()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.SendAsync("q", "x");
        var delivery = await harness.TakeAsync("q");
        harness.LoseAnswer = message => message.Request.Method == RequestMethod.Delete;
        await Assert.ThrowsAsync<RequestFailedException>(() => delivery.Source.CompleteAsync(delivery.LockToken));
        harness.LoseAnswer = _ => false;

        Assert.True(delivery.Source.IsLocked(delivery.LockToken));
        await delivery.Source.CompleteAsync(delivery.LockToken);
        Assert.Equal(0, harness.Source("q").Count);
    }
}
