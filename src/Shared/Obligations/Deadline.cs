using System.Collections.Immutable;
using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Letters;
using Inburgering.Policies;

namespace Inburgering.Obligations;

/// <summary>From the dispatch of the letter to the last day of the term, with its derivation.</summary>
public static class Deadline
{
    /// <summary>
    /// The term that a letter's dispatch sets: receipt by posting method (Judicial Code art. 53bis), plus the term in calendar
    /// months clipped to the month's end, moved to the next working day if it falls on a Saturday, Sunday or public holiday.
    /// </summary>
    /// <param name="dispatch">What is known of the letter's way.</param>
    /// <param name="policy">The version the letter was written under.</param>
    /// <param name="absences">Times outside Flanders, in order: the days that remained on leaving run on from the return.</param>
    /// <returns><see langword="null"/> as long as the receipt is not established.</returns>
    public static Term? Of(Dispatch dispatch, Policy policy, IReadOnlyList<Absence>? absences = null)
    {
        if (Receipt(dispatch, policy) is not { } receipt)
        {
            return null;
        }

        var reached = receipt.To.AddMonths(policy.TermMonths);
        var term = Moved(receipt.To, reached, [receipt, new DerivationStep(DerivationRule.MonthsAdded, receipt.To, reached) { Months = policy.TermMonths }]);
        return (absences ?? []).Aggregate(term, After);
    }

    // An absence that was over before the receipt, or began after the deadline, leaves the term as it is.
    private static Term After(Term term, Absence absence)
    {
        var leftOn = absence.From > term.ReceivedOn ? absence.From : term.ReceivedOn;
        if (absence.Until <= leftOn || leftOn > term.DeadlineOn)
        {
            return term;
        }

        var days = term.DeadlineOn.DayNumber - leftOn.DayNumber;
        var reached = absence.Until.AddDays(days);
        return Moved(term.ReceivedOn, reached,
        [
            .. term.Derivation,
            new DerivationStep(DerivationRule.DaysRemained, leftOn, term.DeadlineOn) { Days = days },
            new DerivationStep(DerivationRule.RemainingDaysRunOn, absence.Until, reached) { Days = days },
        ]);
    }

    /// <summary>
    /// The term as its postponements move it, in the order of their grants: each adds the days that no earlier one took out
    /// already, and the day it reaches moves to the next working day. Whatever postponements moved the term before, it is
    /// computed from the deadline that the letter gave: doing it again gives the same.
    /// </summary>
    public static Term Postponed(Term term, IReadOnlyList<Postponement> postponements)
    {
        var first = term.Derivation.FindIndex(step => step.Rule == DerivationRule.Postponed);
        var (deadline, steps) = first < 0 ? (term.DeadlineOn, term.Derivation) : (term.Derivation[first].From, term.Derivation.GetRange(0, first));
        var counted = new List<Postponement>();
        foreach (var granted in postponements)
        {
            // A term that is over before the postponement begins is not moved by it: a later fact about the letter may make it so.
            var days = granted.From > deadline ? 0 : counted.DaysAddedBy(granted, term.ReceivedOn);
            if (days > 0)
            {
                var step = new DerivationStep(DerivationRule.Postponed, deadline, deadline.AddDays(days))
                {
                    Postponement = granted.Number,
                    PostponedFrom = granted.From,
                    PostponedTo = granted.To,
                    Days = days,
                };
                var toWorkingDay = ToWorkingDay(step.To);
                (deadline, steps) = (toWorkingDay.To, steps.Add(step).Add(toWorkingDay));
                counted.Add(granted);
            }
        }

        return new Term(term.ReceivedOn, deadline, steps);
    }

    private static Term Moved(DateOnly receivedOn, DateOnly reached, ImmutableList<DerivationStep> derivation)
    {
        var toWorkingDay = ToWorkingDay(reached);
        return new Term(receivedOn, toWorkingDay.To, derivation.Add(toWorkingDay));
    }

    private static DerivationStep ToWorkingDay(DateOnly reached) => LegalCalendar.IsWorkingDay(reached)
        ? new DerivationStep(DerivationRule.WorkingDayStands, reached, reached)
        : new DerivationStep(DerivationRule.MovedToWorkingDay, reached, LegalCalendar.WorkingDayFrom(reached)) { Holiday = BelgianHolidays.Of(reached) };

    private static DerivationStep? Receipt(Dispatch dispatch, Policy policy)
    {
        switch (dispatch)
        {
            case { ProvenOn: { } provenOn }:
                return new DerivationStep(DerivationRule.ReceivedByProof, dispatch.PostedOn ?? dispatch.DeliveredOn ?? provenOn, provenOn) { Method = dispatch.Method };
            case { ReturnedOn: not null }:
                return null;
            case { Method: PostingMethod.Ordinary or PostingMethod.Registered, PostedOn: { } postedOn }:
                var workingDays = LegalCalendar.WorkingDaysAfter(postedOn).Take(policy.ReceiptWorkingDays).ToImmutableList();
                return new DerivationStep(DerivationRule.ReceivedByPost, postedOn, workingDays.IsEmpty ? postedOn : workingDays[^1]) { Method = dispatch.Method, WorkingDays = workingDays };
            case { Method: PostingMethod.RegisteredWithReceipt, DeliveredOn: { } presentedOn }:
                return new DerivationStep(DerivationRule.ReceivedAfterPresentation, presentedOn, presentedOn.AddDays(1)) { Method = dispatch.Method };
            case { Method: null or PostingMethod.EBox or PostingMethod.RegisteredEBox, DeliveredOn: { } deliveredOn }:
                return new DerivationStep(DerivationRule.ReceivedOnDelivery, deliveredOn, deliveredOn) { Method = dispatch.Method };
            default:
                return null;
        }
    }
}
