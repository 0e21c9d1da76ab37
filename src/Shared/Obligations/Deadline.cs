using System.Collections.Immutable;
using System.Globalization;
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
        var lines = ImmutableList.CreateBuilder<string>();
        if (Receipt(dispatch, policy, lines) is not { } receivedOn)
        {
            return null;
        }

        var reached = receivedOn.AddMonths(policy.TermMonths);
        var deadline = LegalCalendar.WorkingDayFrom(reached);
        lines.Add(Line($"Received on {Day(receivedOn)}; plus {policy.TermMonths} calendar months: {Day(reached)}."));
        lines.Add(deadline == reached
            ? Line($"{Day(reached)} is a working day and stands.")
            : Line($"{Day(reached)} is {WhyNot(reached)}; the deadline moves to {Day(deadline)}."));
        return new Term(receivedOn, deadline, lines.ToImmutable());
    }

    private static DateOnly? Receipt(Dispatch dispatch, Policy policy, ImmutableList<string>.Builder lines)
    {
        switch (dispatch)
        {
            case { Method: PostingMethod.Ordinary or PostingMethod.Registered, PostedOn: { } postedOn }:
                var workingDays = LegalCalendar.WorkingDaysAfter(postedOn).Take(policy.ReceiptWorkingDays).ToList();
                lines.Add(Line($"Posted on {Day(postedOn)} by {(dispatch.Method == PostingMethod.Ordinary ? "ordinary" : "registered")} post; the following working days are {string.Join(", ", workingDays.Select(Day))}."));
                return workingDays.Count == 0 ? postedOn : workingDays[^1];
            case { Method: PostingMethod.RegisteredWithReceipt, DeliveredOn: { } presentedOn }:
                lines.Add(Line($"Presented on {Day(presentedOn)} by registered post with proof of receipt; received on the day after."));
                return presentedOn.AddDays(1);
            case { Method: null or PostingMethod.EBox or PostingMethod.RegisteredEBox, DeliveredOn: { } deliveredOn }:
                lines.Add(Line($"Delivered on {Day(deliveredOn)}{(dispatch.Method is null ? string.Empty : " in the eBox")}; received on that day."));
                return deliveredOn;
            default:
                return null;
        }
    }

    private static string WhyNot(DateOnly day) => BelgianHolidays.NameOf(day) is { } holiday ? $"a public holiday ({holiday})" : "no working day";

    private static string Day(DateOnly day) => day.ToString("dddd yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
