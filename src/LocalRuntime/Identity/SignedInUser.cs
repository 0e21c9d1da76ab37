using System.Diagnostics.CodeAnalysis;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>Whom a token is issued for.</summary>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Subject">The account at the identity provider; 1–200 characters.</param>
/// <param name="Agency">One of <see cref="Agencies"/> for a case officer; nobody else has one.</param>
internal sealed record SignedInUser(string Role, string Subject, string? Agency)
{
    public const string CaseOfficer = "case-officer";

    public static readonly IReadOnlyList<string> Roles = ["learner", CaseOfficer, "enforcement-officer", "dwewis", "operator"];

    public static readonly IReadOnlyList<string> Agencies = ["agii", "atlas", "amal"];

    private const int LongestSubject = 200;

    /// <returns>Whether the three make a user; if not, which field is wrong and why.</returns>
    public static bool TryCreate(
        string? role,
        string? subject,
        string? agency,
        [NotNullWhen(true)] out SignedInUser? user,
        out (string Field, string Reason) refusal)
    {
        user = null;
        refusal = (role, subject, agency) switch
        {
            (null or "", _, _) => ("role", $"is missing; it is one of {string.Join(", ", Roles)}"),
            (_, _, _) when !Roles.Contains(role) => ("role", $"is none of {string.Join(", ", Roles)}"),
            (_, null, _) => ("subject", "is missing; it is the account's name at the identity provider"),
            (_, _, _) when string.IsNullOrWhiteSpace(subject) || subject.Length > LongestSubject => ("subject", "must have 1 to 200 characters"),
            (CaseOfficer, _, null or "") => ("agency", $"is missing; a case officer's is one of {string.Join(", ", Agencies)}"),
            (CaseOfficer, _, _) when !Agencies.Contains(agency) => ("agency", $"is none of {string.Join(", ", Agencies)}"),
            (not CaseOfficer, _, { Length: > 0 }) => ("agency", "belongs to the role case-officer only"),
            _ => default,
        };
        if (refusal.Field is not null)
        {
            return false;
        }

        user = new SignedInUser(role!, subject!, role == CaseOfficer ? agency : null);
        return true;
    }
}
