namespace Inburgering.LocalRuntime.Durable;

/// <summary>What can stand in an instance's history. The names are those that the real runtime shows.</summary>
internal enum HistoryEventKind
{
    // What happened to the instance.
    OrchestratorStarted,
    ExecutionStarted,
    TaskCompleted,
    TaskFailed,
    TimerFired,
    SubOrchestrationInstanceCompleted,
    SubOrchestrationInstanceFailed,
    EventRaised,
    ExecutionSuspended,
    ExecutionResumed,
    ExecutionTerminated,

    // What its code asked for.
    TaskScheduled,
    TimerCreated,
    TimerCanceled,
    SubOrchestrationInstanceCreated,
    EventSent,
    ExecutionCompleted,
}

/// <summary>One line of an instance's history. Which of the optional parts are there follows from the kind.</summary>
/// <param name="At">The runtime's clock (UTC).</param>
internal sealed record HistoryEvent(HistoryEventKind Kind, DateTimeOffset At)
{
    /// <summary>The number of the call or timer within the execution, from 0.</summary>
    public int? TaskId { get; init; }

    /// <summary>Of the activity, sub-orchestration or event.</summary>
    public string? Name { get; init; }

    /// <summary>Input, result, event payload or the output of a termination.</summary>
    public Payload? Data { get; init; }

    /// <summary>The instance that a sub-orchestration or a sent event is for.</summary>
    public string? Target { get; init; }

    /// <summary>When a timer fires, or a start that was asked for later.</summary>
    public DateTimeOffset? FireAt { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public bool NonRetriable { get; init; }

    public string? Version { get; init; }

    /// <summary>Asked for by the orchestrator's code, as opposed to something that happened to it.</summary>
    public bool IsDecision => Kind >= HistoryEventKind.TaskScheduled;

    public override string ToString() => (TaskId, Name) switch
    {
        ({ } id, { } name) => $"{Kind} '{name}' (task {id})",
        ({ } id, null) => $"{Kind} (task {id})",
        (null, { } name) => $"{Kind} '{name}'",
        _ => Kind.ToString(),
    };
}
