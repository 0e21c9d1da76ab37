using Inburgering.Operations;

namespace Inburgering.Functions.Operations;

/// <summary>Does an operator's run page by page, so that it survives whatever happens meanwhile and shows how far it is.</summary>
public static class RunOverPeople
{
    /// <summary>Begins the instance ids of runs.</summary>
    public const string Prefix = "run-";

    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(10)));

    [Function(nameof(RunOverPeople))]
    public static async Task<RunProgress> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var progress = await context.CallActivityAsync<RunProgress>(nameof(WorkOnPage), context.GetInput<RunProgress>()!, Retried);
        if (!progress.IsDone)
        {
            context.ContinueAsNew(progress);
        }

        return progress;
    }
}
