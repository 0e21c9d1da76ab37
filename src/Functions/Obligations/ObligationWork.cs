namespace Inburgering.Functions.Obligations;

/// <summary>Input of the orchestrator and of its activities.</summary>
/// <param name="PersonId">Whose obligation.</param>
/// <param name="Mark">The version of the marker that the plan answers, for the activity that ends its work.</param>
/// <param name="Messages">The plan's messages, for the activity that sends them.</param>
public sealed record ObligationWork(string PersonId, string? Mark = null, IReadOnlyList<long>? Messages = null);
