namespace Inburgering.Eligibility;

/// <summary>
/// Somebody who settled in Flanders as a minor comes of age: nothing begins by itself, a case officer decides whether the duty
/// does. Time brings it, on the birthday.
/// </summary>
/// <param name="DueOn">The legal day on which the person comes of age.</param>
/// <param name="IsOpen">Whether that day has come.</param>
/// <param name="Decision">What the case officer decided; closes the review.</param>
public sealed record AdulthoodReview(DateOnly DueOn, bool IsOpen, AdulthoodDecision? Decision = null);

/// <summary>A case officer's decision about somebody who came of age.</summary>
/// <param name="Obliged">Whether the duty applies to the person as to an adult who settles.</param>
/// <param name="Reason">Why, in the officer's words.</param>
/// <param name="OfficerId">Who decided.</param>
/// <param name="DecidedAt">When.</param>
public sealed record AdulthoodDecision(bool Obliged, string Reason, string OfficerId, DateTimeOffset DecidedAt);
