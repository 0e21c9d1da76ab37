using System.Collections.Immutable;
using Inburgering.People;

namespace Inburgering.Enforcement;

/// <summary>What the enforcement officers of ABB did with a case (seed 3.B: their own procedure; this product only takes it in).</summary>
public enum EnforcementOutcomeKind
{
    Opened,
    Heard,
    Sanctioned,
    Dismissed,
    Appealed,
    Paid,
    Closed,
}

/// <summary>One outcome, as ABB reported it.</summary>
/// <param name="Outcome">What was done.</param>
/// <param name="On">The day on which it was done.</param>
/// <param name="Amount">Euro, for a sanction or a payment; taken in, never computed.</param>
public sealed record EnforcementOutcome(EnforcementOutcomeKind Outcome, DateOnly On, decimal? Amount);

/// <summary>Where a case stands, folded from its outcomes in ABB's order.</summary>
/// <param name="Status">The latest outcome; <see langword="null"/> as long as ABB reported nothing.</param>
/// <param name="SanctionedAmount">Euro of the latest sanction, unless the case was dismissed after it.</param>
/// <param name="AppealedOn">The day of the latest appeal.</param>
/// <param name="PaidAmount">Euro paid in all.</param>
public sealed record EnforcementStanding(EnforcementOutcomeKind? Status, decimal? SanctionedAmount, DateOnly? AppealedOn, decimal PaidAmount)
{
    /// <summary>
    /// The outcomes that count, each once: what an officer reported counts only until ABB's own message says the same, so that both
    /// ways in give one standing and no payment counts twice.
    /// </summary>
    public static IEnumerable<Fact<EnforcementOutcome>> Counted(ImmutableList<Fact<EnforcementOutcome>> outcomes) => outcomes.Where(fact =>
        !EnforcementReferral.WasReported(fact) || !outcomes.Any(other => other.Content == fact.Content && !EnforcementReferral.WasReported(other)));

    public static EnforcementStanding Of(ImmutableList<Fact<EnforcementOutcome>> outcomes) => Counted(outcomes).Aggregate(
        new EnforcementStanding(null, null, null, 0),
        (known, fact) => known with
        {
            Status = fact.Content.Outcome,
            SanctionedAmount = fact.Content.Outcome switch
            {
                EnforcementOutcomeKind.Sanctioned => fact.Content.Amount,
                EnforcementOutcomeKind.Dismissed => null,
                _ => known.SanctionedAmount,
            },
            AppealedOn = fact.Content.Outcome == EnforcementOutcomeKind.Appealed ? fact.Content.On : known.AppealedOn,
            PaidAmount = known.PaidAmount + (fact.Content.Outcome == EnforcementOutcomeKind.Paid ? fact.Content.Amount ?? 0 : 0),
        });
}
