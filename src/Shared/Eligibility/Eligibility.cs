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
    /// <summary>The rule in words a case officer can read.</summary>
    [JsonIgnore]
    public string Explanation => Reason switch
    {
        EligibilityReason.EuPlusNational => "A national of the EU, Iceland, Liechtenstein, Norway or Switzerland is never obliged.",
        EligibilityReason.TemporaryStay => "The stay is based only on work or exchange of at most one year that can't be renewed beyond it: excluded, also voluntarily.",
        EligibilityReason.FamilyOfTemporaryStay => "The stay depends on someone whose own stay is temporary: excluded, also voluntarily.",
        EligibilityReason.PermitGranted => "A permission to work is granted and the person is not registered in Belgium yet: access to the self-study package.",
        EligibilityReason.TravellingPartner => "The partner who travels along with a labour migrant gets the self-study package too.",
        EligibilityReason.UnknownGround => "Neither a permit nor a registration is known.",
        EligibilityReason.Minor => "The person was a minor on registration: not obliged; a case officer reviews on turning 18.",
        EligibilityReason.ReasonOfStayNotWork => "The reason of stay is not work, self-employment or family of a labour migrant.",
        EligibilityReason.FamilyWithoutLinkedWorker => "A family member is obliged only through a linked labour migrant of the target group, and none is known.",
        EligibilityReason.RegisteredBeforeStart => "Registered before the day from which the obligation applies.",
        EligibilityReason.WorkerInFlanders => "A labour migrant from outside the EU who has settled in the Flemish Region: obliged.",
        EligibilityReason.FamilyInFlanders => "An adult family member of a labour migrant, settled in the Flemish Region: obliged.",
        EligibilityReason.SettledInBrussels => "Settled in the Brussels-Capital Region: not obliged, encouraged to complete the Dutch-language trajectory.",
        EligibilityReason.SettledInWallonia => "Settled in the Walloon Region: no target group of Flemish policy any more.",
        _ => throw new InvalidOperationException($"No explanation for {Reason}."),
    };

    /// <summary>Where the rule stands: a section of the source document, or the project's decision.</summary>
    [JsonIgnore]
    public string Source => Reason switch
    {
        EligibilityReason.EuPlusNational => "Mededeling, 1 and footnote 1",
        EligibilityReason.TemporaryStay or EligibilityReason.FamilyOfTemporaryStay => "Mededeling, 2.A; BVR 29 January 2016, art. 10",
        EligibilityReason.PermitGranted or EligibilityReason.TravellingPartner => "Mededeling, 3.A",
        EligibilityReason.WorkerInFlanders or EligibilityReason.FamilyInFlanders => "Mededeling, 3.B",
        EligibilityReason.SettledInBrussels or EligibilityReason.SettledInWallonia => "Mededeling, 5",
        EligibilityReason.ReasonOfStayNotWork => "Mededeling, 2.A (IT 202)",
        _ => "Project decision, docs/architecture.md",
    };

    /// <summary>Whether the person may use the self-study package.</summary>
    [JsonIgnore]
    public bool GivesAccess => Treatment is Treatment.Obliged or Treatment.Encouraged or Treatment.PreArrivalAccess;
}
