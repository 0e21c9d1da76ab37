namespace Inburgering.LocalRuntime.Tests.ServiceBus;

/// <summary>A receiver in the app: looks at dead letters, takes them, sends them again.</summary>
public sealed class ReceiverTests(AzuriteFixture azurite)
{
    private static readonly ServiceBusReceiverOptions OfDeadLetters = new() { SubQueue = SubQueue.DeadLetter };

    [Fact]
    public async Task Peeking_shows_dead_letters_with_their_reason_and_takes_nothing()
    {
        using var harness = await WithDeadLettersAsync("one", "two", "three");
        await using var receiver = harness.Client.CreateReceiver("q", OfDeadLetters);

        var first = await receiver.PeekMessagesAsync(2, cancellationToken: TestContext.Current.CancellationToken);
        var rest = await receiver.PeekMessagesAsync(10, first[^1].SequenceNumber + 1, TestContext.Current.CancellationToken);

        Assert.Equal(["one", "two"], first.Select(message => message.Body.ToString()));
        Assert.Equal("three", Assert.Single(rest).Body.ToString());
        Assert.All(first, message => Assert.Equal(("wrong", "it is"), (message.DeadLetterReason, message.DeadLetterErrorDescription)));
        Assert.Equal(3, harness.Source("q").Queue.DeadLetters.Count);
    }

    [Fact]
    public async Task A_received_message_is_gone_once_completed_and_back_once_abandoned()
    {
        using var harness = await WithDeadLettersAsync("one", "two");
        await using var receiver = harness.Client.CreateReceiver("q", OfDeadLetters);

        var taken = await receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Empty(await receiver.ReceiveMessagesAsync(10, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));
        await receiver.CompleteMessageAsync(taken[0], TestContext.Current.CancellationToken);
        await receiver.AbandonMessageAsync(taken[1], cancellationToken: TestContext.Current.CancellationToken);

        var again = Assert.Single(await receiver.ReceiveMessagesAsync(10, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        Assert.Equal("two", again.Body.ToString());
        var lost = await Assert.ThrowsAsync<ServiceBusException>(() => receiver.CompleteMessageAsync(taken[0], TestContext.Current.CancellationToken));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, lost.Reason);
    }

    [Fact]
    public async Task A_copy_leaves_behind_why_the_first_was_dead_lettered()
    {
        using var harness = await WithDeadLettersAsync("one");
        await using var receiver = harness.Client.CreateReceiver("q", OfDeadLetters);
        var dead = Assert.Single(await receiver.PeekMessagesAsync(1, cancellationToken: TestContext.Current.CancellationToken));

        var copy = new ServiceBusMessage(dead);

        Assert.Equal((dead.MessageId, "one"), (copy.MessageId, copy.Body.ToString()));
        Assert.Empty(copy.ApplicationProperties);
    }

    [Fact]
    public async Task An_unknown_queue_is_noticed_by_the_first_call()
    {
        using var harness = await WithDeadLettersAsync();
        await using var receiver = harness.Client.CreateReceiver("nosuch");

        var refused = await Assert.ThrowsAsync<ServiceBusException>(() => receiver.PeekMessagesAsync(1, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, refused.Reason);
    }

    private async Task<BrokerHarness> WithDeadLettersAsync(params string[] bodies)
    {
        var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        if (bodies.Length > 0)
        {
            await harness.SendAsync("q", bodies);
        }

        foreach (var _ in bodies)
        {
            var delivery = await harness.TakeAsync("q");
            await delivery.Source.DeadLetterAsync(delivery.LockToken, "wrong", "it is");
        }

        return harness;
    }
}
