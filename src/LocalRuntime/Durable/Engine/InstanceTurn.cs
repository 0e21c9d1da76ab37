using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>What a group of messages does to an instance, with one write at its end.</summary>
internal sealed partial class InstanceTurn(string instanceId, DurableEngine engine, StoredInstance? stored, OpenWork work)
{
    // A step that makes itself due again at once is stored now and then, and makes room for others.
    private const int MaxSteps = 20;

    public StoredInstance? Stored { get; private set; } = stored;

    /// <summary>The write that was tried; <see langword="null"/> when none was.</summary>
    public string? WriteId { get; private set; }

    /// <summary>Messages that changed nothing.</summary>
    public HashSet<InstanceMessage> WithoutEffect { get; } = [];

    public Task TakeInAsync(IReadOnlyList<InstanceMessage> messages) => messages[0] switch
    {
        StartMessage start => StartAsync(start),
        PurgeMessage purge => PurgeAsync(purge),
        _ => ChangeAsync(messages),
    };

    private async Task StartAsync(StartMessage message)
    {
        var existing = Stored?.Record;
        if (existing?.StartedBy == message.Id)
        {
            return;
        }

        if (existing is not null && message.Refused.Contains(existing.Status))
        {
            WithoutEffect.Add(message);
            return;
        }

        var now = engine.Time.GetUtcNow();
        var record = new InstanceRecord(instanceId)
        {
            Name = message.Name,
            Version = message.Version,
            ExecutionId = Guid.NewGuid().ToString("N"),
            CreatedAt = now,
            StartAt = message.StartAt,
            Input = message.Input,
            Parent = message.Parent,
            StartedBy = message.Id,
            DueAt = existing?.DueAt,
        };
        record.Tags = message.Tags ?? record.Tags;
        record.Outbox.AddRange(existing?.Outbox ?? []);
        record.Append([new HistoryEvent(HistoryEventKind.ExecutionStarted, now) { Name = message.Name }]);
        Stored = new StoredInstance(record) { Tag = Stored?.Tag, ExecutionId = Stored?.ExecutionId ?? "", Text = Stored?.Text ?? "" };
        await StepAsync([], now);
        if (existing is { HasBlobs: true })
        {
            engine.Sweep(instanceId, existing.ExecutionId);
        }
    }

    private async Task PurgeAsync(PurgeMessage message)
    {
        if (Stored is not { Record: { IsFinished: true } record })
        {
            WithoutEffect.Add(message);
            return;
        }

        message.Children.AddRange(record.History.Where(item => item.Kind == HistoryEventKind.SubOrchestrationInstanceCreated).Select(item => item.Target!));
        await engine.Store.DeleteAsync(Stored, engine.Stopping);
        if (record.HasBlobs)
        {
            engine.Sweep(instanceId, null);
        }

        Stored = null;
    }

    private async Task ChangeAsync(IReadOnlyList<InstanceMessage> messages)
    {
        var now = engine.Time.GetUtcNow();
        var news = new List<HistoryEvent>();
        var answered = new HashSet<int>();
        string? strayed = null;
        foreach (var message in messages)
        {
            switch (message)
            {
                case NewsMessage { News: var item } told:
                    if (Accepts(told, answered))
                    {
                        news.Add(item with { At = now });
                        if (told.Recursive)
                        {
                            TerminateChildren();
                        }
                    }
                    else
                    {
                        WithoutEffect.Add(message);
                        LogDropped(engine.Logger, instanceId, item);
                    }

                    break;
                case DeliveredMessage delivered:
                    work.MessageIsDelivered(delivered.Id);
                    Stored?.Record.Outbox.RemoveAll(sent => sent.Id == delivered.Id);
                    break;
                case WakeMessage { Key: { } key } when key != Stored?.Record.DueKey && key != work.Key:
                    engine.Index.DeleteLater(key);
                    break;
                case StrayedMessage { ExecutionId: var executionId }:
                    strayed = executionId;
                    break;
            }
        }

        if (Stored?.Record is not { } record)
        {
            work.Forget(null);
            return;
        }

        if (strayed == record.ExecutionId && !record.IsFinished)
        {
            news.Add(new HistoryEvent(HistoryEventKind.ExecutionTerminated, now)
            {
                Failure = TaskFailureDetails.FromException(new InvalidOperationException(OrchestratorThread.IllegalAwait)),
            });
        }

        if (news.Count > 0 || IsDue(record, now))
        {
            await StepAsync(news, now);
        }
        else
        {
            work.Continue(record);
        }
    }

