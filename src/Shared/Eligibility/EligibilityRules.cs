using Inburgering.Arrivals;
using Inburgering.Permits;
using Inburgering.Policies;

namespace Inburgering.Eligibility;

/// <summary>What a family member's stay may rest on: how the law sees the worker they are linked to.</summary>
public enum WorkerStanding
{
    /// <summary>Not a labour migrant as far as is known.</summary>
    None,

    /// <summary>A labour migrant of the target group.</summary>
    TargetGroup,

    /// <summary>A labour migrant whose stay is temporary.</summary>
    Excluded,
}

/// <summary>What is known of someone, as far as it bears on the obligation.</summary>
/// <param name="Nationality">ISO 3166-1 alpha-2.</param>
/// <param name="BirthDate">Day of birth.</param>
/// <param name="Permit">The permit the person holds, or travels along with: the one valid from the latest day.</param>
/// <param name="PermitRole">Whether the person holds that permit or is the partner it names.</param>
/// <param name="Registration">The registration, if any.</param>
/// <param name="LinkedWorker">The best standing among the workers of the household and those whose partner the person is: a partner's stay follows how that worker stands now, not what a permit once said.</param>
public sealed record EligibilityFacts(
    string Nationality,
    DateOnly BirthDate,
    Permit? Permit,
    PermitRole PermitRole,
    Registration? Registration,
    WorkerStanding LinkedWorker)
{
    /// <summary>Whether a case officer decided that somebody who settled as a minor is obliged since they came of age.</summary>
    public bool ObligedAsAdult { get; init; }
}

/// <summary>Who is obliged, encouraged, let in or excluded (seed 2.A, 3.A, 3.B, 5). First rule that holds decides.</summary>
public static class EligibilityRules
{
    /// <summary>Decides on the facts now known.</summary>
    public static EligibilityDecision Decide(EligibilityFacts facts, Policy policy)
    {
        var (treatment, reason) = Rule(facts, policy);
        return new EligibilityDecision(treatment, reason, policy.Version);
    }

    /// <summary>What the person is to family members whose stay depends on them.</summary>
    public static WorkerStanding StandingOf(EligibilityFacts facts, Policy policy) => Rule(StillHere(facts), policy) switch
    {
        (_, EligibilityReason.TemporaryStay) => WorkerStanding.Excluded,
        (_, EligibilityReason.PermitGranted or EligibilityReason.PermitApplied or EligibilityReason.WorkerInFlanders) => WorkerStanding.TargetGroup,

        // These reasons are also given to family members, and the first of them before the region is looked at.
        (_, EligibilityReason.RegisteredBeforeStart or EligibilityReason.SettledInBrussels)
            when IsWorker(facts, policy) && Municipality.RegionOf(facts.Registration!.Municipality) != Region.Wallonia => WorkerStanding.TargetGroup,
        _ => WorkerStanding.None,
    };

    // Whoever settled as somebody's family stays that when the other leaves Belgium or dies.
    private static EligibilityFacts StillHere(EligibilityFacts facts) =>
        facts.Registration is { } registration ? facts with { Registration = registration with { DepartedOn = null, DeceasedOn = null } } : facts;

    /// <summary>
    /// Whether a stay on this permit is temporary. Both conditions of seed 2.A must hold: it is no longer than a year, by its
    /// category or by its validity with all renewals, and it can't be renewed beyond that (docs/adr/0013).
    /// </summary>
    public static bool IsTemporary(Permit permit, Policy policy) =>
        !permit.RenewableBeyondOneYear
        && (permit.ProlongedFrom is null && policy.TemporaryCategories.Contains(permit.Category)
            || permit.ValidUntil <= LastDayOf(permit.ProlongedFrom ?? permit.ValidFrom, policy.TemporaryStayMonths));

    // First and last day are both days of validity: a year from 1 April ends on 31 March, and 1 April is a day longer. A year
    // from 29 February ends on 28 February: there is no such day after it.
    private static DateOnly LastDayOf(DateOnly from, int months)
    {
        var same = from.AddMonths(months);
        return same.Day == from.Day ? same.AddDays(-1) : same;
    }

    private static (Treatment Treatment, EligibilityReason Reason) Rule(EligibilityFacts facts, Policy policy)
    {
        if (facts.Registration?.DeceasedOn is not null)
        {
            return (Treatment.NotObliged, EligibilityReason.Deceased);
        }

        if (policy.EuPlus.Contains(facts.Nationality))
        {
            return (Treatment.NotObliged, EligibilityReason.EuPlusNational);
        }

        if (facts.Registration?.DepartedOn is { } departedOn)
        {
            // A permit for a stay that is still to come is as before a first arrival.
            return facts.Permit?.ValidFrom > departedOn
                ? Rule(facts with { Registration = null }, policy)
                : (Treatment.NotObliged, EligibilityReason.LeftBelgium);
        }

        if (HasTemporaryStay(facts, policy))
        {
            return (Treatment.Excluded, EligibilityReason.TemporaryStay);
        }

        return facts.Registration is { } registration ? Settled(facts, registration, policy) : NotSettled(facts, policy);
    }

