namespace Inburgering.LocalRuntime.Tests.Conformance;

public static class CallFunctions
{
    /// <summary>Three attempts, an hour and then two apart. Gives what was caught, and when.</summary>
    [Function(nameof(CallWithRetries))]
    public static async Task<RetryOutcome> CallWithRetries([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var startedAt = context.CurrentUtcDateTime;
        var input = context.GetInput<FailInput>();
        var options = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromHours(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromDays(1))
        {
            HandleFailure = failure => !failure.ErrorMessage.Contains("hopeless", StringComparison.Ordinal) && failure.IsCausedBy<InvalidOperationException>(),
        });
        try
        {
            var attempt = await context.CallActivityAsync<int>(nameof(ConformanceFunctions.FailFirst), input, options);
            return new RetryOutcome(attempt, null, context.CurrentUtcDateTime - startedAt);
        }
        catch (TaskFailedException exception)
        {
            return new RetryOutcome(-1, exception.FailureDetails.ErrorMessage, context.CurrentUtcDateTime - startedAt);
        }
    }

    [Function(nameof(FailHopelessly))]
    public static void FailHopelessly([ActivityTrigger] string key)
    {
        ConformanceFunctions.Count(key);
        throw new NotSupportedException("never");
    }

    [Function(nameof(CallHopeless))]
    public static async Task<string> CallHopeless([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync(
                nameof(FailHopelessly),
                context.GetInput<string>(),
                TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1)) { HandleFailure = failure => !failure.IsCausedBy<NotSupportedException>() }));
            return "";
        }
        catch (TaskFailedException exception)
        {
            return exception.FailureDetails.ErrorMessage;
        }
    }

    /// <summary>The app's own code decides, and waits by the context.</summary>
    [Function(nameof(CallWithHandler))]
    public static Task<int> CallWithHandler([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<int>(
            nameof(ConformanceFunctions.FailFirst),
            context.GetInput<FailInput>(),
            TaskOptions.FromRetryHandler(async retry =>
            {
                await retry.OrchestrationContext.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return retry.LastAttemptNumber < 3;
            }));

    [Function(nameof(CallMissing))]
    public static Task CallMissing([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync("NoSuchActivity", null, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1))));

    [Function(nameof(CallFailing))]
    public static async Task<string> CallFailing([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync(nameof(ConformanceFunctions.FailFirst), context.GetInput<FailInput>());
            return "";
        }
        catch (TaskFailedException exception)
        {
            var details = exception.FailureDetails;
            return $"{exception.TaskName}|{exception.TaskId}|{details.ErrorType}|{details.ErrorMessage}|{details.IsCausedBy<InvalidOperationException>()}|"
                + $"{details.IsCausedBy<ArgumentException>()}|{details.InnerFailure?.ErrorType}|{details.StackTrace?.Contains(nameof(ConformanceFunctions.FailFirst), StringComparison.Ordinal)}";
        }
    }

    [Function(nameof(LetFail))]
    public static Task LetFail([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync(nameof(ConformanceFunctions.FailFirst), context.GetInput<FailInput>());

    [Function(nameof(FanOut))]
    public static async Task<int> FanOut([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var calls = Enumerable.Range(0, context.GetInput<int>()).Select(number => context.CallActivityAsync<string>(nameof(ConformanceFunctions.Repeat), $"{number}"));
        var results = await Task.WhenAll(calls);
        return results.Sum(result => int.Parse(result, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Function(nameof(CallChild))]
    public static async Task<string> CallChild([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var childId = $"{context.InstanceId}:child";
        var child = await context.CallSubOrchestratorAsync<string>(
            nameof(ChildOf), "Ayşe", new TaskOptions().WithInstanceId(childId));
        return child;
    }

    [Function(nameof(ChildOf))]
    public static async Task<string> ChildOf([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var greeting = await context.CallActivityAsync<string>(nameof(ConformanceFunctions.Greet), context.GetInput<string>());
        return $"{greeting} I am a child of {context.Parent?.Name}.";
    }

    [Function(nameof(CallFailingChild))]
    public static async Task<string> CallFailingChild([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallSubOrchestratorAsync(nameof(LetFail), context.GetInput<FailInput>());
            return "";
        }
        catch (TaskFailedException exception)
        {
            return $"{exception.TaskName}: {exception.FailureDetails.IsCausedBy<TaskFailedException>()}, {exception.FailureDetails.InnerFailure?.ErrorMessage}";
        }
    }

    [Function(nameof(CallChildren))]
    public static async Task<int> CallChildren([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var children = Enumerable.Range(0, 10).Select(_ => context.CallSubOrchestratorAsync<int>(nameof(FanOut), 5));
        return (await Task.WhenAll(children)).Sum();
    }

    /// <summary>A child that waits until it is terminated or told to go on.</summary>
    [Function(nameof(CallWaitingChild))]
    public static Task<string> CallWaitingChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(EventFunctions.TakeWord), null, new TaskOptions().WithInstanceId(context.InstanceId + ":child"));
}

/// <param name="Attempt">The attempt that succeeded; -1 for none.</param>
/// <param name="Failure">The message of the failure that was left.</param>
/// <param name="Took">By the orchestration's own time.</param>
public sealed record RetryOutcome(int Attempt, string? Failure, TimeSpan Took);
