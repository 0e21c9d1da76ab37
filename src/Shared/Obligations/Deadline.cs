using System.Collections.Immutable;
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
    /// <returns><see langword="null"/> as long as the receipt is not established.</returns>
    public static Term? Of(Dispatch dispatch, Policy policy)
    {
        if (Receipt(dispatch, policy) is not { } receipt)
        {
            return null;
        }

        var reached = receipt.To.AddMonths(policy.TermMonths);
        var deadline = LegalCalendar.WorkingDayFrom(reached);
        return new Term(receipt.To, deadline,
        [
            receipt,
            new DerivationStep(DerivationRule.MonthsAdded, receipt.To, reached) { Months = policy.TermMonths },
            deadline == reached
                ? new DerivationStep(DerivationRule.WorkingDayStands, reached, deadline)
                : new DerivationStep(DerivationRule.MovedToWorkingDay, reached, deadline) { Holiday = BelgianHolidays.Of(reached) },
        ]);
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
