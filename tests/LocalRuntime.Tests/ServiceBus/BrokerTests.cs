using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

public sealed class BrokerTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Messages_come_in_the_order_they_were_sent_and_completing_removes_them()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.SendAsync("q", "one", "two");
        await harness.SendAsync("q", "three");

        var bodies = new List<string>();
        var numbers = new List<long>();
        for (var count = 0; count < 3; count++)
        {
            var delivery = await harness.TakeAsync("q");
            var message = delivery.ToReceivedMessage();
            bodies.Add(message.Body.ToString());
            numbers.Add(message.SequenceNumber);
            Assert.Equal(1, message.DeliveryCount);
            await delivery.Source.CompleteAsync(delivery.LockToken);
        }

        Assert.Equal(["one", "two", "three"], bodies);
        Assert.Equal([1, 2, 3], numbers);
        Assert.Equal(0, harness.Source("q").Count);
        Assert.Null(await harness.Source("q").TryTakeAsync());
    }

    [Fact]
    public async Task Everything_a_sender_set_reaches_the_receiver_with_its_type()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        var sent = new ServiceBusMessage("""{"naam":"Ayşe Yılmaz"}""")
        {
            MessageId = "id/with?odd#characters\\",
            Subject = "subject",
            ContentType = "application/json",
            CorrelationId = "correlation",
            To = "to",
            ReplyTo = "reply",
            TimeToLive = TimeSpan.FromDays(3),
            ApplicationProperties =
            {
                ["text"] = "Ş", ["int"] = 5, ["long"] = 5L, ["double"] = 0.1, ["bool"] = true, ["decimal"] = 1.10m,
                ["guid"] = Guid.Parse("0192f0c1-0000-7000-8000-000000000001"), ["span"] = TimeSpan.FromSeconds(1.5),
                ["instant"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), ["date"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
                ["bytes"] = new byte[] { 1, 2 }, ["char"] = 'ş', ["uri"] = new Uri("urn:x"), ["ulong"] = ulong.MaxValue, ["float"] = 1.5f,
            },
        };
        await harness.Client.CreateSender("q").SendMessageAsync(sent, TestContext.Current.CancellationToken);

        using var restarted = await harness.RestartAsync();
        var received = (await restarted.TakeAsync("q")).ToReceivedMessage();

        Assert.Equal(sent.Body.ToString(), received.Body.ToString());
        Assert.Equal(
            (sent.MessageId, sent.Subject, sent.ContentType, sent.CorrelationId, sent.To, sent.ReplyTo, sent.TimeToLive),
            (received.MessageId, received.Subject, received.ContentType, received.CorrelationId, received.To, received.ReplyTo, received.TimeToLive));
        Assert.Equal(harness.Clock.Now, received.EnqueuedTime);
        Assert.Equal(harness.Clock.Now.AddDays(3), received.ExpiresAt);
        Assert.Equal(sent.ApplicationProperties.OrderBy(pair => pair.Key), received.ApplicationProperties.OrderBy(pair => pair.Key));
    }

    [Fact]
    public async Task A_body_of_nearly_256_KB_is_kept_whole_and_a_larger_one_refused()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        var body = new byte[MessageContent.MaxSize - 64];
        new Random(7).NextBytes(body);
        await harness.Client.CreateSender("q").SendMessageAsync(new ServiceBusMessage(BinaryData.FromBytes(body)), TestContext.Current.CancellationToken);

        using var restarted = await harness.RestartAsync();
        Assert.Equal(body, (await restarted.TakeAsync("q")).ToReceivedMessage().Body.ToArray());

        var tooLarge = new ServiceBusMessage(BinaryData.FromBytes(new byte[MessageContent.MaxSize + 1]));
        var refusal = await Assert.ThrowsAsync<ServiceBusException>(() => harness.Client.CreateSender("q").SendMessageAsync(tooLarge, TestContext.Current.CancellationToken));
        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, refusal.Reason);
        Assert.Contains("256 KB", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_entity_is_refused_by_name()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        var refusal = await Assert.ThrowsAsync<ServiceBusException>(() => harness.Client.CreateSender("nowhere").SendMessageAsync(new ServiceBusMessage("x"), TestContext.Current.CancellationToken));
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, refusal.Reason);
        Assert.Contains("'nowhere'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_message_is_not_delivered_to_anyone_else()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.SendAsync("q", "one");
        var delivery = await harness.TakeAsync("q");

        Assert.Null(await harness.Source("q").TryTakeAsync());
        Assert.True(delivery.LockedUntil > DateTimeOffset.UtcNow.AddSeconds(30));
        Assert.Equal(1, harness.Source("q").Count);
    }

    [Fact]
    public async Task An_abandoned_message_comes_again_in_its_old_place_with_the_changes_made_to_it()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.SendAsync("q", "one", "two");
        var first = await harness.TakeAsync("q");
        await first.Source.AbandonAsync(first.LockToken, new Dictionary<string, object> { ["attempt"] = 1 });

        using var restarted = await harness.RestartAsync();
        var again = (await restarted.TakeAsync("q")).ToReceivedMessage();
        Assert.Equal(("one", 2), (again.Body.ToString(), again.DeliveryCount));
        Assert.Equal(1, again.ApplicationProperties["attempt"]);
    }

    [Fact]
    public async Task The_last_delivery_allowed_dead_letters_the_message_with_the_reason()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, "\"MaxDeliveryCount\": 3");
        await harness.SendAsync("q", "bad");
        for (var count = 1; count <= 3; count++)
        {
            var delivery = await harness.TakeAsync("q");
            Assert.Equal(count, delivery.ToReceivedMessage().DeliveryCount);
            await delivery.Source.AbandonAsync(delivery.LockToken);
        }

        Assert.Equal(0, harness.Source("q").Count);
        using var restarted = await harness.RestartAsync();
        Assert.Equal(0, restarted.Source("q").Count);
        var dead = (await restarted.TakeAsync("q/$deadletterqueue")).ToReceivedMessage();
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
        Assert.Equal("Message could not be consumed after 3 delivery attempts.", dead.DeadLetterErrorDescription);
        Assert.Equal("q", dead.DeadLetterSource);
        Assert.Equal("MaxDeliveryCountExceeded", dead.ApplicationProperties["DeadLetterReason"]);
    }

    [Fact]
    public async Task A_message_can_be_dead_lettered_with_reason_and_description_and_completed_there()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.SendAsync("q", "bad");
        var delivery = await harness.TakeAsync("q");
        await delivery.Source.DeadLetterAsync(delivery.LockToken, "missingField", "data.holder is missing");

        using var restarted = await harness.RestartAsync();
        var dead = await restarted.TakeAsync("q/$DeadLetterQueue");
        var message = dead.ToReceivedMessage();
        Assert.Equal(("missingField", "data.holder is missing"), (message.DeadLetterReason, message.DeadLetterErrorDescription));
        await dead.Source.CompleteAsync(dead.LockToken);
        using var last = await restarted.RestartAsync();
        Assert.Equal(0, last.Source("q/$deadletterqueue").Count);
    }

    [Fact]
    public async Task A_deferred_message_is_received_by_its_sequence_number_only()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.SendAsync("q", "later");
        var delivery = await harness.TakeAsync("q");
        await delivery.Source.DeferAsync(delivery.LockToken);

        using var restarted = await harness.RestartAsync();
        Assert.Null(await restarted.Source("q").TryTakeAsync());
        Assert.Null(await restarted.Source("q").TryTakeDeferredAsync(delivery.Copy.SequenceNumber + 1));
        var deferred = await restarted.Source("q").TryTakeDeferredAsync(delivery.Copy.SequenceNumber);
        Assert.NotNull(deferred);
        Assert.Null(await restarted.Source("q").TryTakeDeferredAsync(delivery.Copy.SequenceNumber));
        await deferred.Source.CompleteAsync(deferred.LockToken);
        Assert.Equal(0, restarted.Source("q").Count);
    }

    [Fact]
    public async Task A_lock_that_ends_gives_the_message_back_and_its_token_is_worth_nothing()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, "\"LockDuration\": \"PT0.2S\"");
        await harness.SendAsync("q", "one");
        var lost = await harness.TakeAsync("q");

        var again = await harness.TakeAsync("q");
        Assert.Equal(2, again.ToReceivedMessage().DeliveryCount);
        Assert.NotEqual(lost.LockToken, again.LockToken);
        var refusal = await Assert.ThrowsAsync<ServiceBusException>(() => lost.Source.CompleteAsync(lost.LockToken));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, refusal.Reason);
    }

    [Fact]
    public async Task A_renewed_lock_holds_longer_and_the_runtimes_clock_does_not_end_it()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, "\"LockDuration\": \"PT5S\"");
        await harness.SendAsync("q", "one");
        var delivery = await harness.TakeAsync("q");
        harness.Clock.Now += TimeSpan.FromDays(180);

        var until = delivery.Source.Renew(delivery.LockToken);

        Assert.True(until > delivery.LockedUntil);
        Assert.Null(await harness.Source("q").TryTakeAsync());
        await delivery.Source.CompleteAsync(delivery.LockToken);
    }

    [Fact]
    public async Task A_message_locked_at_a_kill_comes_back_and_numbers_go_on_rising()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.SendAsync("q", "one", "two");
        var completed = await harness.TakeAsync("q");
        await completed.Source.CompleteAsync(completed.LockToken);
        var locked = await harness.TakeAsync("q");

        using var restarted = await harness.RestartAsync();
        Assert.Equal("two", (await restarted.TakeAsync("q")).ToReceivedMessage().Body.ToString());
        await restarted.SendAsync("q", "three");
        Assert.True((await restarted.TakeAsync("q")).Copy.SequenceNumber > locked.Copy.SequenceNumber);
    }

    [Fact]
    public async Task Numbers_go_on_without_a_gap_after_an_orderly_stop()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.SendAsync("q", "one", "two");
        await harness.Broker.StopAsync(TestContext.Current.CancellationToken);

        using var restarted = await harness.RestartAsync();
        await restarted.SendAsync("q", "three");
        Assert.Equal([1, 2, 3], restarted.Source("q").Peek().Select(copy => copy.SequenceNumber));
    }

    [Fact]
    public async Task A_waiting_receiver_gets_the_next_message_and_a_cancelled_one_takes_none()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        using var cancelled = new CancellationTokenSource();
        var gone = harness.Source("q").TakeAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        var waiting = harness.TakeAsync("q");
        Assert.False(waiting.IsCompleted);
        await harness.SendAsync("q", "one");
        Assert.Equal("one", (await waiting).ToReceivedMessage().Body.ToString());
    }

    [Fact]
    public async Task Receivers_at_the_same_time_get_every_message_exactly_once()
    {
        const int messages = 200;
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        var received = new System.Collections.Concurrent.ConcurrentBag<string>();
        var receivers = Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var count = 0; count < messages / 8; count++)
            {
                var delivery = await harness.TakeAsync("q");
                received.Add(delivery.ToReceivedMessage().Body.ToString());
                await delivery.Source.CompleteAsync(delivery.LockToken);
            }
        }).ToList();
        await Task.WhenAll(Enumerable.Range(0, messages / 10).Select(batch =>
            harness.SendAsync("q", [.. Enumerable.Range(0, 10).Select(number => $"{batch}-{number}")])));
        await Task.WhenAll(receivers);

        Assert.Equal(messages, received.Distinct().Count());
        Assert.Equal(messages, received.Count);
        Assert.Equal(0, harness.Source("q").Count);
    }

    [Fact]
    public async Task A_message_whose_time_to_live_is_over_is_dead_lettered_where_the_queue_says_so()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite, "\"DefaultMessageTimeToLive\": \"P1D\", \"DeadLetteringOnMessageExpiration\": true");
        await harness.SendAsync("q", "old");
        harness.Clock.Now += TimeSpan.FromHours(25);

        Assert.Null(await harness.Source("q").TryTakeAsync());
        Assert.Equal("TTLExpiredException", (await harness.TakeAsync("q/$deadletterqueue")).ToReceivedMessage().DeadLetterReason);
    }

    [Fact]
    public async Task A_message_whose_time_to_live_is_over_is_dropped_otherwise()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await harness.Client.CreateSender("q").SendMessageAsync(new ServiceBusMessage("old") { TimeToLive = TimeSpan.FromMinutes(1) }, TestContext.Current.CancellationToken);
        harness.Clock.Now += TimeSpan.FromHours(1);

        Assert.Null(await harness.Source("q").TryTakeAsync());
        Assert.Empty(harness.Source("q").Peek());
        Assert.Equal(0, harness.Source("q/$deadletterqueue").Count);
    }
}
