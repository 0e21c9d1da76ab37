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

    private static Term Moved(DateOnly receivedOn, DateOnly reached, ImmutableList<DerivationStep> derivation)
    {
        var deadline = LegalCalendar.WorkingDayFrom(reached);
        return new Term(receivedOn, deadline, derivation.Add(deadline == reached
            ? new DerivationStep(DerivationRule.WorkingDayStands, reached, deadline)
            : new DerivationStep(DerivationRule.MovedToWorkingDay, reached, deadline) { Holiday = BelgianHolidays.Of(reached) }));
    }

    private static DerivationStep? Receipt(Dispatch dispatch, Policy policy)
    {
        switch (dispatch)
        {
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
