using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Tests.Conformance;

public static partial class PurityFunctions
{
    /// <summary>Calls another activity on replay than before.</summary>
    [Function(nameof(ChangeMind))]
    public static async Task ChangeMind([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = ConformanceFunctions.Count(context.InstanceId);
        await context.CallActivityAsync<string>(run == 1 ? nameof(ConformanceFunctions.Greet) : nameof(ConformanceFunctions.Repeat), "Ali");
    }

    /// <summary>Asks for less on replay than before.</summary>
    [Function(nameof(ForgetCall))]
    public static async Task ForgetCall([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (ConformanceFunctions.Count(context.InstanceId) == 1)
        {
            await context.CallActivityAsync<string>(nameof(ConformanceFunctions.Greet), "Ali");
        }

        await context.WaitForExternalEvent<object?>("GoOn");
    }

    /// <summary>Asks for more on replay than before.</summary>
    [Function(nameof(AddCall))]
    public static async Task AddCall([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var extra = ConformanceFunctions.Count(context.InstanceId) > 1 ? context.CallActivityAsync("Repeat", "more") : Task.CompletedTask;
        await context.WaitForExternalEvent<object?>("GoOn");
        await extra;
    }

    [Function(nameof(AwaitDelay))]
    public static async Task AwaitDelay([OrchestrationTrigger] TaskOrchestrationContext context) => await Task.Delay(1);

    [Function(nameof(AwaitDelayBetween))]
    public static async Task<string> AwaitDelayBetween([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var word = context.WaitForExternalEvent<string>("Word");
        await Task.Delay(1);
        return await context.CallActivityAsync<string>(nameof(ConformanceFunctions.Greet), await word);
    }

    /// <summary>Notes the time at every point of every run of its code.</summary>
    [Function(nameof(NoteTimes))]
    public static async Task<List<DateTime>> NoteTimes([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var times = new List<DateTime> { context.CurrentUtcDateTime };
        Thread.Sleep(5);
        times.Add(context.CurrentUtcDateTime);
        await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        times.Add(context.CurrentUtcDateTime);
        await context.CallActivityAsync<string>(nameof(ConformanceFunctions.Repeat), "x");
        times.Add(context.CurrentUtcDateTime);
        var run = ConformanceFunctions.Count(context.InstanceId);
        ConformanceFunctions.Notes[$"{context.InstanceId}/{run}"] = string.Join('|', times.Select(time => time.Ticks));
        await context.WaitForExternalEvent<object?>("GoOn");
        return times;
    }

    [Function(nameof(MakeIds))]
    public static async Task<List<Guid>> MakeIds([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        List<Guid> ids = [context.NewGuid(), context.NewGuid()];
        await context.WaitForExternalEvent<object?>("GoOn");
        ids.Add(context.NewGuid());
        ConformanceFunctions.Notes.TryAdd(context.InstanceId, $"{ids[0]}|{ids[1]}");
        await context.WaitForExternalEvent<object?>("GoOn");
        return ids;
    }

    [Function(nameof(LogSteps))]
    public static async Task LogSteps([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var log = context.CreateReplaySafeLogger(nameof(LogSteps));
        ConformanceFunctions.Count(context.InstanceId);
        LogStep(log, context.InstanceId, 1);
        await context.WaitForExternalEvent<object?>("GoOn");
        LogStep(log, context.InstanceId, 2);
        await context.WaitForExternalEvent<object?>("GoOn");
        LogStep(log, context.InstanceId, 3);
    }

    /// <summary>Sends its input through an activity and an event, and gives all three.</summary>
    [Function(nameof(PassOn))]
    public static async Task<string> PassOn([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<string>()!;
        var length = await context.CallActivityAsync<int>(nameof(ConformanceFunctions.Measure), input);
        var repeated = await context.CallActivityAsync<string>(nameof(ConformanceFunctions.Repeat), input);
        var told = await context.WaitForExternalEvent<string>("Word");
        return length == input.Length && repeated == input && told == input ? input : $"{length} {repeated.Length} {told.Length}";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{InstanceId} is at step {Step}.")]
    private static partial void LogStep(ILogger log, string instanceId, int step);
}