    private static (Treatment Treatment, EligibilityReason Reason) NotSettled(EligibilityFacts facts, Policy policy) => facts switch
    {
        { Permit.Status: PermitStatus.Granted, PermitRole: PermitRole.Holder } => (Treatment.PreArrivalAccess, EligibilityReason.PermitGranted),
        { Permit.Status: PermitStatus.Applied, PermitRole: PermitRole.Holder } when policy.AccessOpensAt == AccessOpening.Application => (Treatment.PreArrivalAccess, EligibilityReason.PermitApplied),
        { LinkedWorker: WorkerStanding.Excluded } => (Treatment.Excluded, EligibilityReason.FamilyOfTemporaryStay),
        { LinkedWorker: WorkerStanding.TargetGroup, Permit: { } permit } when IsMinor(facts, permit.ValidFrom, policy) => (Treatment.NotObliged, EligibilityReason.Minor),
        { LinkedWorker: WorkerStanding.TargetGroup } => (Treatment.PreArrivalAccess, EligibilityReason.TravellingPartner),
        { Permit.Status: PermitStatus.Applied, PermitRole: PermitRole.Holder } => (Treatment.NotObliged, EligibilityReason.PermitNotYetGranted),
        { Permit.Status: PermitStatus.Refused, PermitRole: PermitRole.Holder } => (Treatment.NotObliged, EligibilityReason.PermitRefused),
        { Permit.Status: PermitStatus.Withdrawn, PermitRole: PermitRole.Holder } => (Treatment.NotObliged, EligibilityReason.PermitWithdrawn),
        _ => (Treatment.NotObliged, EligibilityReason.UnknownGround),
    };

    private static (Treatment Treatment, EligibilityReason Reason) Settled(EligibilityFacts facts, Registration registration, Policy policy)
    {
        var isWorker = IsWorker(facts, policy);
        if (!isWorker && registration.ReasonOfStay != ReasonOfStay.Family)
        {
            return (Treatment.NotObliged, EligibilityReason.ReasonOfStayNotWork);
        }

        return (isWorker, facts.LinkedWorker) switch
        {
            (false, WorkerStanding.Excluded) => (Treatment.Excluded, EligibilityReason.FamilyOfTemporaryStay),
            (false, WorkerStanding.None) => (Treatment.NotObliged, EligibilityReason.FamilyWithoutLinkedWorker),
            _ when !facts.ObligedAsAdult && IsMinor(facts, registration.RegisteredOn, policy) => (Treatment.NotObliged, EligibilityReason.Minor),
            _ when registration.RegisteredOn < policy.AppliesToRegistrationsFrom => (Treatment.NotObliged, EligibilityReason.RegisteredBeforeStart),
            _ => Municipality.RegionOf(registration.Municipality) switch
            {
                Region.Flanders => (Treatment.Obliged, isWorker ? EligibilityReason.WorkerInFlanders : EligibilityReason.FamilyInFlanders),
                Region.Brussels => (Treatment.Encouraged, EligibilityReason.SettledInBrussels),
                _ => (Treatment.NotObliged, EligibilityReason.SettledInWallonia),
            },
        };
    }

    // A permit that was withdrawn makes no longer stay of a temporary one; before arrival there is none then.
    private static bool HasTemporaryStay(EligibilityFacts facts, Policy policy) =>
        facts is { Permit: { } held, PermitRole: PermitRole.Holder }
        && (held.Status == PermitStatus.Granted
            || (held.Status == PermitStatus.Applied && facts.Registration is null && policy.AccessOpensAt == AccessOpening.Application)
            || (held.Status == PermitStatus.Withdrawn && facts.Registration is not null))
        && IsTemporary(held, policy)
        && RestsOnPermitOnly(facts, policy);

    // "Only based on work, study, exchange …" (seed 2.A): another ground in the Register lifts the exclusion.
    private static bool RestsOnPermitOnly(EligibilityFacts facts, Policy policy) =>
        facts.Registration is null or { ReasonOfStay: ReasonOfStay.Study or ReasonOfStay.Exchange } || IsWorker(facts, policy);

    private static bool IsWorker(EligibilityFacts facts, Policy policy) =>
        facts.Registration is { } registration && policy.WorkerReasons.Contains(registration.ReasonOfStay);

    private static bool IsMinor(EligibilityFacts facts, DateOnly on, Policy policy) => facts.BirthDate.AddYears(policy.AdultAge) > on;
}
