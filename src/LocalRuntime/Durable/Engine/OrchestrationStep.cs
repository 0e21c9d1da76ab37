namespace Inburgering.LocalRuntime.Durable;

/// <summary>One run of an orchestrator's code against a record, and what the record becomes by it. In memory only.</summary>
internal static class OrchestrationStep
{
    /// <param name="news">What happened; timers that fired first.</param>
    /// <param name="now">The runtime's clock, which the step sees as its time.</param>
    public static void Run(DurableEngine engine, InstanceRecord record, List<HistoryEvent> news, DateTimeOffset now)
    {
        if (!record.StartIsOpen || record.StartIsDue(now))
        {
            news.Insert(0, new HistoryEvent(HistoryEventKind.OrchestratorStarted, now));
        }
        else if (!news.Exists(item => item.Kind == HistoryEventKind.ExecutionTerminated))
        {
            // Not begun: it is kept for the first step.
            record.Append(news);
            return;
        }

        var result = Replay(engine, record, news);
        var newest = record.History.Count;
        record.Append(news);
        record.Append(result.Decisions);
        record.CustomStatus = result.CustomStatus;
        record.Status = result.Suspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running;
        record.Outbox.AddRange(record.History.Skip(newest).Select(item => MessageOf(record, item)).OfType<OutgoingMessage>());
        if (result.End is { Next: { } next })
        {
            Restart(record, next, now);
        }
        else if (result.End is { } end)
        {
            Finish(record, end, now);
        }
    }

    private static ReplayResult Replay(DurableEngine engine, InstanceRecord record, List<HistoryEvent> news)
    {
        var identity = new ReplayIdentity(
            record.InstanceId,
            record.ExecutionId,
            record.Name,
            record.Version,
            record.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null,
            record.Input,
            engine.Options.DefaultVersion);
        return new Replay(
            identity,
            engine.Functions.Orchestrator(record.Name),
            engine.Invoker,
            engine.Converter,
            engine.LoggerFactory,
            executionId => engine.Post(record.InstanceId, new StrayedMessage(executionId))).Run(record.History, news);
    }

    private static OutgoingMessage? MessageOf(InstanceRecord record, HistoryEvent item) => item.Kind switch
    {
        HistoryEventKind.EventSent => new OutgoingMessage($"{record.ExecutionId}:{item.TaskId}", OutgoingKind.RaiseEvent, item.Target!)
        {
            Name = item.Name,
            Data = item.Data,
        },
        HistoryEventKind.SubOrchestrationInstanceCreated => new OutgoingMessage(
            $"{record.ExecutionId}:{item.TaskId}", OutgoingKind.StartSubOrchestration, item.Target!)
        {
            Name = item.Name,
            Data = item.Data,
            Version = item.Version,
            Parent = new ParentCall(record.Name, record.InstanceId, record.ExecutionId, item.TaskId!.Value),
        },
        _ => null,
    };

    private static void Restart(InstanceRecord record, NextRun next, DateTimeOffset now)
    {
        record.ClearHistory();
        record.ExecutionId = Guid.NewGuid().ToString("N");
        record.HasBlobs = false;
        record.Input = next.Input;
        record.Version = next.Version ?? record.Version;
        record.StartAt = null;
        // Their blobs belong to the execution that ends.
        var events = next.Events.Select(item => item with { Data = Payload.Of(item.Data?.Text) });
        record.Append([new HistoryEvent(HistoryEventKind.ExecutionStarted, now) { Name = record.Name }, .. events]);
    }

    private static void Finish(InstanceRecord record, ReplayEnd end, DateTimeOffset now)
    {
        record.Append([new HistoryEvent(HistoryEventKind.ExecutionCompleted, now) { Name = end.Status.ToString() }]);
        record.Status = end.Status;
        record.Output = end.Output;
        record.Failure = end.Failure;
        if (record.Parent is { } parent)
        {
            var completed = end.Status == OrchestrationRuntimeStatus.Completed;
            record.Outbox.Add(new OutgoingMessage(
                $"{record.ExecutionId}:end",
                completed ? OutgoingKind.CompleteSubOrchestration : OutgoingKind.FailSubOrchestration,
                parent.InstanceId)
            {
                Name = record.Name,
                Data = completed ? end.Output : null,
                Parent = parent,
                Failure = completed ? null : end.Failure ?? new TaskFailureDetails(
                    "OrchestrationTerminated", $"The sub-orchestration '{record.InstanceId}' was terminated: {end.Output?.Text}", null, null, null),
            });
        }
    }
}
