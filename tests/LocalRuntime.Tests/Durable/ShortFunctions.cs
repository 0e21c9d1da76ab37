namespace Inburgering.LocalRuntime.Tests.Durable;

/// <summary>Orchestrations whose storage requests are counted.</summary>
public static class ShortFunctions
{
    /// <summary>An event or a timer, one activity, the end.</summary>
    [Function(nameof(EventOrTimer))]
    public static async Task<string> EventOrTimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var source = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromDays(3), source.Token);
        var wake = context.WaitForExternalEvent<object?>("Wake", source.Token);
        var first = await Task.WhenAny(timer, wake);
        source.Cancel();
        return await context.CallActivityAsync<string>(nameof(Echo), first == timer ? "timer" : "event");
    }

    [Function(nameof(Sleep))]
    public static Task Sleep([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.CreateTimer(context.GetInput<TimeSpan>(), CancellationToken.None);
    }

    [Function(nameof(FanOut))]
    public static async Task FanOut([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => context.CallActivityAsync<string>(nameof(Echo), $"{number}")));

    [Function(nameof(Echo))]
    public static string Echo([ActivityTrigger] string text) => text;
}
