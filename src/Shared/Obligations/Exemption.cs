namespace Inburgering.Obligations;

/// <summary>A case officer's decision that somebody is not obliged (<i>vrijstelling</i>): on evidence, never automatic.</summary>
/// <param name="Code">Why, by the policy's code.</param>
/// <param name="Evidence">What shows it, in the officer's words.</param>
/// <param name="OfficerId">Who granted it.</param>
/// <param name="GrantedAt">When.</param>
public sealed record Exemption(string Code, string Evidence, string OfficerId, DateTimeOffset GrantedAt);
