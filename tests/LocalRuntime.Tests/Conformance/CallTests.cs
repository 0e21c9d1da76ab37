namespace Inburgering.LocalRuntime.Tests.Conformance;

public sealed class CallTests(EngineFixture engine) : ConformanceTest(engine)
{
    [Fact]
    public async Task A_retry_policy_tries_again_after_growing_intervals()
    {
        var id = await StartAsync("CallWithRetries", new FailInput(NewId("key"), 2));
        await Engine.AdvanceAsync(TimeSpan.FromHours(5));
        var outcome = await OutputAsync<RetryOutcome>(id);
        Assert.Equal(3, outcome!.Attempt);
        Assert.InRange(outcome.Took, TimeSpan.FromHours(3), TimeSpan.FromHours(3.1));
    }

    [Fact]
    public async Task A_retry_policy_ends_with_its_last_attempt()
    {
        var key = NewId("key");
        var id = await StartAsync("CallWithRetries", new FailInput(key, 9));
        await Engine.AdvanceAsync(TimeSpan.FromHours(5));
        var outcome = await OutputAsync<RetryOutcome>(id);
        Assert.Equal("attempt 3 fails", outcome!.Failure);
        Assert.Equal(3, ConformanceFunctions.Counted[key]);
    }

    [Fact]
    public async Task A_failure_that_the_policy_does_not_handle_is_not_tried_again()
    {
        var key = NewId("key");
        Assert.Equal("never", await OutputAsync<string>(await StartAsync("CallHopeless", key)));
        Assert.Equal(1, ConformanceFunctions.Counted[key]);
    }

    [Fact]
    public async Task A_retry_handler_decides_and_waits_by_the_context()
    {
        var id = await StartAsync("CallWithHandler", new FailInput(NewId("key"), 2));
        await Engine.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(3, await OutputAsync<int>(id));
    }

    [Fact]
    public async Task An_activity_that_does_not_exist_fails_at_once_whatever_the_policy()
    {
        var failed = await CompletionAsync(await StartAsync("CallMissing"));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("NoSuchActivity", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_details_cross_the_boundary() => Assert.Equal(
        "FailFirst|0|System.InvalidOperationException|attempt 1 fails|True|False|System.ArgumentException|True",
        await OutputAsync<string>(await StartAsync("CallFailing", new FailInput(NewId("key"), 1))));

    [Fact]
    public async Task A_failure_that_nobody_catches_fails_the_instance()
    {
        var failed = await CompletionAsync(await StartAsync("LetFail", new FailInput(NewId("key"), 1)));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.True(failed.FailureDetails!.IsCausedBy<TaskFailedException>());
        Assert.Equal("Task 'FailFirst' (#0) failed with an unhandled exception: attempt 1 fails", failed.FailureDetails.ErrorMessage);
        Assert.Equal("System.InvalidOperationException", failed.FailureDetails.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task A_hundred_activities_fan_out_and_in() => Assert.Equal(4950, await OutputAsync<int>(await StartAsync("FanOut", 100)));

    [Fact]
    public async Task A_sub_orchestration_gives_its_output_under_the_id_it_was_given()
    {
        var id = await StartAsync("CallChild");
        Assert.Equal("Hello Ayşe! I am a child of CallChild.", await OutputAsync<string>(id));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await InstanceAsync($"{id}:child")).RuntimeStatus);
    }

    [Fact]
    public async Task A_sub_orchestration_that_fails_fails_its_call() => Assert.Equal(
        "LetFail: True, attempt 1 fails", await OutputAsync<string>(await StartAsync("CallFailingChild", new FailInput(NewId("key"), 1))));

    [Fact]
    public async Task Sub_orchestrations_fan_out_and_in() => Assert.Equal(100, await OutputAsync<int>(await StartAsync("CallChildren")));

    [Fact]
    public async Task Terminating_recursively_terminates_sub_orchestrations()
    {
        var id = await StartAsync("CallWaitingChild");
        await Client.WaitForInstanceStartAsync(id + ":child", Cancellation);
        await Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: true), Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await CompletionAsync(id)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await CompletionAsync(id + ":child")).RuntimeStatus);
    }

    [Fact]
    public async Task A_sub_orchestration_that_is_terminated_fails_its_call()
    {
        var id = await StartAsync("CallWaitingChild");
        await Client.WaitForInstanceStartAsync(id + ":child", Cancellation);
        await Client.TerminateInstanceAsync(id + ":child", Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletionAsync(id)).RuntimeStatus);
    }
}
