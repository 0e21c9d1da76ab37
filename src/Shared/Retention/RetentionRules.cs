using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Permits;
using Inburgering.Policies;

namespace Inburgering.Retention;

/// <summary>What is erased.</summary>
public enum RetentionStep
{
    /// <summary>Questions and answers of the tests that were closed; that and when a module was passed stays.</summary>
    AttemptDetail,

    /// <summary>The person: everything but proof and audit trail.</summary>
    Person,

    /// <summary>The proof of successful participation of an erased person.</summary>
    Proof,

    /// <summary>All that is left, the audit trail with it.</summary>
    Trail,
}

/// <summary>Why it is erased, as a stable code.</summary>
public enum RetentionReason
{
    CaseClosed,
    NeverArrived,
    LivesInWallonia,
    NoActSince,
    ProofExpired,
}

/// <summary>What falls due for erasure.</summary>
/// <param name="Step">What.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">The legal day from which the term counts.</param>
/// <param name="DueOn">The first legal day on which it is no longer kept.</param>
public sealed record RetentionDue(RetentionStep Step, RetentionReason Reason, DateOnly Since, DateOnly DueOn);

/// <summary>How long things are kept (domain 7, docs/privacy.md). Nothing is erased while the obligation runs or a human has still to decide.</summary>
public static class RetentionRules
{
    /// <summary>What falls due first; <see langword="null"/> while nothing can.</summary>
    public static RetentionDue? Next(PersonFile file, Policy policy)
    {
        var periods = policy.Retention;
        RetentionDue?[] due = file switch
        {
            { JoinedInto: not null } => [],
            { Retention.ErasedOn: not null } => [Proof(file, periods), Trail(file, periods)],
            _ => [AttemptDetail(file, periods), Person(file, periods)],
        };
        return due.OfType<RetentionDue>().OrderBy(one => one.DueOn).ThenBy(one => one.Step).FirstOrDefault();
    }

    /// <summary>The legal day on which there was nothing left to decide in the case; <see langword="null"/> while there is.</summary>
    public static DateOnly? ClosedOn(PersonFile file) => file.Obligation switch
    {
        Fulfilled fulfilled => fulfilled.FulfilledOn,
        FulfilledLate late => late.FulfilledOn,
        Ended ended => ended.EndedOn,
        NoObligation => file.Certificate?.IssuedOn,
        _ => null,
    };

    private static RetentionDue? AttemptDetail(PersonFile file, RetentionPeriods periods)
    {
        if (file.Retention is not { LastAttemptOn: { } lastOn } state || state.AttemptsErasedOn > lastOn || ClosedOn(file) is not { } closedOn)
        {
            return null;
        }

        var since = closedOn > lastOn ? closedOn : lastOn;
        return new RetentionDue(RetentionStep.AttemptDetail, RetentionReason.CaseClosed, since, periods.AttemptDetail.After(since));
    }

    private static RetentionDue? Person(PersonFile file, RetentionPeriods periods)
    {
        // Who was handed over for a sanction is remembered for as long as claims may rise: it is imposed once.
        if (ObligationDecider.IsOpen(file.Obligation) || file.Retention.LastActOn is not { } lastActOn)
        {
            return null;
        }

        return file switch
        {
            { Registration: null, Enforcement: null } => Until(RetentionReason.NeverArrived, LastGrantOn(file) ?? lastActOn, periods.NeverArrived),
            { Region: Region.Wallonia, Enforcement: null } => Until(RetentionReason.LivesInWallonia, file.Residences[^1].From, periods.Wallonia),
            _ => Until(RetentionReason.NoActSince, lastActOn, periods.Audit),
        };
    }

    private static RetentionDue? Proof(PersonFile file, RetentionPeriods periods) => file.Certificate is { } certificate
        ? new RetentionDue(RetentionStep.Proof, RetentionReason.ProofExpired, certificate.IssuedOn, periods.Proof.After(certificate.IssuedOn))
        : null;

    private static RetentionDue? Trail(PersonFile file, RetentionPeriods periods)
    {
        if (file.Retention.LastActOn is not { } lastActOn)
        {
            return null;
        }

        var due = new RetentionDue(RetentionStep.Trail, RetentionReason.NoActSince, lastActOn, periods.Audit.After(lastActOn));
        return Proof(file, periods) is { } proof && proof.DueOn > due.DueOn ? due with { DueOn = proof.DueOn } : due;
    }

    private static RetentionDue Until(RetentionReason reason, DateOnly since, Period period) => new(RetentionStep.Person, reason, since, period.After(since));

    /// <summary>The day of the last permit that DWEWIS granted or that names the person; of a declared partner, the day of the invitation.</summary>
    private static DateOnly? LastGrantOn(PersonFile file) => file.HeldPermits.Values.Concat(file.PartnerPermits.Values)
        .SelectMany(facts => facts)
        .Select(fact => (DateOnly?)LegalCalendar.DayOf(fact.SentAt))
        .Concat(file.PermitChanges.Values.SelectMany(facts => facts).Where(fact => fact.Content.Status == PermitStatus.Granted).Select(fact => (DateOnly?)LegalCalendar.DayOf(fact.SentAt)))
        .Append(file.InvitedOn)
        .Max();
}
