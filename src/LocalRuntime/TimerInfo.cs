namespace Inburgering.LocalRuntime;

/// <summary>What a timer-triggered function is told.</summary>
public sealed class TimerInfo
{
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True when the run comes later than planned by more than a second of the runtime's clock.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>When a schedule ran and will run, in UTC on the runtime's clock.</summary>
public sealed class ScheduleStatus
{
    /// <summary>The run before this one; <see cref="DateTime.MinValue"/> for none since the start.</summary>
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
