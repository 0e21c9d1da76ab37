namespace Inburgering.Testing;

/// <summary>What a case officer granted so that tests are fair to somebody: extra time. The learner sees it before and during a test.</summary>
/// <param name="ExtraTimePercent">In percent of the time that the policy gives.</param>
/// <param name="GrantedOn">Legal day on which it was granted.</param>
/// <param name="Evidence">What it rests on, in the officer's words.</param>
public sealed record Accommodation(int ExtraTimePercent, DateOnly GrantedOn, string Evidence);
