namespace Inburgering.Cases;

/// <summary>Somebody wants to follow the full trajectory, to which this group is not obliged (seed 3.B, 6).</summary>
/// <param name="InterestedOn">The legal day on which they said so.</param>
/// <param name="OfficerId">The case officer who recorded it.</param>
/// <param name="Note">What the agency should know, in the officer's words.</param>
public sealed record VoluntaryTrajectory(DateOnly InterestedOn, string OfficerId, string? Note);