    private static bool IsDue(InstanceRecord record, DateTimeOffset now) =>
        !record.IsFinished && (record.StartIsDue(now) || (!record.StartIsOpen && record.NextDueAt <= now));

    private bool Accepts(NewsMessage message, HashSet<int> answered)
    {
        var item = message.News;
        if (item.Kind is HistoryEventKind.TaskCompleted or HistoryEventKind.TaskFailed)
        {
            work.ActivityIsOver(message.ExecutionId!, item.TaskId!.Value);
        }

        if (Stored?.Record is not { IsFinished: false } record
            || (message.ExecutionId is { } executionId && executionId != record.ExecutionId)
            || (message.MessageId is { } messageId && !record.Receive(messageId)))
        {
            return false;
        }

        return item.Kind switch
        {
            HistoryEventKind.TaskCompleted or HistoryEventKind.TaskFailed =>
                record.OpenTasks.ContainsKey(item.TaskId!.Value) && answered.Add(item.TaskId.Value),
            HistoryEventKind.SubOrchestrationInstanceCompleted or HistoryEventKind.SubOrchestrationInstanceFailed =>
                record.OpenSubOrchestrations.ContainsKey(item.TaskId!.Value) && answered.Add(item.TaskId.Value),
            _ => true,
        };
    }

    private void TerminateChildren()
    {
        var record = Stored!.Record;
        record.Outbox.AddRange(record.OpenSubOrchestrations.Values.Select(child =>
            new OutgoingMessage($"{record.ExecutionId}:{child.TaskId}:t", OutgoingKind.Terminate, child.Target!)));
    }

    /// <summary>Runs the orchestrator as far as it goes, and stores that.</summary>
    private async Task StepAsync(List<HistoryEvent> news, DateTimeOffset now)
    {
        var record = Stored!.Record;
        var before = (record.ExecutionId, record.HasBlobs);
        var steps = 0;
        do
        {
            var fired = record.StartIsOpen ? [] : record.OpenTimers.Where(timer => timer.Value <= now).OrderBy(timer => timer.Value).ThenBy(timer => timer.Key)
                .Select(timer => new HistoryEvent(HistoryEventKind.TimerFired, now) { TaskId = timer.Key });
            OrchestrationStep.Run(engine, record, [.. fired, .. news], now);
            news = [];
        }
        while (++steps < MaxSteps && IsDue(record, now));

        var keyBefore = record.DueKey;
        record.DueAt = record.NextDueAt;
        record.UpdatedAt = now;
        await IndexAsync(record, keyBefore, now);
        WriteId = record.WriteId = Guid.NewGuid().ToString("N");
        await engine.Store.WriteAsync(Stored, engine.Stopping);
        if (record is { Status: OrchestrationRuntimeStatus.Failed, Failure: { } failure })
        {
            LogFailed(engine.Logger, record.Name, instanceId, failure.ErrorType, failure.ErrorMessage);
        }

        if (keyBefore is not null && keyBefore != record.DueKey && keyBefore != work.Key)
        {
            engine.Index.DeleteLater(keyBefore);
        }

        if (IsDue(record, now))
        {
            engine.Post(instanceId, new WakeMessage(null));
        }

        if (before.HasBlobs && before.ExecutionId != record.ExecutionId && record.Outbox.TrueForAll(message => message.Data?.Blob is null))
        {
            engine.Sweep(instanceId, before.ExecutionId);
        }

        work.Continue(record);
    }

    /// <summary>Puts into the index what the record will say once it is written.</summary>
    private async Task IndexAsync(InstanceRecord record, string? keyBefore, DateTimeOffset now)
    {
        string? forWork = null;
        if (work.Key is null && OpenWork.IsOpen(record, now))
        {
            // The row of a timer that has just fired names the instance as well as a new one would.
            work.Key = keyBefore is not null && keyBefore != record.DueKey && DueIndex.InstantOf(keyBefore) <= now ? keyBefore : null;
            forWork = work.Key is null ? DueIndex.KeyOf(instanceId, now) : null;
        }

        var forTimer = record.DueKey is { } key && key != keyBefore && key != forWork ? key : null;
        await engine.Index.PutAsync(forTimer, forWork);
        work.Key ??= forWork;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Instance {InstanceId} does not take {News}: it is unknown, finished, or had it already.")]
    private static partial void LogDropped(ILogger logger, string instanceId, HistoryEvent news);

    // What the instance was given and had done stays out of the log: /local/orchestrations shows it.
    [LoggerMessage(Level = LogLevel.Error, Message = "Orchestration {Name} failed: instance {InstanceId}, {ErrorType}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string name, string instanceId, string errorType, string reason);
}
