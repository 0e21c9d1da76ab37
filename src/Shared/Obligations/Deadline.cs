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
    /// <param name="postponements">Days that case officers took out of the term, in the order of the grants.</param>
    /// <returns><see langword="null"/> as long as the receipt is not established.</returns>
    public static Term? Of(Dispatch dispatch, Policy policy, IReadOnlyList<Absence>? absences = null, IReadOnlyList<Postponement>? postponements = null)
    {
        if (Receipt(dispatch, policy) is not { } receipt)
        {
            return null;
        }

        var reached = receipt.To.AddMonths(policy.TermMonths);
        var term = Moved(receipt.To, reached, [receipt, new DerivationStep(DerivationRule.MonthsAdded, receipt.To, reached) { Months = policy.TermMonths }]);
        return AsLived(term, absences ?? [], postponements ?? []);
    }

    /// <summary>
    /// The term as its postponements move it, in the order of their grants: each adds the days that no earlier one took out
    /// already, and the day it reaches moves to the next working day. Whatever moved the term before, it is computed from the
    /// deadline that the letter gave: doing it again gives the same.
    /// </summary>
    public static Term Postponed(Term term, IReadOnlyList<Postponement> postponements)
    {
        var first = term.Derivation.FindIndex(step => step.Rule is DerivationRule.Postponed or DerivationRule.DaysRemained);
        var given = first < 0 ? term : new Term(term.ReceivedOn, GivenIn(term.Derivation[first]), term.Derivation.GetRange(0, first));
        return AsLived(given, AbsencesIn(term), postponements);
    }

    // The deadline that the first step beyond the letter started from.
    private static DateOnly GivenIn(DerivationStep step) => step.Rule == DerivationRule.Postponed ? step.From : step.To;

    /// <summary>The times outside Flanders that moved a term.</summary>
    public static IReadOnlyList<Absence> AbsencesIn(Term term) =>
    [
        .. term.Derivation.Zip(term.Derivation.Skip(1))
            .Where(steps => steps.First.Rule == DerivationRule.DaysRemained)
            .Select(steps => new Absence(steps.First.From, steps.Second.From)),
    ];

    // In the order in which it happened: what remains on leaving counts the postponements that began before.
    private static Term AsLived(Term term, IReadOnlyList<Absence> absences, IReadOnlyList<Postponement> postponements)
    {
        var counted = new List<Postponement>();
        foreach (var absence in absences)
        {
            term = After(Postponed(term, [.. postponements.Where(granted => granted.From <= absence.From)], counted), absence);
        }

        return Postponed(term, postponements, counted);
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

    private static Term Postponed(Term term, IReadOnlyList<Postponement> postponements, List<Postponement> counted)
    {
        foreach (var granted in postponements.Where(granted => !counted.Contains(granted)))
        {
            // A term that is over before the postponement begins is not moved by it: a later fact about the letter may make it so.
            var days = granted.From > term.DeadlineOn ? 0 : counted.DaysAddedBy(granted, term.ReceivedOn);
            if (days > 0)
            {
                var step = new DerivationStep(DerivationRule.Postponed, term.DeadlineOn, term.DeadlineOn.AddDays(days))
                {
                    Postponement = granted.Number,
                    PostponedFrom = granted.From,
                    PostponedTo = granted.To,
                    Days = days,
                };
                term = Moved(term.ReceivedOn, step.To, term.Derivation.Add(step));
                counted.Add(granted);
            }
        }

        return term;
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
