using System.Collections.Concurrent;

namespace Inburgering.LocalRuntime.Tests.Durable;

/// <summary>An orchestration with all that can go wrong in it: timers, events, activities, children, sent events, continue-as-new.</summary>
public static class LifeFunctions
{
    internal const int Rounds = 2;
    internal const int EventsEachRound = 2;

    /// <summary>How often each effect happened, by its command id.</summary>
    internal static ConcurrentDictionary<string, int> Effects { get; } = new(StringComparer.Ordinal);

    /// <summary>The command ids that one life must leave, and no other.</summary>
    internal static IEnumerable<string> CommandsOf(string instanceId)
    {
        for (var round = 0; round < Rounds; round++)
        {
            yield return $"{instanceId}/{round}/before";
            yield return $"{instanceId}/{round}/after";
            yield return $"{instanceId}/{round}/child";
        }
    }

    [Function(nameof(Live))]
    public static async Task<string> Live([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var state = context.GetInput<LifeState>() ?? new LifeState(0, []);
        var round = $"{context.InstanceId}/{state.Round}";
        context.SetCustomStatus($"round {state.Round}");
        await context.CallActivityAsync(nameof(Affect), $"{round}/before");
        using var source = new CancellationTokenSource();
        var timeout = context.CreateTimer(TimeSpan.FromDays(20), source.Token);

        // Whoever raises an event again because nobody said it was stored makes it come twice.
        var taken = new SortedSet<int>(state.Taken);
        while (taken.Count < EventsEachRound * (state.Round + 1))
        {
            var number = context.WaitForExternalEvent<int>("Number");
            if (await Task.WhenAny(number, timeout) == timeout)
            {
                return "timed out";
            }

            taken.Add(await number);
        }

        source.Cancel();
        var child = context.CallSubOrchestratorAsync<string>(nameof(Child), $"{round}/child", new TaskOptions().WithInstanceId($"{round}:child"));
        var echo = context.WaitForExternalEvent<string>("Echo");
        context.SendEvent(context.InstanceId, "Echo", "heard");
        await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        if (await child != "grown" || await echo != "heard")
        {
            return "wrong";
        }

        await context.CallActivityAsync(nameof(Affect), $"{round}/after");
        if (state.Round + 1 < Rounds)
        {
            context.ContinueAsNew(new LifeState(state.Round + 1, [.. taken]));
            return "";
        }

        return "lived";
    }

    [Function(nameof(Child))]
    public static async Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromHours(5), CancellationToken.None);
        await context.CallActivityAsync(nameof(Affect), context.GetInput<string>());
        return "grown";
    }

    [Function(nameof(Affect))]
    public static async Task Affect([ActivityTrigger] string command)
    {
        await Task.Yield();
        Effects.AddOrUpdate(command, 1, (_, before) => before + 1);
    }
}

public sealed record LifeState(int Round, IReadOnlyList<int> Taken);
