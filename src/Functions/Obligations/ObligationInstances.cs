namespace Inburgering.Functions.Obligations;

/// <summary>One orchestration per person, by the person's id.</summary>
internal static class ObligationInstances
{
    public static string InstanceId(string personId) => $"obligation-{personId}";

    /// <summary>
    /// Starts the person's orchestration, or wakes the one that runs: "plan again". Starting one that runs is success. A wake may
    /// be lost; the marker that the use case left heals it.
    /// </summary>
    public static async Task PlanAgainAsync(this DurableTaskClient client, string personId, CancellationToken cancellationToken)
    {
        var instanceId = InstanceId(personId);
        if (await IsRunningAsync(client, instanceId, cancellationToken))
        {
            await client.RaiseEventAsync(instanceId, ObligationOrchestrator.Wake, cancellation: cancellationToken);
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(ObligationOrchestrator), new ObligationWork(personId), new StartOrchestrationOptions(instanceId), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The exception's type differs between versions of the extension: what counts is whether it runs.
            if (!await IsRunningAsync(client, instanceId, cancellationToken))
            {
                throw;
            }

            await client.RaiseEventAsync(instanceId, ObligationOrchestrator.Wake, cancellation: cancellationToken);
        }
    }

    private static async Task<bool> IsRunningAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(instanceId, getInputsAndOutputs: false, cancellationToken)
            is { RuntimeStatus: OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Suspended };
}
