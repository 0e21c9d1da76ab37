namespace Inburgering.Commands.Doors;

/// <summary>Who signs in at the token door.</summary>
/// <param name="Role">learner, case-officer, enforcement-officer, dwewis or operator.</param>
/// <param name="Subject">The account's lasting name at the issuer.</param>
/// <param name="Agency">For a case officer: agii, atlas or amal.</param>
internal sealed record Account(string Role, string Subject, string? Agency = null)
{
    public static Account Learner() => new("learner", $"learner-{Guid.NewGuid():N}");

    public static Account CaseOfficer(string agency) => new("case-officer", $"officer-{agency}", agency);

    public static Account Dwewis { get; } = new("dwewis", "dwewis-application");
}
