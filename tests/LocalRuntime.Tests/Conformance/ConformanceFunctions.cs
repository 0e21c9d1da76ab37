using System.Collections.Concurrent;

namespace Inburgering.LocalRuntime.Tests.Conformance;

/// <summary>The orchestrators and activities of the conformance tests.</summary>
public static class ConformanceFunctions
{
    /// <summary>How often something happened, counted by a name that the test chose.</summary>
    internal static ConcurrentDictionary<string, int> Counted { get; } = new(StringComparer.Ordinal);

    [Function(nameof(Greet))]
    public static string Greet([ActivityTrigger] string name) => $"Hello {name}!";

    [Function(nameof(Count))]
    public static int Count([ActivityTrigger] string what) => Counted.AddOrUpdate(what, 1, (_, before) => before + 1);

    /// <summary>Puts something in the past that only the test may move: what the code asks itself, and gets another answer later.</summary>
    internal static ConcurrentDictionary<string, string> Notes { get; } = new(StringComparer.Ordinal);

    /// <summary>Fails as often as asked, then gives the number of the attempt.</summary>
    [Function(nameof(FailFirst))]
    public static int FailFirst([ActivityTrigger] FailInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var attempt = Count(input.Key);
        return attempt <= input.Failures ? throw new InvalidOperationException($"attempt {attempt} fails", new ArgumentException("cause")) : attempt;
    }

    [Function(nameof(SayHello))]
    public static Task<string> SayHello([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<string>(nameof(Greet), context.GetInput<string>());

    [Function(nameof(WaitAndGreet))]
    public static async Task<string> WaitAndGreet([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromDays(10), CancellationToken.None);
        return await context.CallActivityAsync<string>(nameof(Greet), context.GetInput<string>());
    }

    [Function(nameof(Repeat))]
    public static string Repeat([ActivityTrigger] string text) => text;

    [Function(nameof(Measure))]
    public static int Measure([ActivityTrigger] string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length;
    }

    /// <summary>The race of the product's orchestrations: an event or a timer, and the loser given up.</summary>
    [Function(nameof(EventOrTimer))]
    public static async Task<string> EventOrTimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var timerSource = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromDays(3), timerSource.Token);
        var wake = context.WaitForExternalEvent<object?>("Wake", timerSource.Token);
        context.SetCustomStatus("waiting");
        var first = await Task.WhenAny(timer, wake);
        timerSource.Cancel();
        return await context.CallActivityAsync<string>(nameof(Greet), first == timer ? "timer" : "event");
    }

    [Function(nameof(CountUp))]
    public static async Task<int> CountUp([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var round = context.GetInput<int>();
        if (round < 5)
        {
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            context.ContinueAsNew(round + 1);
        }

        return round;
    }

    [Function(nameof(TakeEvents))]
    public static async Task<int[]> TakeEvents([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var taken = new List<int>();
        for (var count = context.GetInput<int>(); count > 0; count--)
        {
            taken.Add(await context.WaitForExternalEvent<int>("Number"));
        }

        return [.. taken];
    }
}

public sealed record FailInput(string Key, int Failures);
