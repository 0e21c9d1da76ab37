namespace Inburgering.LocalRuntime.Tests.Conformance;

public sealed class EventTests(EngineFixture engine) : ConformanceTest(engine)
{
    [Fact]
    public async Task An_event_of_an_unknown_instance_is_dropped_without_an_error()
    {
        var id = NewId("early");
        await Client.RaiseEventAsync(id, "Word", "lost", Cancellation);
        Assert.Null(await Client.GetInstanceAsync(id, Cancellation));
        await StartAsync("TakeWord", instanceId: id);
        await Client.RaiseEventAsync(id, "Word", "kept", Cancellation);
        Assert.Equal("kept", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task An_event_before_the_first_step_is_kept()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(
            "TakeWord", null, new StartOrchestrationOptions(NewId("later"), Engine.Now.AddDays(1)), Cancellation);
        await Client.RaiseEventAsync(id, "Word", "early", Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await InstanceAsync(id)).RuntimeStatus);
        await Engine.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal("early", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task An_event_before_the_wait_is_kept()
    {
        var id = await StartAsync("WaitLate");
        await Client.RaiseEventAsync(id, "word", "early", Cancellation);
        await Engine.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal("early", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task The_newest_waiter_gets_the_event_and_not_one_that_was_abandoned_before()
    {
        var id = await StartAsync("WaitAgain");
        await Engine.AdvanceAsync(TimeSpan.FromDays(1.5));
        await Client.RaiseEventAsync(id, "Word", "one", Cancellation);
        Assert.Equal("one, abandoned: False", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task An_event_that_reaches_an_abandoned_waiter_is_consumed()
    {
        var id = await StartAsync("AbandonWaiter", false);
        await Engine.AdvanceAsync(TimeSpan.FromDays(1.5));
        await StatusAsync(id, "abandoned");
        await Client.RaiseEventAsync(id, "Word", "trapped", Cancellation);
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        await StatusAsync(id, "second run");
        await Engine.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal("nothing came", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task Of_two_events_at_an_abandoned_waiter_the_second_is_kept_for_the_next_run()
    {
        var id = await StartAsync("AbandonWaiter", false);
        await Engine.AdvanceAsync(TimeSpan.FromDays(1.5));
        await Client.RaiseEventAsync(id, "Word", "trapped", Cancellation);
        await Client.RaiseEventAsync(id, "Word", "kept", Cancellation);
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        Assert.Equal("kept", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task Where_an_event_and_its_timer_come_at_once_one_of_them_wins_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StartAsync("EventOrTimer")));
        await Task.WhenAll(ids.Select(id => Client.RaiseEventAsync(id, "Wake", Cancellation)).Append(Engine.AdvanceAsync(TimeSpan.FromDays(4))));
        foreach (var id in ids)
        {
            Assert.Contains(await OutputAsync<string>(id), new[] { "Hello event!", "Hello timer!" });
        }
    }

    [Fact]
    public async Task A_wait_with_a_timeout_is_cancelled_when_it_is_over()
    {
        var id = await StartAsync("WaitWithTimeout");
        await Engine.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Equal("timed out", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task A_wait_with_a_timeout_gives_the_event_that_comes_before()
    {
        var id = await StartAsync("WaitWithTimeout");
        await Client.RaiseEventAsync(id, "Word", "in time", Cancellation);
        Assert.Equal("in time", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task Each_event_completes_one_waiter_the_newest_first()
    {
        var id = await StartAsync("TwoWaiters");
        await Client.RaiseEventAsync(id, "Word", "a", Cancellation);
        await Client.RaiseEventAsync(id, "Word", "b", Cancellation);
        Assert.Equal("b a", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task An_orchestration_sends_events_to_another_and_to_itself()
    {
        var receiver = await StartAsync("TakeWord");
        var sender = await StartAsync("SendWord", receiver);
        Assert.Equal("to myself", await OutputAsync<string>(sender));
        Assert.Equal("sent", await OutputAsync<string>(receiver));
    }

    [Fact]
    public async Task Many_events_at_once_are_all_taken_in_their_order()
    {
        var id = await StartAsync("TakeEvents", 50);
        for (var number = 0; number < 50; number++)
        {
            await Client.RaiseEventAsync(id, "Number", number, Cancellation);
        }

        Assert.Equal(Enumerable.Range(0, 50), await OutputAsync<List<int>>(id));
    }

    [Fact]
    public async Task An_event_of_a_finished_instance_is_dropped_without_an_error()
    {
        var id = await StartAsync("SayHello", "Ali");
        await CompletionAsync(id);
        await Client.RaiseEventAsync(id, "Word", "late", Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await InstanceAsync(id)).RuntimeStatus);
    }
}
