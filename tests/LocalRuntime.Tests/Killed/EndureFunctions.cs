using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.Killed;

/// <summary>Orchestrations that live through kills: timers, events, activities, sub-orchestrations, continue-as-new, round after round.</summary>
public static class EndureFunctions
{
    /// <summary>In every round whose number ends so, a sub-orchestration is called.</summary>
    internal static bool HasChild(int round) => round % 3 == 1;

    internal static string InstanceId(int number) => string.Create(CultureInfo.InvariantCulture, $"endure-{number:000}");

    /// <summary>Starts as many as asked. Those that are started already are left alone, so that it can be asked again.</summary>
    [Function("BeginEnduring")]
    public static async Task<IResult> Begin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "endure/{count:int}/begin/{numbers:int}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        int count,
        int numbers)
    {
        ArgumentNullException.ThrowIfNull(request);
        await Ledger.CreateAsync(request.HttpContext.RequestServices.GetRequiredService<IConfiguration>());
        await Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(
                    nameof(Endure), new Endurance(numbers, 0, []), new StartOrchestrationOptions(InstanceId(number)));
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // Stored before the kill that kept the answer back.
            }
        }));
        return Results.Ok();
    }

    /// <summary>Tells a number to every orchestration. Asked again it may come twice.</summary>
    [Function("TellEnduring")]
    public static async Task<IResult> Tell(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "endure/{count:int}/tell/{number:int}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        int count,
        int number)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(instance => client.RaiseEventAsync(InstanceId(instance), "Number", number)));
        return Results.Ok();
    }

    /// <summary>One round: an effect, a race of an event and a timer, an effect; on until every number was told. Gives the count of its rounds.</summary>
    [Function(nameof(Endure))]
    public static async Task<int> Endure([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var state = context.GetInput<Endurance>()!;
        await context.CallActivityAsync(nameof(Ledger.Affect), new Effect(context.InstanceId, $"{state.Round}/before"));
        using var source = new CancellationTokenSource();
        var timer = context.CreateTimer(PauseOf(context.InstanceId, state.Round), source.Token);
        var number = context.WaitForExternalEvent<int>("Number");
        var child = HasChild(state.Round)
            ? context.CallSubOrchestratorAsync(nameof(Branch), new Effect(context.InstanceId, $"{state.Round}/child"))
            : Task.CompletedTask;
        await Task.WhenAny(timer, number);
        source.Cancel();
        await child;
        await context.CallActivityAsync(nameof(Ledger.Affect), new Effect(context.InstanceId, $"{state.Round}/after"));

        // The waiter stays open to the end of the round, and is asked once more: a number that came late is not lost with it.
        SortedSet<int> taken = [.. state.Taken];
        if (number.IsCompleted)
        {
            taken.Add(await number);
        }

        if (taken.Count < state.Numbers)
        {
            context.ContinueAsNew(state with { Round = state.Round + 1, Taken = [.. taken] });
        }

        return state.Round + 1;
    }

    [Function(nameof(Branch))]
    public static async Task Branch([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        await context.CallActivityAsync(nameof(Ledger.Affect), context.GetInput<Effect>());
    }

    // Between 3 and 13 seconds, different for each instance and round, and the same on every replay.
    private static TimeSpan PauseOf(string instanceId, int round) =>
        TimeSpan.FromMilliseconds(3_000 + (instanceId.Aggregate(round * 2_741, (hash, character) => (hash * 31) + character) & 0x7fffffff) % 10_000);
}

/// <param name="Numbers">How many numbers will be told in all.</param>
/// <param name="Round">From 0.</param>
/// <param name="Taken">The numbers told so far.</param>
public sealed record Endurance(int Numbers, int Round, IReadOnlyList<int> Taken);
