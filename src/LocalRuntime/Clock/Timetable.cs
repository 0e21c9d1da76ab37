using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Inburgering.LocalRuntime.Clock;

/// <summary>The schedule of one timer-triggered function and where it stands in it.</summary>
internal sealed class Timetable
{
    private static readonly TimeSpan PastDueFrom = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly CrontabSchedule schedule;
    private DateTimeOffset due;
    private DateTimeOffset? last;
    private bool running;

    private Timetable(FunctionDescriptor function, CrontabSchedule schedule, DateTimeOffset due)
    {
        Function = function;
        this.schedule = schedule;
        this.due = due;
    }

    public FunctionDescriptor Function { get; }

    /// <summary>When the next run is due; <see langword="null"/> while one goes on, because a function runs once at a time.</summary>
    public DateTimeOffset? Due
    {
        get
        {
            lock (gate)
            {
                return running ? null : due;
            }
        }
    }

    /// <param name="now">The start: with <see cref="TimerTriggerAttribute.RunOnStartup"/> the first run is due then.</param>
    /// <exception cref="LocalRuntimeStartException">The schedule can't be read, its setting is missing, or a parameter can't be bound.</exception>
    public static Timetable Of(FunctionDescriptor function, TimerTriggerAttribute trigger, IConfiguration configuration, DateTimeOffset now)
    {
        RefuseUnknownParameters(function);
        var expression = Resolve(function, trigger.Schedule, configuration);
        var fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var schedule = fields is 5 or 6
            ? CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 })
            : null;
        if (schedule is null)
        {
            throw new LocalRuntimeStartException(
                $"Function '{function.Name}': the schedule '{expression}' of [TimerTrigger] is no NCRONTAB expression of six fields (second minute hour day month weekday).");
        }

        return new Timetable(function, schedule, trigger.RunOnStartup ? now : After(schedule, now));
    }

    /// <returns>What to tell the function if a run is due and none goes on; else <see langword="null"/>. Follow with <see cref="End"/>.</returns>
    public TimerInfo? TryBegin(DateTimeOffset now)
    {
        lock (gate)
        {
            if (running || due > now)
            {
                return null;
            }

            running = true;
            var timer = new TimerInfo
            {
                IsPastDue = now - due > PastDueFrom,
                ScheduleStatus = new ScheduleStatus
                {
                    Last = last?.UtcDateTime ?? DateTime.MinValue,
                    Next = After(schedule, now).UtcDateTime,
                    LastUpdated = last?.UtcDateTime ?? DateTime.MinValue,
                },
            };
            last = now;
            return timer;
        }
    }

    /// <summary>Ends a run and plans the next.</summary>
    /// <returns>When that one is due.</returns>
    public DateTimeOffset End(DateTimeOffset now)
    {
        lock (gate)
        {
            running = false;
            return due = After(schedule, now);
        }
    }

    private static DateTimeOffset After(CrontabSchedule schedule, DateTimeOffset now) =>
        new(schedule.GetNextOccurrence(now.UtcDateTime), TimeSpan.Zero);

    private static string Resolve(FunctionDescriptor function, string schedule, IConfiguration configuration)
    {
        if (schedule.Length < 3 || schedule[0] != '%' || schedule[^1] != '%')
        {
            return schedule;
        }

        var name = schedule[1..^1];
        return configuration[name.Replace("__", ":", StringComparison.Ordinal)]
            ?? throw new LocalRuntimeStartException($"Function '{function.Name}': the setting '{name}' that [TimerTrigger] takes its schedule from is missing.");
    }

    private static void RefuseUnknownParameters(FunctionDescriptor function)
    {
        foreach (var parameter in function.Method.GetParameters())
        {
            if (FunctionCall.BindsItself(parameter) || (function.IsTrigger(parameter) && parameter.ParameterType == typeof(TimerInfo)))
            {
                continue;
            }

            throw new LocalRuntimeStartException(
                $"Function '{function.Name}': parameter '{parameter.Name}' ({parameter.ParameterType.Name}) can't be bound; [TimerTrigger] gives a TimerInfo.");
        }
    }
}
