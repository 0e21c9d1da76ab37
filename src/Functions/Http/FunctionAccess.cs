namespace Inburgering.Functions.Http;

/// <summary>The roles of contracts.md, as they stand in the token's claim <c>roles</c>.</summary>
internal static class Role
{
    public const string Learner = "learner";
    public const string CaseOfficer = "case-officer";
    public const string EnforcementOfficer = "enforcement-officer";
    public const string Dwewis = "dwewis";
    public const string Operator = "operator";
}

/// <summary>What an HTTP function asks of its caller.</summary>
internal enum Ownership
{
    /// <summary>Open to everybody; no token is read.</summary>
    Anyone,

    /// <summary>Signed in with the role; no person is needed.</summary>
    RoleOnly,

    /// <summary>Signed in as a learner whose account stands for a person; sees that person only.</summary>
    OwnPerson,

    /// <summary>Signed in as a case officer with an agency; sees that agency's persons only.</summary>
    OwnAgency,
}

/// <summary>Who may call which function: the one place. A function that is missing here answers nobody.</summary>
internal static class FunctionAccess
{
    public static readonly IReadOnlyDictionary<string, (string? Role, Ownership Ownership)> Table = new Dictionary<string, (string?, Ownership)>
    {
        ["ActivateAccount"] = (Role.Learner, Ownership.RoleOnly),
        ["GetMe"] = (Role.Learner, Ownership.OwnPerson),
        ["GetMyData"] = (Role.Learner, Ownership.OwnPerson),
        ["DeclarePartner"] = (Role.Learner, Ownership.OwnPerson),
        ["ListModules"] = (Role.Learner, Ownership.OwnPerson),
        ["GetModule"] = (Role.Learner, Ownership.OwnPerson),
        ["ListMyModules"] = (Role.Learner, Ownership.OwnPerson),
        ["CompleteSection"] = (Role.Learner, Ownership.OwnPerson),
        ["StartAttempt"] = (Role.Learner, Ownership.OwnPerson),
        ["SaveAnswers"] = (Role.Learner, Ownership.OwnPerson),
        ["SubmitAttempt"] = (Role.Learner, Ownership.OwnPerson),
        ["ListMyLetters"] = (Role.Learner, Ownership.OwnPerson),
        ["GetMyLetter"] = (Role.Learner, Ownership.OwnPerson),
        ["GetMyCertificate"] = (Role.Learner, Ownership.OwnPerson),
        ["VerifyCertificate"] = (null, Ownership.Anyone),
        ["ListCases"] = (Role.CaseOfficer, Ownership.OwnAgency),
        ["QueryCases"] = (Role.CaseOfficer, Ownership.OwnAgency),
        ["GetCase"] = (Role.CaseOfficer, Ownership.OwnAgency),
        ["ConfirmBreach"] = (Role.CaseOfficer, Ownership.OwnAgency),
        ["QueryCompliance"] = (Role.Dwewis, Ownership.RoleOnly),
        ["GetHealth"] = (null, Ownership.Anyone),
    };
}
