using System.Collections.Immutable;

namespace Inburgering.Obligations;

/// <summary>
/// Days that a case officer took out of the term (<i>uitstel</i>, <i>opschorting</i>): the deadline moves by them, and while they run
/// the term stands still. A dated interval, never a flag: what held on any day can be told afterwards.
/// </summary>
/// <param name="Number">Rising by one in the person's file, from 1.</param>
/// <param name="Ground">Why, by the policy's code.</param>
/// <param name="Evidence">What shows it, in the officer's words.</param>
/// <param name="From">First legal day.</param>
/// <param name="To">Last legal day, counted too.</param>
/// <param name="OfficerId">Who granted it.</param>
/// <param name="GrantedAt">When.</param>
public sealed record Postponement(int Number, string Ground, string Evidence, DateOnly From, DateOnly To, string OfficerId, DateTimeOffset GrantedAt)
{
    /// <summary>Whether the term stands still on <paramref name="day"/> by this one.</summary>
    public bool Covers(DateOnly day) => From <= day && day <= To;
}

/// <summary>Postponements of one file, taken together: they may overlap, touch or lie in one another.</summary>
public static class Postponements
{
    /// <summary>Last day of the stretch without a gap that begins on <paramref name="day"/>; <see langword="null"/> if the term does not stand still on it.</summary>
    public static DateOnly? CoveredUntil(this ImmutableList<Postponement> postponements, DateOnly day)
    {
        DateOnly? until = null;
        while (postponements.Where(postponement => postponement.Covers(day)).Select(postponement => (DateOnly?)postponement.To).Max() is { } to)
        {
            (until, day) = (to, to.AddDays(1));
        }

        return until;
    }

    /// <summary>First day after <paramref name="day"/> on which the term begins to stand still; <see langword="null"/> if none is known.</summary>
    public static DateOnly? NextAfter(this ImmutableList<Postponement> postponements, DateOnly day) =>
        postponements.Where(postponement => postponement.From > day).Select(postponement => (DateOnly?)postponement.From).Min();

    /// <summary>How many days of <paramref name="later"/> none of these takes out already; days before <paramref name="termBegins"/> take nothing out.</summary>
    public static int DaysAddedBy(this IEnumerable<Postponement> earlier, Postponement later, DateOnly termBegins)
    {
        var known = earlier.ToList();
        var days = 0;
        for (var day = later.From < termBegins ? termBegins : later.From; day <= later.To; day = day.AddDays(1))
        {
            days += known.Any(postponement => postponement.Covers(day)) ? 0 : 1;
        }

        return days;
    }
}
