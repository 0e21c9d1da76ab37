using Inburgering.Obligations;

namespace Inburgering.Compliance;

/// <summary>What DWEWIS may know of an applicant (seed 3.B; docs/architecture.md).</summary>
public enum ComplianceStatus
{
    Fulfilled,

    /// <summary>The matter runs: a renewal must not be refused for it.</summary>
    Pending,

    /// <summary>Breached and confirmed by a human: the permit is not renewed.</summary>
    NotFulfilled,

    NotApplicable,

    Unknown,
}

/// <summary>The answer to DWEWIS, from the obligation alone.</summary>
public static class ComplianceRules
{
    /// <param name="obligation">The applicant's own obligation; never their partner's.</param>
    /// <param name="passedAll">Whether all compulsory modules were passed, before arrival included.</param>
    public static ComplianceStatus Answer(Obligation obligation, bool passedAll) => obligation switch
    {
        Fulfilled or FulfilledLate => ComplianceStatus.Fulfilled,

        // A proof is a proof, whichever of the facts came first.
        NoObligation or Ended when passedAll => ComplianceStatus.Fulfilled,
        LetterPending or Running or Suspended or Breached { Confirmation: null } => ComplianceStatus.Pending,
        Breached => ComplianceStatus.NotFulfilled,
        NoObligation or Exempted or Ended => ComplianceStatus.NotApplicable,
        _ => throw new InvalidOperationException($"No answer for {obligation.GetType().Name}."),
    };
}
