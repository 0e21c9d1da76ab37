using Inburgering.Functions.Enforcement;
using Inburgering.Functions.Letters;
using Inburgering.Obligations;

namespace Inburgering.Functions.Obligations;

/// <summary>
/// Owns time, and only time, for one person: plan, do what the plan says is undone, sleep until the next due instant or a wake,
/// begin anew. It decides nothing: what is due and what happens then stands in ObligationDecider.
/// </summary>
public static class ObligationOrchestrator
{
    public const string Wake = nameof(Wake);

    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(10)));

    [Function(nameof(ObligationOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var work = context.GetInput<ObligationWork>()!;
        var plan = await context.CallActivityAsync<ObligationPlan>(nameof(AdvanceObligation), work, Retried);
        var step = work with { TraceParent = plan.TraceParent };
        if (plan.RendersLetters)
        {
            await context.CallActivityAsync(nameof(RenderLetters), step, Retried);
        }

        if (plan.BuildsDossier)
        {
            await context.CallActivityAsync(nameof(BuildDossier), step, Retried);
        }

        if (plan.HasWork)
        {
            await context.CallActivityAsync(nameof(PublishOutbox), step with { Mark = plan.Mark, Waiting = plan.Waiting }, Retried);
        }

        if (plan.IsOpen)
        {
            // What was done changes nothing of the plan; what others did meanwhile wakes.
            await TimeOrWake(context, plan.NextDueAt);
        }
        else if (!plan.HasWork)
        {
            return;
        }

        context.ContinueAsNew(work);
    }

    private static async Task TimeOrWake(TaskOrchestrationContext context, DateTimeOffset? nextDueAt)
    {
        using var cancellation = new CancellationTokenSource();
        Task wake = context.WaitForExternalEvent<object?>(Wake, cancellation.Token);
        await (nextDueAt is { } dueAt ? Task.WhenAny(wake, context.CreateTimer(dueAt.UtcDateTime, cancellation.Token)) : wake);

        // Not CancelAsync: an orchestrator stays on its own thread. The loser is cancelled, so that neither an old timer nor an old waiter takes what is meant for the next round.
        cancellation.Cancel();
    }
}
