namespace Inburgering.Functions.Http;

/// <summary>The roles of contracts.md, as they stand in the token's claim <c>roles</c>.</summary>
internal static class Role
{
    public const string Learner = "learner";
    public const string CaseOfficer = "case-officer";
    public const string EnforcementOfficer = "enforcement-officer";
    public const string Dwewis = "dwewis";
    public const string Operator = "operator";

    public static readonly IReadOnlyList<string> All = [Learner, CaseOfficer, EnforcementOfficer, Dwewis, Operator];
}

/// <summary>Whose data an HTTP function shows or changes.</summary>
internal enum Ownership
{
    /// <summary>Open to everybody; no token is read.</summary>
    Anyone,

    /// <summary>Signed in with the role, and bound to no person yet: binds the account itself.</summary>
    OwnAccount,

    /// <summary>Signed in as a learner whose account stands for a person: that person only.</summary>
    OwnPerson,

    /// <summary>Signed in as a case officer with an agency: the persons that this agency has as of now.</summary>
    OwnAgency,

    /// <summary>Cases that were handed to enforcement, and of them what the dossier holds.</summary>
    EscalatedCase,

    /// <summary>Whether somebody has met the obligation, and nothing else about them.</summary>
    ComplianceOnly,

    /// <summary>Figures, the state of the system, what is anybody's to practise with; nobody's file.</summary>
    NoPerson,

    /// <summary>Anybody's matter by person id, without a word of whose it is.</summary>
    AnyMatter,
}

/// <summary>Who may call a function.</summary>
/// <param name="Roles">Any of these; none where the function is open to everybody.</param>
internal sealed record AccessRule(Ownership Ownership, params IReadOnlyList<string> Roles)
{
    /// <summary>Whether it creates something, so that a caller may name the act by <c>Idempotency-Key</c>.</summary>
    public bool Creates { get; init; }
}

/// <summary>Who may call which function: the one place. A function that is missing here answers nobody, and fails the tests.</summary>
internal static class FunctionAccess
{
    public static readonly IReadOnlyDictionary<string, AccessRule> Table = new Dictionary<string, AccessRule>
    {
        ["ActivateAccount"] = new(Ownership.OwnAccount, Role.Learner) { Creates = true },
        ["GetMe"] = new(Ownership.OwnPerson, Role.Learner),
        ["GetMyData"] = new(Ownership.OwnPerson, Role.Learner),
        ["RequestRectification"] = new(Ownership.OwnPerson, Role.Learner) { Creates = true },
        ["DeclarePartner"] = new(Ownership.OwnPerson, Role.Learner) { Creates = true },
        ["ListModules"] = new(Ownership.OwnPerson, Role.Learner),
        ["GetModule"] = new(Ownership.OwnPerson, Role.Learner),
        ["ListMyModules"] = new(Ownership.OwnPerson, Role.Learner),
        ["ChooseLanguage"] = new(Ownership.OwnPerson, Role.Learner),
        ["CompleteSection"] = new(Ownership.OwnPerson, Role.Learner),
        ["StartAttempt"] = new(Ownership.OwnPerson, Role.Learner) { Creates = true },
        ["GetAttempt"] = new(Ownership.OwnPerson, Role.Learner),
        ["SaveAnswers"] = new(Ownership.OwnPerson, Role.Learner),
        ["SubmitAttempt"] = new(Ownership.OwnPerson, Role.Learner),
        ["GetSampleTest"] = new(Ownership.NoPerson, Role.Learner),
        ["GradeSampleTest"] = new(Ownership.NoPerson, Role.Learner),
        ["ListMyLetters"] = new(Ownership.OwnPerson, Role.Learner),
        ["GetMyLetter"] = new(Ownership.OwnPerson, Role.Learner),
        ["GetMyCertificate"] = new(Ownership.OwnPerson, Role.Learner),
        ["VerifyCertificate"] = new(Ownership.Anyone),
        ["ListCases"] = new(Ownership.OwnAgency, Role.CaseOfficer),
        ["QueryCases"] = new(Ownership.OwnAgency, Role.CaseOfficer),
        ["GetCase"] = new(Ownership.OwnAgency, Role.CaseOfficer),
        ["GetCaseLetter"] = new(Ownership.OwnAgency, Role.CaseOfficer),
        ["PostponeTerm"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["ExemptPerson"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["WithdrawExemption"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["ProveReceipt"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["SendLetterAgain"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["RecordTrajectoryInterest"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["ReissueActivationCode"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["ConfirmBreach"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["PreviewDossier"] = new(Ownership.OwnAgency, Role.CaseOfficer),
        ["ListEnforcementCases"] = new(Ownership.EscalatedCase, Role.EnforcementOfficer),
        ["GetEnforcementCase"] = new(Ownership.EscalatedCase, Role.EnforcementOfficer),
        ["GetDossier"] = new(Ownership.EscalatedCase, Role.EnforcementOfficer),
        ["ReportOutcome"] = new(Ownership.EscalatedCase, Role.EnforcementOfficer) { Creates = true },
        ["ListMatchCandidates"] = new(Ownership.OwnAgency, Role.CaseOfficer),
        ["DecideMatchCandidate"] = new(Ownership.OwnAgency, Role.CaseOfficer),
        ["GetCaseAttempt"] = new(Ownership.OwnAgency, Role.CaseOfficer),
        ["RevokeCertificate"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["GrantAccommodation"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["ReviewAdulthood"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["AnswerRectification"] = new(Ownership.OwnAgency, Role.CaseOfficer) { Creates = true },
        ["QueryCompliance"] = new(Ownership.ComplianceOnly, Role.Dwewis),
        ["GetStatistics"] = new(Ownership.NoPerson, Role.Operator, Role.CaseOfficer),
        ["GetItemStatistics"] = new(Ownership.NoPerson, Role.Operator),
        ["ListDeadLetters"] = new(Ownership.NoPerson, Role.Operator),
        ["ResubmitDeadLetters"] = new(Ownership.NoPerson, Role.Operator),
        ["WakePerson"] = new(Ownership.AnyMatter, Role.Operator),
        ["GetPersonTimeline"] = new(Ownership.AnyMatter, Role.Operator),
        ["StartRun"] = new(Ownership.NoPerson, Role.Operator),
        ["ListRuns"] = new(Ownership.NoPerson, Role.Operator),
        ["ListOperatorActs"] = new(Ownership.NoPerson, Role.Operator),
        ["GetHealth"] = new(Ownership.Anyone),
    };
}
