using System.Collections.Concurrent;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.Clock;

public sealed class TimerTriggerTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private async Task<(RunningApp App, Diary Diary)> StartAsync(Type functions)
    {
        var app = await RunningApp.StartAsync(
            azurite,
            [functions],
            builder =>
            {
                builder.Services.AddSingleton<Diary>();
                builder.Configuration["Sweep:Schedule"] = "0 30 6 * * MON-FRI";
            },
            settings => settings with { Clock = Start });
        return (app, app.Services.GetRequiredService<Diary>());
    }

    [Fact]
    public async Task A_schedule_fires_at_each_of_its_instants_on_the_runtimes_clock()
    {
        var (app, diary) = await StartAsync(typeof(Sweeps));
        await using (app)
        {
            await app.Services.GetRequiredService<ClockDriver>().AdvanceAsync(Start.AddDays(7), TestContext.Current.CancellationToken);
            // Tuesday to Friday, then Monday.
            Assert.Equal([3, 4, 5, 6, 9], diary.Runs.Select(run => run.At.Day));
            Assert.All(diary.Runs, run => Assert.Equal(new TimeSpan(6, 30, 0), run.At.TimeOfDay));
            Assert.All(diary.Runs, run => Assert.False(run.Timer.IsPastDue));
            var (second, timer) = diary.Runs.ElementAt(1);
            Assert.Equal(second.AddDays(-1).UtcDateTime, timer.ScheduleStatus!.Last);
            Assert.Equal(second.AddDays(1).UtcDateTime, timer.ScheduleStatus.Next);
        }
    }

    [Fact]
    public async Task A_function_that_fails_runs_again_by_its_schedule()
    {
        var (app, diary) = await StartAsync(typeof(Failing));
        await using (app)
        {
            await app.Services.GetRequiredService<ClockDriver>().AdvanceAsync(Start.AddMinutes(3).AddSeconds(1), TestContext.Current.CancellationToken);
            Assert.Equal([1, 2, 3], diary.Runs.Select(run => run.At.Minute));
        }
    }

    [Fact]
    public async Task With_RunOnStartup_a_function_runs_at_the_start_and_once_at_a_time()
    {
        var (app, diary) = await StartAsync(typeof(AtStart));
        await using (app)
        {
            await diary.Began.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            var timers = app.Services.GetRequiredService<TimerTriggers>();
            Assert.Null(await timers.NextDueAsync(TestContext.Current.CancellationToken));
            await timers.FireDueAsync(Start.AddYears(1), TestContext.Current.CancellationToken);
            Assert.Single(diary.Runs);
            diary.MayEnd.SetResult();
            await app.Services.GetRequiredService<WorkInFlight>().WhenIdleAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Start.Date.AddYears(1).AddMonths(-2).AddDays(-1), (await timers.NextDueAsync(TestContext.Current.CancellationToken))!.Value.Date);
        }
    }

    internal sealed class Diary(LocalClock clock)
    {
        public ConcurrentQueue<(DateTimeOffset At, TimerInfo Timer)> Runs { get; } = [];

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Note(TimerInfo timer) => Runs.Enqueue((clock.GetUtcNow(), timer));
    }

    public sealed class Sweeps(IServiceProvider services)
    {
        [Function("Sweep")]
        public void Sweep([TimerTrigger("%Sweep__Schedule%")] TimerInfo timer, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            services.GetRequiredService<Diary>().Note(timer);
        }
    }

    public sealed class Failing(IServiceProvider services)
    {
        [Function("Fail")]
        public void Fail([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
            services.GetRequiredService<Diary>().Note(timer);
            throw new InvalidOperationException("It fails on purpose.");
        }
    }

    public sealed class AtStart(IServiceProvider services)
    {
        [Function("AtStart")]
        public Task RunAsync([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer)
        {
            var diary = services.GetRequiredService<Diary>();
            diary.Note(timer);
            diary.Began.SetResult();
            return diary.MayEnd.Task;
        }
    }
}
