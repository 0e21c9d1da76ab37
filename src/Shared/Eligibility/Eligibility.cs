using System.Text.Json.Serialization;

namespace Inburgering.Eligibility;

/// <summary>How the law treats someone.</summary>
public enum Treatment
{
    /// <summary>Must pass the compulsory modules within the term.</summary>
    Obliged,

    /// <summary>Lives in Brussels: not obliged, encouraged to go on.</summary>
    Encouraged,

    /// <summary>Not in Belgium yet: has access to the self-study package.</summary>
    PreArrivalAccess,

    /// <summary>Nothing is asked.</summary>
    NotObliged,

    /// <summary>May not take part, not even voluntarily.</summary>
    Excluded,
}

/// <summary>The rule that decided, as a stable code.</summary>
public enum EligibilityReason
{
    EuPlusNational,
    TemporaryStay,
    FamilyOfTemporaryStay,
    PermitGranted,
    PermitApplied,
    PermitNotYetGranted,
    PermitRefused,
    PermitWithdrawn,
    TravellingPartner,
    UnknownGround,
    Minor,
    ReasonOfStayNotWork,
    FamilyWithoutLinkedWorker,
    RegisteredBeforeStart,
    WorkerInFlanders,
    FamilyInFlanders,
    SettledInBrussels,
    SettledInWallonia,
    LeftBelgium,
    Deceased,
}

/// <summary>Whether and how someone falls under the obligation, and by which rule.</summary>
/// <param name="Treatment">How the law treats the person.</param>
/// <param name="Reason">The deciding rule's code.</param>
/// <param name="PolicyVersion">The policy the decision was taken under.</param>
public sealed record EligibilityDecision(Treatment Treatment, EligibilityReason Reason, string PolicyVersion)
{
    /// <summary>Where the rule stands, in Dutch.</summary>
    [JsonIgnore]
    public string Source => EligibilityExplanation.Of(Reason).Source;

    /// <summary>Whether the person may use the self-study package.</summary>
    [JsonIgnore]
    public bool GivesAccess => Treatment is Treatment.Obliged or Treatment.Encouraged or Treatment.PreArrivalAccess;
}
