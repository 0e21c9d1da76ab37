namespace Inburgering.LocalRuntime.Durable;

/// <summary>What an orchestration tells another instance.</summary>
internal enum OutgoingKind
{
    StartSubOrchestration,
    RaiseEvent,
    CompleteSubOrchestration,
    FailSubOrchestration,
    Terminate,
}

/// <summary>
/// A message to another instance. It is stored with the step that sent it, delivered after that, and delivered again after a
/// crash; the receiver knows a repeat by <paramref name="Id"/>.
/// </summary>
/// <param name="Id">Unique: made of sender, execution and place in it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">The instance that gets it.</param>
internal sealed record OutgoingMessage(string Id, OutgoingKind Kind, string Target)
{
    public string? Name { get; init; }

    public Payload? Data { get; init; }

    public string? Version { get; init; }

    /// <summary>At a start, who called; at an end, whose call it answers.</summary>
    public ParentCall? Parent { get; init; }

    public TaskFailureDetails? Failure { get; init; }
}
