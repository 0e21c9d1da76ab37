namespace Inburgering.Functions.Obligations;

/// <summary>Input of the orchestrator and of its activities.</summary>
/// <param name="PersonId">Whose obligation.</param>
/// <param name="Mark">The version of the marker that the plan answers, for the activity that ends its work.</param>
/// <param name="TraceParent">W3C trace context of the act that left the work.</param>
/// <param name="Waiting">Which messages wait, where the plan knows.</param>
public sealed record ObligationWork(string PersonId, string? Mark = null, string? TraceParent = null, IReadOnlyList<long>? Waiting = null);
