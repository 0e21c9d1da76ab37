using System.Collections.Immutable;
using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Messages;
using Inburgering.People;

namespace Inburgering.Enforcement;

/// <summary>
/// Which outcome may follow which, for one that a human types: a slip is refused by the rule it breaks. What ABB's own system sends is
/// taken as it comes, because messages come in any order.
/// </summary>
public static class OutcomeOrder
{
    /// <summary>Why the outcome makes no sense in that case; <see langword="null"/> if it does.</summary>
    public static Refusal? Refuse(EnforcementReferral referral, EnforcementOutcome outcome, DateOnly today)
    {
        if (outcome.On > today)
        {
            return Field("date", "must not be in the future");
        }

        var confirmedOn = LegalCalendar.DayOf(referral.Breach.Confirmation!.ConfirmedAt);
        if (outcome.On < confirmedOn)
        {
            return Field("date", $"must not be before the breach was confirmed, on {Day(confirmedOn)}");
        }

        if (outcome is { Amount: not null, Outcome: not EnforcementOutcomeKind.Sanctioned })
        {
            return Field("amount", "must be left out unless outcome is sanctioned");
        }

        if (outcome.Amount is 0)
        {
            return Field("amount", "must be more than 0");
        }

        var known = EnforcementStanding.Counted(referral.Outcomes).Select(fact => fact.Content).ToImmutableList();
        if (known.Select(earlier => earlier.On).DefaultIfEmpty(outcome.On).Max() is var last && outcome.On < last)
        {
            return Field("date", $"must not be before the latest outcome, on {Day(last)}");
        }

        var kinds = known.Select(earlier => earlier.Outcome).ToImmutableList();
        return MayFollow(kinds, outcome.Outcome)
            ? null
            : Refusal.Conflict("outcomeOutOfOrder", kinds.IsEmpty
                ? $"{WireName.Of(outcome.Outcome)} can't be the first outcome of a case."
                : $"{WireName.Of(outcome.Outcome)} can't follow {WireName.Of(kinds[^1])} in this case.") with { Field = "outcome" };
    }

    private static bool MayFollow(ImmutableList<EnforcementOutcomeKind> known, EnforcementOutcomeKind next)
    {
        var isSanctioned = StandsSanctioned(known);
        var isDismissed = known.LastOrDefault(IsDecision) == EnforcementOutcomeKind.Dismissed;
        if (known.Contains(EnforcementOutcomeKind.Closed))
        {
            return false;
        }

        return next switch
        {
            EnforcementOutcomeKind.Opened => known.IsEmpty,
            EnforcementOutcomeKind.Heard => !isDismissed && !known.Contains(EnforcementOutcomeKind.Paid) && (!isSanctioned || IsAppealed(known)),

            // A sanction is imposed once (seed 3.B); on appeal it may be decided anew.
            EnforcementOutcomeKind.Sanctioned => !isDismissed && (!isSanctioned || IsAppealed(known)),
            EnforcementOutcomeKind.Dismissed => !isDismissed,
            EnforcementOutcomeKind.Appealed => isSanctioned && !IsAppealed(known),
            EnforcementOutcomeKind.Paid => isSanctioned,
            _ => true,
        };
    }

    private static bool StandsSanctioned(ImmutableList<EnforcementOutcomeKind> known) => known.LastOrDefault(IsDecision) == EnforcementOutcomeKind.Sanctioned;

    private static bool IsAppealed(ImmutableList<EnforcementOutcomeKind> known) =>
        known.LastIndexOf(EnforcementOutcomeKind.Appealed) > known.FindLastIndex(IsDecision);

    private static bool IsDecision(EnforcementOutcomeKind kind) => kind is EnforcementOutcomeKind.Sanctioned or EnforcementOutcomeKind.Dismissed;

    private static Refusal Field(string field, string rule) => new(RefusalKind.Invalid, "badRequest", rule, field);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
