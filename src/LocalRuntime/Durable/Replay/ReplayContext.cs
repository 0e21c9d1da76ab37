using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>What identifies one run of an orchestrator's code.</summary>
/// <param name="ExecutionId">Changes with every start and continue-as-new.</param>
/// <param name="DefaultVersion">The version that sub-orchestrations start with.</param>
internal sealed record ReplayIdentity(
    string InstanceId,
    string ExecutionId,
    string Name,
    string Version,
    ParentOrchestrationInstance? Parent,
    Payload? Input,
    string DefaultVersion);

/// <summary>
/// The context that an orchestrator's code runs against. It hands out tasks and collects what the code asks for; the replay
/// completes the tasks and compares what was asked for with the history.
/// </summary>
internal sealed class ReplayContext(ReplayIdentity identity, DataConverter converter, OrchestratorThread thread, ILoggerFactory loggerFactory)
    : TaskOrchestrationContext
{
    private readonly Dictionary<int, TaskCompletionSource<Payload?>> openTasks = [];
    private readonly SortedDictionary<int, HistoryEvent> asked = [];
    private int nextTaskId;
    private int nextGuid;
    private DateTime now;

    public ExternalEvents Events { get; } = new(converter);

    /// <summary>Timers that the code cancelled since the last call of <see cref="TakeCanceledTimers"/>.</summary>
    private List<int> CanceledTimers { get; } = [];

    public object? CustomStatus { get; private set; }

    public ContinueAsNewOptions? Restart { get; private set; }

    /// <summary>Events that go on to the next run.</summary>
    public List<HistoryEvent> CarriedEvents { get; } = [];

    public bool HasOpenTasks => openTasks.Count > 0;

    public IReadOnlyDictionary<int, HistoryEvent> Asked => asked;

    public bool Replaying { get; set; }

    public override TaskName Name => identity.Name;

    public override string InstanceId => identity.InstanceId;

    public override ParentOrchestrationInstance? Parent => identity.Parent;

    public override DateTime CurrentUtcDateTime => now;

    public override bool IsReplaying => Replaying;

    public override string Version => identity.Version;

    protected override ILoggerFactory LoggerFactory => loggerFactory;

    public void StartStep(DateTimeOffset at) => now = at.UtcDateTime;

    public void Complete(int taskId, Payload? result)
    {
        if (openTasks.Remove(taskId, out var task))
        {
            task.TrySetResult(result);
        }
    }

    public void Fail(int taskId, string name, TaskFailureDetails failure, bool nonRetriable)
    {
        if (openTasks.Remove(taskId, out var task))
        {
            task.TrySetException(new TaskFailedException(name, taskId, failure) { IsNonRetriable = nonRetriable });
        }
    }

    /// <summary>Takes what the history records as asked for off the list of what the code asked for.</summary>
    public void Confirm(int taskId) => asked.Remove(taskId);

    public List<HistoryEvent> TakeAsked()
    {
        List<HistoryEvent> taken = [.. asked.Values];
        asked.Clear();
        return taken;
    }

    public List<int> TakeCanceledTimers()
    {
        List<int> taken = [.. CanceledTimers];
        CanceledTimers.Clear();
        return taken;
    }

    public override T? GetInput<T>()
        where T : default
    {
        EnsureLegalAccess();
        return converter.Deserialize<T>(identity.Input?.Text);
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        EnsureLegalAccess();
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"A {nameof(TaskOptions)} value was provided for the activity input but no value was provided for {nameof(options)}.", nameof(input));
        }

        return WithRetriesAsync<TResult>(options, () => new HistoryEvent(HistoryEventKind.TaskScheduled, now)
        {
            Name = name.Name,
            Data = Payload.Of(converter.Serialize(input)),
        });
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        EnsureLegalAccess();
        var target = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        return WithRetriesAsync<TResult>(options, () => new HistoryEvent(HistoryEventKind.SubOrchestrationInstanceCreated, now)
        {
            Name = orchestratorName.Name,
            Target = target,
            Version = options?.Version?.Version ?? identity.DefaultVersion,
            Data = Payload.Of(converter.Serialize(input)),
        });
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnsureLegalAccess();
        var (taskId, task) = Ask(new HistoryEvent(HistoryEventKind.TimerCreated, now) { FireAt = fireAt.ToUniversalTime() });
        _ = cancellationToken.Register(() =>
        {
            if (openTasks.TryGetValue(taskId, out var open) && open.TrySetCanceled(cancellationToken))
            {
                openTasks.Remove(taskId);
                CanceledTimers.Add(taskId);
            }
        });
        await task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureLegalAccess();
        return Events.Wait<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnsureLegalAccess();
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        var taskId = nextTaskId++;
        asked[taskId] = new HistoryEvent(HistoryEventKind.EventSent, now)
        {
            TaskId = taskId,
            Name = eventName,
            Target = instanceId,
            Data = Payload.Of(converter.Serialize(payload)),
        };
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureLegalAccess();
        CustomStatus = customStatus;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        EnsureLegalAccess();
        ArgumentNullException.ThrowIfNull(options);
        Restart = options;
        var buffered = Events.TakeAll();
        if (options.PreserveUnprocessedEvents)
        {
            CarriedEvents.AddRange(buffered);
        }
    }

    public override Guid NewGuid()
    {
        EnsureLegalAccess();
        return NameBasedGuid.Create(string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{now:o}_{nextGuid++}"));
    }

    /// <summary>Only the orchestrator's own thread may go on: code on another one has awaited something that is not durable.</summary>
    private void EnsureLegalAccess()
    {
        if (!thread.IsHere)
        {
            thread.Stray();
            throw new InvalidOperationException(OrchestratorThread.IllegalAwait);
        }
    }

    private (int TaskId, Task<Payload?> Task) Ask(HistoryEvent question)
    {
        var taskId = nextTaskId++;
        var source = new TaskCompletionSource<Payload?>();
        asked[taskId] = question with { TaskId = taskId };
        openTasks[taskId] = source;
        return (taskId, source.Task);
    }

    private async Task<TResult> WithRetriesAsync<TResult>(TaskOptions? options, Func<HistoryEvent> question)
    {
        var firstAttemptAt = now;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await Ask(question()).Task;
                return converter.Deserialize<TResult>(result?.Text)!;
            }
            catch (TaskFailedException failure) when (!failure.IsNonRetriable && options?.Retry is not null)
            {
                if (options.Retry.Handler is { } handler)
                {
                    if (!await handler(new RetryContext(this, attempt, failure.FailureDetails, now - firstAttemptAt, CancellationToken.None)))
                    {
                        throw;
                    }
                }
                else if (DelayAfter(options.Retry.Policy!, attempt, firstAttemptAt, failure) is { } delay)
                {
                    await CreateTimer(now + delay, CancellationToken.None);
                }
                else
                {
                    throw;
                }
            }
        }
    }

    private TimeSpan? DelayAfter(RetryPolicy policy, int attempt, DateTime firstAttemptAt, TaskFailedException failure)
    {
        var timedOut = policy.RetryTimeout != Timeout.InfiniteTimeSpan && now - firstAttemptAt >= policy.RetryTimeout;
        if (attempt >= policy.MaxNumberOfAttempts || timedOut || !policy.Handle(failure))
        {
            return null;
        }

        var wanted = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return policy.MaxRetryInterval == Timeout.InfiniteTimeSpan || wanted < policy.MaxRetryInterval.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(wanted)
            : policy.MaxRetryInterval;
    }
}
