using System.Collections.Concurrent;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.Clock;

/// <summary>Orchestrations live through half a year in one advance: each timer at its instant, in order in each and across all.</summary>
public sealed class LivedOrchestrationsTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_timer_fires_at_its_instant_in_order_with_those_that_firings_plan()
    {
        await using var app = await RunningApp.StartAsync(
            azurite, [typeof(Functions)], builder => builder.Services.AddSingleton<Diary>(), settings => settings with { Clock = Start });
        var client = app.Services.GetRequiredService<DurableTaskClient>();
        var random = new Random(20_260_302);
        var planned = new List<Entry>();
        for (var number = 0; number < 40; number++)
        {
            var who = $"life-{number:00}";
            // From the second on, a timer is planned only when the one before it has fired.
            var at = Enumerable.Range(0, 4).Select(_ => Start.AddMinutes(random.Next(60, 180 * 24 * 60)).UtcDateTime).Order().ToList();
            planned.AddRange(at.Select(instant => new Entry(who, instant)));
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.Live), at, new StartOrchestrationOptions(who), TestContext.Current.CancellationToken);
        }

        await app.Services.GetRequiredService<ClockDriver>().AdvanceAsync(IsoDuration.Parse("P6M")!, TestContext.Current.CancellationToken);

        var diary = app.Services.GetRequiredService<Diary>().Entries.ToList();
        Assert.Equal(planned.OrderBy(entry => entry.At).Select(entry => entry.At), diary.Select(entry => entry.At));
        Assert.Equal(planned.OrderBy(entry => entry.At).ThenBy(entry => entry.Who), diary.OrderBy(entry => entry.At).ThenBy(entry => entry.Who));
        Assert.All(diary.GroupBy(entry => entry.Who), life => Assert.Equal(4, life.Count()));
    }

    /// <param name="Who">The orchestration.</param>
    /// <param name="At">The runtime's clock as the activity ran.</param>
    public sealed record Entry(string Who, DateTime At);

    public sealed class Diary
    {
        public ConcurrentQueue<Entry> Entries { get; } = [];
    }

    public sealed class Functions(Diary diary, TimeProvider clock)
    {
        [Function(nameof(Live))]
        public static async Task Live([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            foreach (var at in context.GetInput<List<DateTime>>()!)
            {
                await context.CreateTimer(at, CancellationToken.None);
                await context.CallActivityAsync(nameof(Write), context.InstanceId);
            }
        }

        [Function(nameof(Write))]
        public void Write([ActivityTrigger] string who) => diary.Entries.Enqueue(new Entry(who, clock.GetUtcNow().UtcDateTime));
    }
}
