using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

public sealed class ScheduledTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_scheduled_message_waits_for_its_instant_on_the_runtimes_clock_also_across_a_restart()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        var at = harness.Clock.Now.AddDays(30);
        await ScheduleAsync(harness, "later", at);
        Assert.Equal(at, harness.Signal.Earliest);
        Assert.Equal(at, await harness.Schedule.NextDueAsync(TestContext.Current.CancellationToken));

        using var restarted = await harness.RestartAsync();
        Assert.Null(await restarted.Source("q").TryTakeAsync());
        Assert.Equal(at, await restarted.Schedule.NextDueAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["later"], await restarted.BodiesAsync("q"));

        restarted.Clock.Now = at;
        await restarted.Schedule.FireDueAsync(at, TestContext.Current.CancellationToken);
        var message = (await restarted.TakeAsync("q")).ToReceivedMessage();
        Assert.Equal((at, at), (message.ScheduledEnqueueTime, message.EnqueuedTime));
        Assert.Null(await restarted.Schedule.NextDueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_message_that_became_due_while_the_runtime_was_down_is_there_at_the_start()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        await ScheduleAsync(harness, "later", harness.Clock.Now.AddDays(1));
        harness.Clock.Now += TimeSpan.FromDays(2);

        using var restarted = await harness.RestartAsync();
        Assert.NotNull(await restarted.Source("q").TryTakeAsync());
    }

    [Fact]
    public async Task Only_what_is_due_fires_and_a_trigger_that_will_take_it_keeps_the_clock_waiting()
    {
        using var harness = await BrokerHarness.StartAsync(azurite, BrokerHarness.QueueTopology(), broker => broker.FindSource("q")!.IsTriggered = true);
        await ScheduleAsync(harness, "soon", harness.Clock.Now.AddHours(1));
        await ScheduleAsync(harness, "later", harness.Clock.Now.AddHours(2));
        Assert.Equal(0, harness.Work.Count);

        await harness.Schedule.FireDueAsync(harness.Clock.Now.AddHours(1), TestContext.Current.CancellationToken);
        Assert.Equal(1, harness.Work.Count);
        var delivery = await harness.TakeAsync("q");
        Assert.Equal(1, harness.Work.Count);
        await delivery.Source.AbandonAsync(delivery.LockToken);
        Assert.Equal(1, harness.Work.Count);
        delivery = await harness.TakeAsync("q");
        await delivery.Source.CompleteAsync(delivery.LockToken);
        Assert.Equal(0, harness.Work.Count);
        Assert.Null(await harness.Source("q").TryTakeAsync());
    }

    [Fact]
    public async Task A_scheduled_message_can_be_cancelled_until_its_time()
    {
        using var harness = await BrokerHarness.StartWithQueueAsync(azurite);
        var sender = harness.Client.CreateSender("q");
        var number = await sender.ScheduleMessageAsync(new ServiceBusMessage("never"), harness.Clock.Now.AddDays(1), TestContext.Current.CancellationToken);
        await sender.CancelScheduledMessageAsync(number, TestContext.Current.CancellationToken);

        Assert.Equal(0, harness.Source("q").Count);
        using var restarted = await harness.RestartAsync();
        Assert.Equal(0, restarted.Source("q").Count);
        var refusal = await Assert.ThrowsAsync<ServiceBusException>(() => sender.CancelScheduledMessageAsync(number, TestContext.Current.CancellationToken));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, refusal.Reason);
    }

    private static Task ScheduleAsync(BrokerHarness harness, string body, DateTimeOffset at) => harness.Client.CreateSender("q").SendMessageAsync(
        new ServiceBusMessage(body) { ScheduledEnqueueTime = at }, TestContext.Current.CancellationToken);
}
