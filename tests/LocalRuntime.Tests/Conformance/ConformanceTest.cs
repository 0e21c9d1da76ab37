namespace Inburgering.LocalRuntime.Tests.Conformance;

/// <summary>What the conformance tests share: starting, waiting, asking.</summary>
public abstract class ConformanceTest(EngineFixture engine) : IClassFixture<EngineFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected EngineFixture Engine { get; } = engine;

    protected DurableTaskClient Client => Engine.Client;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An instance id that no other test uses.</summary>
    protected static string NewId(string name) => $"{name}-{Guid.NewGuid():N}";

    protected async Task<string> StartAsync(string orchestrator, object? input = null, string? instanceId = null) =>
        await Client.ScheduleNewOrchestrationInstanceAsync(
            orchestrator, input, new StartOrchestrationOptions(instanceId ?? NewId(orchestrator)), Cancellation);

    protected async Task<OrchestrationMetadata> CompletionAsync(string instanceId)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        return await Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, limit.Token);
    }

    protected async Task<T> OutputAsync<T>(string instanceId)
    {
        var found = await CompletionAsync(instanceId);
        Assert.True(found.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{found.RuntimeStatus}: {found.FailureDetails}");
        return found.ReadOutputAs<T>()!;
    }

    protected async Task<OrchestrationMetadata> InstanceAsync(string instanceId)
    {
        var found = await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, Cancellation);
        Assert.NotNull(found);
        return found;
    }

    /// <summary>Waits, in real time, until the custom status is this.</summary>
    protected async Task StatusAsync(string instanceId, string customStatus) =>
        await UntilAsync(async () => (await InstanceAsync(instanceId)).SerializedCustomStatus == $"\"{customStatus}\"");

    protected static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        while (!await condition())
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, "It did not come to that in time.");
            await Task.Delay(20, Cancellation);
        }
    }
}
