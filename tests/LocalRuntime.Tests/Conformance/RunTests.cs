using System.Text.Json;

namespace Inburgering.LocalRuntime.Tests.Conformance;

public sealed class RunTests(EngineFixture engine) : ConformanceTest(engine)
{
    [Fact]
    public async Task Continue_as_new_keeps_events_nobody_waited_for()
    {
        var id = await StartAsync("AddUp", new AddInput(0, 3, Preserve: true));
        foreach (var number in new[] { 1, 10, 100 })
        {
            await Client.RaiseEventAsync(id, "Number", number, Cancellation);
        }

        await Engine.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.Equal(111, await OutputAsync<int>(id));
    }

    [Fact]
    public async Task Continue_as_new_begins_at_once_when_the_losing_timer_was_cancelled()
    {
        var id = await StartAsync("PlanAgain", "start");
        await Client.RaiseEventAsync(id, "Wake", Cancellation);
        await StatusAsync(id, "start, wake");
        await Engine.AdvanceAsync(TimeSpan.FromDays(5));
        await Client.RaiseEventAsync(id, "Wake", Cancellation);
        await StatusAsync(id, "start, wake, wake");

        // Neither of the timers that lost fires; the third is due ten days after the last wake.
        await Engine.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await InstanceAsync(id)).RuntimeStatus);
        await Engine.AdvanceAsync(TimeSpan.FromDays(5));
        Assert.Equal("start, wake, wake, timer", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task Continue_as_new_drops_events_nobody_waited_for_when_told_to()
    {
        var id = await StartAsync("AddUp", new AddInput(0, 2, Preserve: false));
        await Client.RaiseEventAsync(id, "Number", 1, Cancellation);
        await Client.RaiseEventAsync(id, "Number", 10, Cancellation);
        await Engine.AdvanceAsync(TimeSpan.FromDays(2));
        await StatusAsync(id, "left 1");
        await Client.RaiseEventAsync(id, "Number", 100, Cancellation);
        await Engine.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(101, await OutputAsync<int>(id));
    }

    [Fact]
    public async Task Continue_as_new_without_waiting_goes_round_as_often_as_it_is_asked() =>
        Assert.Equal(0, await OutputAsync<int>(await StartAsync("Spin", 70)));

    [Fact]
    public async Task The_custom_status_is_what_was_set_last()
    {
        var id = await StartAsync("ShowStatus");
        await Client.WaitForInstanceStartAsync(id, Cancellation);
        Assert.Equal("Ayşe", (await InstanceAsync(id)).ReadCustomStatusAs<JsonElement>().GetProperty("Who").GetString());
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        await UntilAsync(async () => (await InstanceAsync(id)).SerializedCustomStatus is null);
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        Assert.Equal("done", (await CompletionAsync(id)).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task An_open_timer_keeps_an_orchestration_from_ending()
    {
        var id = await StartAsync("LeaveTimerOpen");
        await Client.WaitForInstanceStartAsync(id, Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await InstanceAsync(id)).RuntimeStatus);
        await Engine.AdvanceAsync(TimeSpan.FromDays(1.5));
        Assert.Equal("returned", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task An_open_timer_keeps_an_orchestration_from_starting_anew()
    {
        var id = await StartAsync("RestartWithTimer", 0);
        await Client.WaitForInstanceStartAsync(id, Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await InstanceAsync(id)).RuntimeStatus);
        await Engine.AdvanceAsync(TimeSpan.FromDays(1.5));
        Assert.Equal("run 1", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task Terminating_ends_an_instance_with_the_output_given()
    {
        var id = await StartAsync("TakeWord");
        await Client.TerminateInstanceAsync(id, "enough", Cancellation);
        var ended = await CompletionAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
        await Client.RaiseEventAsync(id, "Word", "late", Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await InstanceAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_terminated_instance_runs_none_of_its_timers()
    {
        var id = await StartAsync("WaitAndGreet", "Ali");
        await Client.TerminateInstanceAsync(id, Cancellation);
        await Engine.AdvanceAsync(TimeSpan.FromDays(11));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await InstanceAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_suspended_instance_keeps_what_happens_until_it_is_resumed()
    {
        var id = await StartAsync("TakeEvents", 2);
        await Client.SuspendInstanceAsync(id, "wait", Cancellation);
        await UntilAsync(async () => (await InstanceAsync(id)).RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        await Client.RaiseEventAsync(id, "Number", 1, Cancellation);
        await Client.RaiseEventAsync(id, "Number", 2, Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await InstanceAsync(id)).RuntimeStatus);
        await Client.ResumeInstanceAsync(id, "go on", Cancellation);
        Assert.Equal([1, 2], (await OutputAsync<List<int>>(id))!);
    }

    [Fact]
    public async Task A_timer_that_fires_while_suspended_counts_when_resumed()
    {
        var id = await StartAsync("WaitAndGreet", "Ali");
        await Client.SuspendInstanceAsync(id, cancellation: Cancellation);
        await Engine.AdvanceAsync(TimeSpan.FromDays(11));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await InstanceAsync(id)).RuntimeStatus);
        await Client.ResumeInstanceAsync(id, cancellation: Cancellation);
        Assert.Equal("Hello Ali!", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task A_finished_instance_can_be_purged_and_a_running_one_cannot()
    {
        var finished = await StartAsync("SayHello", "Ali");
        await CompletionAsync(finished);
        Assert.Equal(1, (await Client.PurgeInstanceAsync(finished, Cancellation)).PurgedInstanceCount);
        Assert.Null(await Client.GetInstanceAsync(finished, Cancellation));
        Assert.Equal(0, (await Client.PurgeInstanceAsync(finished, Cancellation)).PurgedInstanceCount);
        var running = await StartAsync("TakeWord");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.PurgeInstanceAsync(running, Cancellation));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await InstanceAsync(running)).RuntimeStatus);
    }

    [Fact]
    public async Task An_id_that_runs_is_refused_and_its_instance_untouched()
    {
        var id = await StartAsync("TakeWord");
        await Assert.ThrowsAnyAsync<Exception>(() => StartAsync("SayHello", "Ali", id));
        await Client.RaiseEventAsync(id, "Word", "mine", Cancellation);
        Assert.Equal("mine", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task An_id_that_is_finished_is_started_anew()
    {
        var id = await StartAsync("SayHello", "Ali");
        await CompletionAsync(id);
        await StartAsync("SayHello", "Ayşe", id);
        await UntilAsync(async () => (await OutputAsync<string>(id)) == "Hello Ayşe!");
    }

    [Fact]
    public async Task A_finished_id_can_be_refused_too()
    {
        var id = await StartAsync("SayHello", "Ali");
        await CompletionAsync(id);
        var options = new StartOrchestrationOptions(id).WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);
        await Assert.ThrowsAnyAsync<Exception>(() => Client.ScheduleNewOrchestrationInstanceAsync("SayHello", "Ayşe", options, Cancellation));
        Assert.Equal("Hello Ali!", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task Of_starts_of_one_id_at_once_a_single_one_succeeds()
    {
        var id = NewId("one");
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await StartAsync("TakeWord", instanceId: id);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }));
        Assert.Single(starts, started => started);
    }

    [Fact]
    public async Task Instances_are_listed_by_prefix_and_status_page_by_page()
    {
        var prefix = NewId("list");
        for (var number = 0; number < 5; number++)
        {
            await StartAsync(number < 3 ? "TakeWord" : "SayHello", "Ali", $"{prefix}/{number}");
        }

        for (var number = 0; number < 3; number++)
        {
            await Client.WaitForInstanceStartAsync($"{prefix}/{number}", cancellation: Cancellation);
        }

        await CompletionAsync($"{prefix}/3");
        await CompletionAsync($"{prefix}/4");
        var query = new OrchestrationQuery(InstanceIdPrefix: prefix, Statuses: [OrchestrationRuntimeStatus.Running], PageSize: 2);
        var found = new List<string>();
        var pages = 0;
        await foreach (var page in Client.GetAllInstancesAsync(query).AsPages().WithCancellation(Cancellation))
        {
            pages++;
            found.AddRange(page.Values.Select(instance => instance.InstanceId));
        }

        // In whatever order: no backend promises one.
        Assert.Equal([$"{prefix}/0", $"{prefix}/1", $"{prefix}/2"], found.Order(StringComparer.Ordinal));
        Assert.True(pages >= 2);
    }

    [Fact]
    public async Task Inputs_and_outputs_are_given_only_when_asked_for()
    {
        var id = await StartAsync("SayHello", "Ali");
        await CompletionAsync(id);
        var without = await Client.GetInstanceAsync(id, Cancellation);
        Assert.Null(without!.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => without.ReadOutputAs<string>());
        Assert.Equal("Ali", (await InstanceAsync(id)).ReadInputAs<string>());
    }
}
