namespace Inburgering.LocalRuntime.Tests.Conformance;

public sealed class PurityTests(EngineFixture engine) : ConformanceTest(engine)
{
    [Fact]
    public async Task Another_call_on_replay_fails_the_instance_and_names_the_history_event()
    {
        var failed = await CompletionAsync(await StartAsync("ChangeMind"));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("TaskScheduled 'Greet' (task 0)", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'Repeat'", failed.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_missing_on_replay_fails_the_instance_and_names_the_history_event()
    {
        var failed = await CompletionAsync(await StartAsync("ForgetCall"));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("TaskScheduled 'Greet' (task 0)", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_new_on_replay_fails_the_instance()
    {
        var id = await StartAsync("AddCall");
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        var failed = await CompletionAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("'Repeat'", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AwaitDelay")]
    [InlineData("AwaitDelayBetween")]
    public async Task Awaiting_what_is_not_durable_fails_the_instance(string orchestrator)
    {
        var id = await StartAsync(orchestrator);
        await Client.RaiseEventAsync(id, "Word", "Ali", Cancellation);
        var failed = await CompletionAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("non-durable", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_is_constant_within_a_step_and_equal_on_replay()
    {
        var startedAt = Engine.Now.UtcDateTime;
        var id = await StartAsync("NoteTimes");
        await Engine.AdvanceAsync(TimeSpan.FromDays(2));
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        var times = await OutputAsync<List<DateTime>>(id);
        Assert.Equal(times![0], times[1]);
        Assert.InRange(times[0], startedAt, startedAt.AddMinutes(1));
        Assert.InRange(times[2], times[0].AddDays(1), times[0].AddDays(1.1));
        Assert.True(times[3] >= times[2]);
        Assert.All(times, time => Assert.Equal(DateTimeKind.Utc, time.Kind));
        var noted = string.Join('|', times.Select(time => time.Ticks));
        Assert.Equal(noted, ConformanceFunctions.Notes[$"{id}/1"]);
        Assert.Equal(noted, ConformanceFunctions.Notes[$"{id}/2"]);
    }

    [Fact]
    public async Task New_ids_are_different_and_equal_on_replay()
    {
        var id = await StartAsync("MakeIds");
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        await UntilAsync(() => Task.FromResult(ConformanceFunctions.Notes.ContainsKey(id)));
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        var ids = await OutputAsync<List<Guid>>(id);
        Assert.Equal(3, ids!.Distinct().Count());
        Assert.Equal(ConformanceFunctions.Notes[id], $"{ids[0]}|{ids[1]}");
    }

    [Fact]
    public async Task A_replay_safe_logger_writes_each_line_once()
    {
        var id = await StartAsync("LogSteps");
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        await Client.RaiseEventAsync(id, "GoOn", Cancellation);
        await CompletionAsync(id);
        Assert.Equal([$"{id} is at step 1.", $"{id} is at step 2.", $"{id} is at step 3."], Engine.Log.Containing(id + " is at"));
        Assert.True(ConformanceFunctions.Counted[id] > 1);
    }

    [Theory]
    [InlineData(20_000, "ğ")]
    [InlineData(40_000, "a")]
    [InlineData(700_000, "\"")]
    [InlineData(300_000, "🌍")]
    public async Task Large_inputs_events_and_outputs_survive(int count, string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, count));
        var id = await StartAsync("PassOn", text);
        await Client.RaiseEventAsync(id, "Word", text, Cancellation);
        Assert.Equal(text, await OutputAsync<string>(id));
        Assert.Equal(text, (await InstanceAsync(id)).ReadInputAs<string>());
        Assert.Equal(1, (await Client.PurgeInstanceAsync(id, Cancellation)).PurgedInstanceCount);
    }

    [Fact]
    public async Task Every_character_survives_in_ids_names_and_payloads()
    {
        const string odd = "Ünïcödé/مرحبا\\#?%'\"🌍~ \u00a0\t";
        var id = NewId(odd);
        await StartAsync("TakeWord", instanceId: id);
        await Client.RaiseEventAsync(id, "Word", odd, Cancellation);
        Assert.Equal(odd, await OutputAsync<string>(id));
        Assert.Equal(id, (await InstanceAsync(id)).InstanceId);
    }
}
