using System.Reflection;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>How an orchestrator's code ended.</summary>
internal sealed record ReplayEnd(OrchestrationRuntimeStatus Status, Payload? Output = null, TaskFailureDetails? Failure = null, NextRun? Next = null);

/// <summary>What continue-as-new starts.</summary>
internal sealed record NextRun(Payload? Input, string? Version, List<HistoryEvent> Events);

/// <summary>What one step of an orchestrator gave.</summary>
/// <param name="Decisions">What the code asked for in this step, to be added to the history.</param>
/// <param name="End">How the code ended; <see langword="null"/> while it waits.</param>
/// <param name="Suspended">Held until it is resumed.</param>
internal sealed record ReplayResult(List<HistoryEvent> Decisions, ReplayEnd? End, Payload? CustomStatus, bool Suspended);

/// <summary>
/// One step of an orchestration: runs its code from the start against the history, then on with the new events, until it can
/// go no further. One object, one step.
/// </summary>
internal sealed class Replay
{
    private readonly ReplayIdentity identity;
    private readonly FunctionDescriptor? function;
    private readonly IFunctionInvoker invoker;
    private readonly DataConverter converter;
    private readonly OrchestratorThread thread;
    private readonly ReplayContext context;
    private readonly Lock gate = new();
    private readonly Queue<HistoryEvent> held = new();
    private readonly Action<string> strayedLater;
    private Task<object?>? code;
    private bool startWanted;
    private bool suspended;
    private bool strayed;
    private bool over;
    private ReplayEnd? forced;
    private int position;

    /// <param name="strayedLater">Called, on any thread, when the code goes on off its thread after the step is over.</param>
    public Replay(
        ReplayIdentity identity,
        FunctionDescriptor? function,
        IFunctionInvoker invoker,
        DataConverter converter,
        ILoggerFactory loggerFactory,
        Action<string> strayedLater)
    {
        this.identity = identity;
        this.function = function;
        this.invoker = invoker;
        this.converter = converter;
        this.strayedLater = strayedLater;
        thread = new OrchestratorThread(Strayed);
        context = new ReplayContext(identity, converter, thread, loggerFactory);
    }

    /// <param name="history">What happened before this step.</param>
    /// <param name="news">What this step is about.</param>
    public ReplayResult Run(IEnumerable<HistoryEvent> history, IReadOnlyList<HistoryEvent> news)
    {
        Payload? status = null;
        try
        {
            context.Replaying = true;
            foreach (var item in history)
            {
                Play(item);
                position++;
            }

            EnsureNothingNewWasAsked("the end of the history");
            context.Replaying = false;
            context.TakeCanceledTimers();
            foreach (var item in news)
            {
                Play(item);
                position++;
            }

            forced ??= FindEnd();
            status = Payload.Of(converter.Serialize(context.CustomStatus));
        }
        catch (Exception exception)
        {
            // Not deterministic, or something the code gave can't be written as JSON.
            context.TakeAsked();
            forced = Failed(exception);
        }

        lock (gate)
        {
            over = true;
            if (strayed && forced is null)
            {
                forced = Failed(new InvalidOperationException(OrchestratorThread.IllegalAwait));
            }
        }

        var at = news[^1].At;
        List<HistoryEvent> decisions =
        [
            .. context.TakeAsked(),
            .. context.TakeCanceledTimers().Select(taskId => new HistoryEvent(HistoryEventKind.TimerCanceled, at) { TaskId = taskId }),
        ];
        return new ReplayResult(decisions, forced, status, suspended);
    }

    private static ReplayEnd Failed(Exception exception) =>
        new(OrchestrationRuntimeStatus.Failed, Failure: TaskFailureDetails.FromException(exception));

    private void Play(HistoryEvent item)
    {
        if (item.IsDecision)
        {
            Compare(item);
        }
        else if (item.Kind == HistoryEventKind.ExecutionTerminated)
        {
            forced = item.Failure is { } failure
                ? new ReplayEnd(OrchestrationRuntimeStatus.Failed, Failure: failure)
                : new ReplayEnd(OrchestrationRuntimeStatus.Terminated, item.Data);
        }
        else if (item.Kind == HistoryEventKind.ExecutionResumed)
        {
            suspended = false;
            while (!suspended && held.TryDequeue(out var next))
            {
                Happen(next);
            }
        }
        else
        {
            if (item.Kind == HistoryEventKind.OrchestratorStarted)
            {
                EnsureNothingNewWasAsked($"event #{position} {item}");
            }

            if (suspended)
            {
                if (item.Kind != HistoryEventKind.ExecutionSuspended)
                {
                    held.Enqueue(item);
                }
            }
            else
            {
                Happen(item);
            }
        }
    }

