using System.Collections.Immutable;
using Inburgering.Calendar;
using Inburgering.Letters;

namespace Inburgering.Obligations;

/// <summary>The rule that one step of a deadline's computation applies.</summary>
public enum DerivationRule
{
    /// <summary>From handover to the post to the presumed receipt: some working days (Judicial Code art. 53bis by analogy).</summary>
    ReceivedByPost,

    /// <summary>From presentation to the first day after it (Judicial Code art. 53bis by analogy).</summary>
    ReceivedAfterPresentation,

    /// <summary>From delivery to the same day.</summary>
    ReceivedOnDelivery,

    /// <summary>To the day that a case officer's proof to the contrary gives, whatever is presumed (Judicial Code art. 53bis by analogy).</summary>
    ReceivedByProof,

    /// <summary>From receipt by calendar months, clipped to the month's end (seed 3.B).</summary>
    MonthsAdded,

    /// <summary>A working day stands.</summary>
    WorkingDayStands,

    /// <summary>From a Saturday, Sunday or public holiday to the next working day (Judicial Code art. 53 by analogy).</summary>
    MovedToWorkingDay,

    /// <summary>From a deadline by the calendar days that a postponement takes out of the term.</summary>
    Postponed,

    /// <summary>From the day the person left Flanders to the deadline: the days that remain.</summary>
    DaysRemained,

    /// <summary>From the day the person was back in Flanders by the days that remained.</summary>
    RemainingDaysRunOn,
}

/// <summary>One step of a deadline's computation, as data: whoever shows it puts it in words.</summary>
/// <param name="Rule">What is applied.</param>
/// <param name="From">The day it begins with: the last step's end, or the day that the post reported.</param>
/// <param name="To">The day it ends with.</param>
public sealed record DerivationStep(DerivationRule Rule, DateOnly From, DateOnly To)
{
    /// <summary>How the letter went, for a receipt.</summary>
    public PostingMethod? Method { get; init; }

    /// <summary>The working days that were counted, for a receipt by post.</summary>
    public ImmutableList<DateOnly>? WorkingDays { get; init; }

    /// <summary>Calendar months, for the term.</summary>
    public int? Months { get; init; }

    /// <summary>The postponement, for days taken out of the term.</summary>
    public int? Postponement { get; init; }

    /// <summary>First day of that postponement.</summary>
    public DateOnly? PostponedFrom { get; init; }

    /// <summary>Its last day.</summary>
    public DateOnly? PostponedTo { get; init; }

    /// <summary>Calendar days: those a postponement adds, which no earlier one takes out, or those that remained and run on.</summary>
    public int? Days { get; init; }

    /// <summary>The public holiday that moves the deadline; without one, a weekend does.</summary>
    public Holiday? Holiday { get; init; }
}
