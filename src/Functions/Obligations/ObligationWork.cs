namespace Inburgering.Functions.Obligations;

/// <summary>Input of the orchestrator and of its activities.</summary>
/// <param name="PersonId">Whose obligation.</param>
public sealed record ObligationWork(string PersonId);
