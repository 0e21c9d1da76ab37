namespace Inburgering.Policies;

/// <summary>A ground on which a case officer may postpone or exempt.</summary>
/// <param name="Code">Its name in requests and files.</param>
/// <param name="Name">Its name in Dutch, as dossiers show it.</param>
/// <param name="MinimumAge">Age in years that the person must have reached; <see langword="null"/> where age is no condition.</param>
public sealed record OfficersGround(string Code, string Name, int? MinimumAge);