    private void Happen(HistoryEvent item)
    {
        switch (item.Kind)
        {
            case HistoryEventKind.OrchestratorStarted:
                context.StartStep(item.At);
                if (startWanted)
                {
                    startWanted = false;
                    Start();
                }

                break;
            case HistoryEventKind.ExecutionStarted:
                startWanted = true;
                break;
            case HistoryEventKind.TaskCompleted or HistoryEventKind.SubOrchestrationInstanceCompleted or HistoryEventKind.TimerFired:
                thread.Run(() => context.Complete(item.TaskId!.Value, item.Data));
                break;
            case HistoryEventKind.TaskFailed or HistoryEventKind.SubOrchestrationInstanceFailed:
                thread.Run(() => context.Fail(item.TaskId!.Value, item.Name!, item.Failure!, item.NonRetriable));
                break;
            case HistoryEventKind.EventRaised when context.Restart is not null:
                context.CarriedEvents.Add(item);
                break;
            case HistoryEventKind.EventRaised:
                thread.Run(() => context.Events.Raise(item));
                break;
            case HistoryEventKind.ExecutionSuspended:
                suspended = true;
                break;
        }
    }

    private void Start()
    {
        if (function is null)
        {
            forced = Failed(new InvalidOperationException(
                $"The function '{identity.Name}' doesn't exist, is disabled, or is not an orchestrator function."));
            return;
        }

        thread.Run(() =>
        {
            try
            {
                code = invoker.InvokeAsync(new Invocation(function, Bind));
                _ = code.ContinueWith(
                    _ =>
                    {
                        if (!thread.IsHere)
                        {
                            thread.Stray();
                        }
                    },
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
            catch (Exception exception)
            {
                code = Task.FromException<object?>(exception);
            }
        });
    }

    private object? Bind(ParameterInfo parameter) =>
        function!.IsTrigger(parameter) ? context : converter.Deserialize(identity.Input?.Text, parameter.ParameterType);

    private void Compare(HistoryEvent recorded)
    {
        if (recorded.Kind is HistoryEventKind.TimerCanceled or HistoryEventKind.ExecutionCompleted)
        {
            return;
        }

        var taskId = recorded.TaskId!.Value;
        if (!context.Asked.TryGetValue(taskId, out var asked))
        {
            throw new NonDeterministicOrchestrationException(
                $"history event #{position} {recorded} was recorded by an earlier run, but the code did not ask for it now.");
        }

        if (asked.Kind != recorded.Kind || !string.Equals(asked.Name, recorded.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterministicOrchestrationException(
                $"history event #{position} {recorded} was recorded by an earlier run, but the code asked for {asked} now.");
        }

        context.Confirm(taskId);
    }

    private void EnsureNothingNewWasAsked(string where)
    {
        if (context.Asked.Values.FirstOrDefault() is { } extra)
        {
            throw new NonDeterministicOrchestrationException(
                $"the code asked for {extra}, which the history does not hold before {where}.");
        }
    }

    private ReplayEnd? FindEnd()
    {
        if (strayed)
        {
            return Failed(new InvalidOperationException(OrchestratorThread.IllegalAwait));
        }

        if (code is null || context.HasOpenTasks)
        {
            return null;
        }

        if (!code.IsCompleted)
        {
            // Nothing durable is left that could wake it: it waits for something else.
            return context.Events.AnyOpen || suspended ? null : Failed(new InvalidOperationException(OrchestratorThread.IllegalAwait));
        }

        if (code.IsCompletedSuccessfully)
        {
            return context.Restart is { } restart
                ? new ReplayEnd(
                    OrchestrationRuntimeStatus.Running,
                    Next: new NextRun(Payload.Of(converter.Serialize(restart.NewInput)), restart.NewVersion, context.CarriedEvents))
                : new ReplayEnd(OrchestrationRuntimeStatus.Completed, Payload.Of(converter.Serialize(code.Result)));
        }

        return Failed(code.Exception?.InnerException ?? new TaskCanceledException(code));
    }

    private void Strayed()
    {
        lock (gate)
        {
            strayed = true;
            if (!over)
            {
                return;
            }
        }

        strayedLater(identity.ExecutionId);
    }
}
