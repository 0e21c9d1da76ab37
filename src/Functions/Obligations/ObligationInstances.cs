using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Obligations;

/// <summary>One orchestration per person, by the person's id.</summary>
internal static partial class ObligationInstances
{
    public static string InstanceId(string personId) => $"obligation-{personId}";

    private static readonly TimeSpan[] Waits = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)];

    /// <summary><see cref="PlanAgainAsync"/> after an act that is written: a wake that fails is tried again, then left to the sweep. It never undoes the answer, nor does a caller who hangs up.</summary>
    public static async Task TryPlanAgainAsync(this DurableTaskClient client, string personId, ILogger logger)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.PlanAgainAsync(personId, CancellationToken.None);
                return;
            }
            catch (Exception) when (tries < Waits.Length)
            {
                await Task.Delay(Waits[tries], TimeProvider.System, CancellationToken.None);
            }
            catch (Exception exception)
            {
                LogLeftForSweep(logger, exception, personId);
                return;
            }
        }
    }

    /// <summary>
    /// Starts the person's orchestration, or wakes the one that runs: "plan again". Starting one that runs is success. A wake may
    /// be lost; the marker that the use case left heals it.
    /// </summary>
    public static async Task PlanAgainAsync(this DurableTaskClient client, string personId, CancellationToken cancellationToken)
    {
        var instanceId = InstanceId(personId);
        if (await WokenAsync(client, instanceId, cancellationToken))
        {
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
            if (!await WokenAsync(client, instanceId, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <returns>False if the instance does not run, so that there is nothing to wake.</returns>
    private static async Task<bool> WokenAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(client, instanceId, cancellationToken))
        {
            return false;
        }

        try
        {
            await client.RaiseEventAsync(instanceId, ObligationOrchestrator.Wake, cancellation: cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The extension refuses an event for an instance that has ended, which it may just have done.
            if (await IsOpenAsync(client, instanceId, cancellationToken))
            {
                throw;
            }

            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The orchestration of {PersonId} could not be woken; the sweep will try again.")]
    private static partial void LogLeftForSweep(ILogger logger, Exception exception, string personId);

    // Not IsRunning, which leaves out pending and suspended.
    private static async Task<bool> IsOpenAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(instanceId, getInputsAndOutputs: false, cancellationToken) is { IsCompleted: false };
}
