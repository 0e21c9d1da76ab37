using Inburgering.Functions.Obligations;
using Inburgering.LocalRuntime;

namespace Inburgering.Functions.Tests.Obligations;

/// <summary>Starting or waking a person's orchestration, also where it ends or starts in between.</summary>
public sealed class PlanAgainTests
{
    [Fact]
    public async Task Nothing_there_is_started() => Assert.Equal(["start"], await PlanAgainAsync(new Instance()));

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Pending)]
    [InlineData(OrchestrationRuntimeStatus.Suspended)]
    public async Task What_is_open_is_woken(OrchestrationRuntimeStatus status) =>
        Assert.Equal(["wake"], await PlanAgainAsync(new Instance { Status = status }));

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    public async Task What_has_ended_is_started_anew(OrchestrationRuntimeStatus status) =>
        Assert.Equal(["start"], await PlanAgainAsync(new Instance { Status = status }));

    [Fact]
    public async Task What_ends_before_the_wake_is_started_anew() =>
        Assert.Equal(["refused wake", "start"], await PlanAgainAsync(new Instance { Status = OrchestrationRuntimeStatus.Running, EndsBeforeWake = true }));

    [Fact]
    public async Task What_somebody_else_starts_first_is_woken() =>
        Assert.Equal(["refused start", "wake"], await PlanAgainAsync(new Instance { StartedBySomebodyElse = true }));

    [Fact]
    public async Task A_wake_that_fails_while_it_runs_is_told()
    {
        var instance = new Instance { Status = OrchestrationRuntimeStatus.Running, IsBroken = true };
        await Assert.ThrowsAsync<InvalidOperationException>(() => PlanAgainAsync(instance));
        Assert.Equal(["refused wake"], instance.Calls);
    }

    [Fact]
    public async Task A_start_that_fails_with_nothing_there_is_told()
    {
        var instance = new Instance { IsBroken = true };
        await Assert.ThrowsAsync<InvalidOperationException>(() => PlanAgainAsync(instance));
        Assert.Equal(["refused start"], instance.Calls);
    }

    private static async Task<List<string>> PlanAgainAsync(Instance instance)
    {
        await using var client = instance;
        await client.PlanAgainAsync("p1", TestContext.Current.CancellationToken);
        return instance.Calls;
    }

    /// <summary>One orchestration as the extension shows it: it refuses to start what is open and to wake what has ended.</summary>
    private sealed class Instance() : DurableTaskClient("test")
    {
        public List<string> Calls { get; } = [];

        public OrchestrationRuntimeStatus? Status { get; set; }

        public bool EndsBeforeWake { get; init; }

        public bool StartedBySomebodyElse { get; init; }

        public bool IsBroken { get; init; }

        public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        {
            Assert.Equal("obligation-p1", instanceId);
            return Task.FromResult(Status is { } status ? new OrchestrationMetadata(nameof(ObligationOrchestrator), instanceId) { RuntimeStatus = status } : null);
        }

        public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
        {
            Assert.Equal(("obligation-p1", ObligationOrchestrator.Wake), (instanceId, eventName));
            if (EndsBeforeWake)
            {
                Status = OrchestrationRuntimeStatus.Completed;
            }

            return Answer("wake", EndsBeforeWake);
        }

        public override Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
        {
            Assert.Equal((nameof(ObligationOrchestrator), new ObligationWork("p1"), "obligation-p1"), (orchestratorName.Name, input, options?.InstanceId));
            if (StartedBySomebodyElse)
            {
                Status = OrchestrationRuntimeStatus.Pending;
            }

            return Answer("start", StartedBySomebodyElse);
        }

        public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Task<string> Answer(string call, bool refused)
        {
            if (refused || IsBroken)
            {
                Calls.Add("refused " + call);
                return Task.FromException<string>(new InvalidOperationException("Refused."));
            }

            Calls.Add(call);
            return Task.FromResult("obligation-p1");
        }
    }
}
