namespace Inburgering.LocalRuntime.Tests.Conformance;

public static class EventFunctions
{
    /// <summary>Calls an activity before it waits, so that events come before it does.</summary>
    [Function(nameof(WaitLate))]
    public static async Task<string> WaitLate([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        return await context.WaitForExternalEvent<string>("Word");
    }

    [Function(nameof(TakeWord))]
    public static Task<string> TakeWord([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.WaitForExternalEvent<string>("Word");

    /// <summary>Gives up a waiter without cancelling it, then waits anew: the newest waiter gets the event.</summary>
    [Function(nameof(WaitAgain))]
    public static async Task<string> WaitAgain([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var abandoned = context.WaitForExternalEvent<string>("Word");
        await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        context.SetCustomStatus("again");
        var word = await context.WaitForExternalEvent<string>("Word");
        return $"{word}, abandoned: {abandoned.IsCompleted}";
    }

    /// <summary>The trap: a waiter that was given up takes the event, and nothing is left for the next run.</summary>
    [Function(nameof(AbandonWaiter))]
    public static async Task<string> AbandonWaiter([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (context.GetInput<bool>())
        {
            using var timerSource = new CancellationTokenSource();
            context.SetCustomStatus("second run");
            var word = context.WaitForExternalEvent<string>("Word");
            var timer = context.CreateTimer(TimeSpan.FromDays(5), timerSource.Token);
            if (await Task.WhenAny(word, timer) == word)
            {
                timerSource.Cancel();
                return await word;
            }

            return "nothing came";
        }

        using var source = new CancellationTokenSource();
        _ = context.WaitForExternalEvent<string>("Word", source.Token);
        await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        source.Cancel();
        context.SetCustomStatus("abandoned");
        await context.WaitForExternalEvent<object?>("GoOn");
        context.ContinueAsNew(true);
        return "";
    }

    [Function(nameof(WaitWithTimeout))]
    public static async Task<string> WaitWithTimeout([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("Word", TimeSpan.FromDays(2));
        }
        catch (TaskCanceledException)
        {
            return "timed out";
        }
    }

    /// <summary>Two waiters of one name at once.</summary>
    [Function(nameof(TwoWaiters))]
    public static async Task<string> TwoWaiters([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = context.WaitForExternalEvent<string>("Word");
        var second = context.WaitForExternalEvent<string>("Word");
        await Task.WhenAll(first, second);
        return $"{first.Result} {second.Result}";
    }

    [Function(nameof(SendWord))]
    public static async Task<string> SendWord([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SendEvent(context.GetInput<string>()!, "Word", "sent");
        context.SendEvent(context.InstanceId, "Word", "to myself");
        return await context.WaitForExternalEvent<string>("Word");
    }
}
