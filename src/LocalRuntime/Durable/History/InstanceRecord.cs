using System.Collections.Immutable;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>The call of a parent that a sub-orchestration answers.</summary>
internal sealed record ParentCall(string Name, string InstanceId, string ExecutionId, int TaskId);

/// <summary>
/// An instance as it is stored, in memory while something goes on with it. Only its own worker touches it.
/// </summary>
internal sealed class InstanceRecord(string instanceId)
{
    private readonly Dictionary<int, HistoryEvent> openTasks = [];
    private readonly Dictionary<int, DateTimeOffset> openTimers = [];
    private readonly Dictionary<int, HistoryEvent> openSubOrchestrations = [];
    private readonly List<HistoryEvent> history = [];

    public string InstanceId { get; } = instanceId;

    public string Name { get; set; } = "";

    public string Version { get; set; } = "";

    public string ExecutionId { get; set; } = "";

    public OrchestrationRuntimeStatus Status { get; set; } = OrchestrationRuntimeStatus.Pending;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Before this instant (runtime clock) the first step does not run.</summary>
    public DateTimeOffset? StartAt { get; set; }

    public Payload? Input { get; set; }

    public Payload? Output { get; set; }

    public Payload? CustomStatus { get; set; }

    public TaskFailureDetails? Failure { get; set; }

    public ParentCall? Parent { get; set; }

    /// <summary>The message that started a sub-orchestration: its repeat starts nothing.</summary>
    public string? StartedBy { get; set; }

    public IReadOnlyDictionary<string, string> Tags { get; set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Messages to other instances that were not yet known to be delivered.</summary>
    public List<OutgoingMessage> Outbox { get; } = [];

    /// <summary>Ids of the latest messages received from other instances.</summary>
    public List<string> Received { get; } = [];

    /// <summary>The instant (runtime clock) under which the instance stands in the index of due work.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>The row of the index for <see cref="DueAt"/>.</summary>
    public string? DueKey => DueAt is { } at ? DueIndex.KeyOf(InstanceId, at) : null;

    /// <summary>Changes with every write: to know afterwards whether a write that got no answer was made.</summary>
    public string WriteId { get; set; } = "";

    /// <summary>Some payload of this execution is in a blob.</summary>
    public bool HasBlobs { get; set; }

    public IReadOnlyList<HistoryEvent> History => history;

    /// <summary>Activities without a result.</summary>
    public IReadOnlyDictionary<int, HistoryEvent> OpenTasks => openTasks;

    /// <summary>Timers neither fired nor cancelled, with their instants.</summary>
    public IReadOnlyDictionary<int, DateTimeOffset> OpenTimers => openTimers;

    public IReadOnlyDictionary<int, HistoryEvent> OpenSubOrchestrations => openSubOrchestrations;

    /// <summary>An execution was started but its first step has not run.</summary>
    public bool StartIsOpen { get; private set; }

    /// <summary>Whether the first step is to run at <paramref name="now"/> (runtime clock).</summary>
    public bool StartIsDue(DateTimeOffset now) => StartIsOpen && !IsFinished && !(StartAt > now);

    public bool IsFinished =>
        Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>The next instant at which something happens by itself.</summary>
    public DateTimeOffset? NextDueAt => IsFinished ? null
        : StartIsOpen ? StartAt
        : openTimers.Count == 0 ? null : openTimers.Values.Min();

    public void Append(IEnumerable<HistoryEvent> events)
    {
        foreach (var item in events)
        {
            history.Add(item);
            switch (item.Kind)
            {
                case HistoryEventKind.ExecutionStarted:
                    StartIsOpen = true;
                    break;
                case HistoryEventKind.OrchestratorStarted:
                    StartIsOpen = false;
                    break;
                case HistoryEventKind.TaskScheduled:
                    openTasks[item.TaskId!.Value] = item;
                    break;
                case HistoryEventKind.TaskCompleted or HistoryEventKind.TaskFailed:
                    openTasks.Remove(item.TaskId!.Value);
                    break;
                case HistoryEventKind.SubOrchestrationInstanceCreated:
                    openSubOrchestrations[item.TaskId!.Value] = item;
                    break;
                case HistoryEventKind.SubOrchestrationInstanceCompleted or HistoryEventKind.SubOrchestrationInstanceFailed:
                    openSubOrchestrations.Remove(item.TaskId!.Value);
                    break;
                case HistoryEventKind.TimerCreated:
                    openTimers[item.TaskId!.Value] = item.FireAt!.Value;
                    break;
                case HistoryEventKind.TimerFired or HistoryEventKind.TimerCanceled:
                    openTimers.Remove(item.TaskId!.Value);
                    break;
            }
        }
    }

    /// <summary>What a listing shows of the record, as it stands now: whatever becomes of the record, this stays.</summary>
    public InstanceRecord Summary() => new(InstanceId)
    {
        Name = Name,
        Status = Status,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Tags = Tags,
        Input = Input,
        Output = Output,
        CustomStatus = CustomStatus,
        Failure = Failure,
    };

    /// <summary>Forgets the execution: what follows is a new one.</summary>
    public void ClearHistory()
    {
        history.Clear();
        openTasks.Clear();
        openTimers.Clear();
        openSubOrchestrations.Clear();
        StartIsOpen = false;
    }

    /// <summary>Remembers a message from another instance; false if it came before.</summary>
    public bool Receive(string messageId)
    {
        const int remembered = 200;
        if (Received.Contains(messageId))
        {
            return false;
        }

        Received.Add(messageId);
        if (Received.Count > remembered)
        {
            Received.RemoveAt(0);
        }

        return true;
    }
}
