namespace Inburgering.LocalRuntime.Durable;

/// <summary>The orchestrator's code does not ask for what its history says it asked for.</summary>
internal sealed class NonDeterministicOrchestrationException(string message) : Exception(
    $"Non-Deterministic workflow detected: {message} Was a change made to the orchestrator code after this instance had already started running?");
