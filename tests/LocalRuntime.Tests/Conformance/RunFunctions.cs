namespace Inburgering.LocalRuntime.Tests.Conformance;

public static class RunFunctions
{
    /// <summary>Takes one number, then starts anew with the sum so far; the numbers that came meanwhile go on, or not.</summary>
    [Function(nameof(AddUp))]
    public static async Task<int> AddUp([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<AddInput>()!;
        if (input.Left == 0)
        {
            return input.Sum;
        }

        context.SetCustomStatus($"left {input.Left}");
        var number = await context.WaitForExternalEvent<int>("Number");
        await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        context.ContinueAsNew(input with { Sum = input.Sum + number, Left = input.Left - 1 }, input.Preserve);
        return -1;
    }

    /// <summary>The loop of the product's orchestrations: an event or a timer, the loser cancelled, begin anew.</summary>
    [Function(nameof(PlanAgain))]
    public static async Task<string> PlanAgain([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var rounds = context.GetInput<string>()!;
        context.SetCustomStatus(rounds);
        using var source = new CancellationTokenSource();
        var wake = context.WaitForExternalEvent<object?>("Wake", source.Token);
        var timer = context.CreateTimer(TimeSpan.FromDays(10), source.Token);
        var first = await Task.WhenAny(wake, timer);
        source.Cancel();
        if (first == timer)
        {
            return $"{rounds}, timer";
        }

        context.ContinueAsNew($"{rounds}, wake");
        return "";
    }

    /// <summary>Starts anew at once, again and again, without waiting for anything.</summary>
    [Function(nameof(Spin))]
    public static int Spin([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var left = context.GetInput<int>();
        if (left > 0)
        {
            context.ContinueAsNew(left - 1);
        }

        return left;
    }

    [Function(nameof(ShowStatus))]
    public static async Task ShowStatus([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new { Step = 1, Who = "Ayşe" });
        await context.WaitForExternalEvent<object?>("GoOn");
        context.SetCustomStatus(null);
        await context.WaitForExternalEvent<object?>("GoOn");
        context.SetCustomStatus("done");
    }

    /// <summary>Ends only when its last open timer is gone, as the real one does.</summary>
    [Function(nameof(LeaveTimerOpen))]
    public static string LeaveTimerOpen([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _ = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        return "returned";
    }

    /// <summary>Asks to start anew with a timer open.</summary>
    [Function(nameof(RestartWithTimer))]
    public static string RestartWithTimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<int>();
        if (run == 0)
        {
            _ = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            context.ContinueAsNew(1);
        }

        return $"run {run}";
    }
}

public sealed record AddInput(int Sum, int Left, bool Preserve);
