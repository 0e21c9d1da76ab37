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
}

/// <summary>Whether and how someone falls under the obligation, and by which rule.</summary>
/// <param name="Treatment">How the law treats the person.</param>
/// <param name="Reason">The deciding rule's code.</param>
/// <param name="PolicyVersion">The policy the decision was taken under.</param>
public sealed record EligibilityDecision(Treatment Treatment, EligibilityReason Reason, string PolicyVersion)
{
    /// <summary>Where the rule stands, in Dutch: a section of the source document, or the project's decision.</summary>
    [JsonIgnore]
    public string Source => Reason switch
    {
        EligibilityReason.EuPlusNational => "Mededeling, 1 en voetnoot 1",
        EligibilityReason.TemporaryStay or EligibilityReason.FamilyOfTemporaryStay => "Mededeling, 2.A; BVR 29 januari 2016, art. 10",
        EligibilityReason.PermitGranted or EligibilityReason.TravellingPartner => "Mededeling, 3.A",
        EligibilityReason.WorkerInFlanders or EligibilityReason.FamilyInFlanders => "Mededeling, 3.B",
        EligibilityReason.SettledInBrussels or EligibilityReason.SettledInWallonia => "Mededeling, 5",
        EligibilityReason.ReasonOfStayNotWork => "Mededeling, 2.A (IT 202)",
        _ => "Beslissing van het project (docs/architecture.md)",
    };

    /// <summary>Whether the person may use the self-study package.</summary>
    [JsonIgnore]
    public bool GivesAccess => Treatment is Treatment.Obliged or Treatment.Encouraged or Treatment.PreArrivalAccess;
}
