using System.Collections.Concurrent;
using System.Reflection;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Clock;

/// <summary>Runs timer-triggered functions by their NCRONTAB schedules (UTC), one run at a time for each.</summary>
internal sealed partial class TimerTriggers : IDueWork, IHostedService
{
    private readonly List<Timetable> timetables;
    private readonly ConcurrentDictionary<Timetable, Task> running = [];
    private readonly IFunctionInvoker invoker;
    private readonly WorkInFlight work;
    private readonly DueSignal signal;
    private readonly LocalClock clock;
    private readonly ILogger<TimerTriggers> log;

    /// <exception cref="LocalRuntimeStartException">A schedule or a parameter is not as it must be; names the function and the attribute.</exception>
    public TimerTriggers(
        FunctionCatalog catalog,
        IConfiguration configuration,
        IFunctionInvoker invoker,
        WorkInFlight work,
        DueSignal signal,
        LocalClock clock,
        ILogger<TimerTriggers> log)
    {
        this.invoker = invoker;
        this.work = work;
        this.signal = signal;
        this.clock = clock;
        this.log = log;
        var now = clock.GetUtcNow();
        timetables = [.. catalog.With<TimerTriggerAttribute>().Select(found => Timetable.Of(found.Function, found.Trigger, configuration, now))];
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets running functions finish. Nothing new is fired by then: the clock stops when the stop is asked for.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(running.Values).WaitAsync(cancellationToken);

    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(timetables.Select(timetable => timetable.Due).Where(due => due is not null).Min());

    public Task FireDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var timetable in timetables)
        {
            if (timetable.TryBegin(now) is { } timer)
            {
                var counted = work.Begin();
                running[timetable] = Task.Run(() => RunAsync(timetable, timer, counted), CancellationToken.None);
            }
        }

        return Task.CompletedTask;
    }

    private async Task RunAsync(Timetable timetable, TimerInfo timer, IDisposable counted)
    {
        using (counted)
        {
            try
            {
                await invoker.InvokeAsync(new Invocation(timetable.Function, Bind)).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                LogFailed(exception, timetable.Function.Name);
            }
            finally
            {
                signal.Planned(timetable.End(clock.GetUtcNow()));
            }
        }

        object? Bind(ParameterInfo parameter) => timer;
    }

    [LoggerMessage(LogLevel.Error, "{Function} failed; it runs again by its schedule")]
    private partial void LogFailed(Exception exception, string function);
}
