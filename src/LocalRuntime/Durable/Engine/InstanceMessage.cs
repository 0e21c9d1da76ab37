namespace Inburgering.LocalRuntime.Durable;

/// <summary>Something for one instance to take in. It is done once its effect is stored.</summary>
internal abstract class InstanceMessage
{
    private readonly TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Counts the message as work in flight until it is done.</summary>
    public IDisposable? Piece { get; set; }

    /// <summary>How often it was tried to no avail.</summary>
    public int Failures { get; set; }

    /// <summary>Someone waits for it and can be told that it failed; what the engine itself must do is tried for ever.</summary>
    public bool MayFail { get; init; }

    /// <summary>Whether it had an effect.</summary>
    public Task<bool> Done => done.Task;

    public void Finish(bool effective = true)
    {
        done.TrySetResult(effective);
        Piece?.Dispose();
    }

    public void Fail(Exception exception)
    {
        done.TrySetException(exception);
        _ = done.Task.Exception;
        Piece?.Dispose();
    }
}

/// <summary>Start the instance, if its id is free.</summary>
internal sealed class StartMessage(string id, string name) : InstanceMessage
{
    /// <summary>Unique: a repeat starts nothing.</summary>
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string Version { get; init; } = "";

    public Payload? Input { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public ParentCall? Parent { get; init; }

    /// <summary>In these statuses an existing instance is not replaced.</summary>
    public IReadOnlySet<OrchestrationRuntimeStatus> Refused { get; init; } = DurableStatus.Unfinished;

    /// <summary>The id was made up just now: no use to look whether it exists.</summary>
    public bool IdIsFresh { get; init; }
}

/// <summary>Something happened that the orchestration may care about.</summary>
internal sealed class NewsMessage(HistoryEvent news) : InstanceMessage
{
    public HistoryEvent News { get; } = news;

    /// <summary>Only this execution is meant; <see langword="null"/> for any.</summary>
    public string? ExecutionId { get; init; }

    /// <summary>The id of a message from another instance.</summary>
    public string? MessageId { get; init; }

    /// <summary>Terminates the sub-orchestrations as well.</summary>
    public bool Recursive { get; init; }
}

/// <summary>Look whether something is due, or was left undone when the engine stopped.</summary>
/// <param name="key">The row of the index that says so.</param>
internal sealed class WakeMessage(string? key) : InstanceMessage
{
    public string? Key { get; } = key;
}

/// <summary>A message to another instance has reached it.</summary>
internal sealed class DeliveredMessage(string id) : InstanceMessage
{
    public string Id { get; } = id;
}

/// <summary>The orchestrator's code went on after its step, because it awaited something that is not durable.</summary>
internal sealed class StrayedMessage(string executionId) : InstanceMessage
{
    public string ExecutionId { get; } = executionId;
}

/// <summary>Remove the instance, if it is finished.</summary>
internal sealed class PurgeMessage : InstanceMessage
{
    /// <summary>The sub-orchestrations it had, known once it is done.</summary>
    public List<string> Children { get; } = [];
}
