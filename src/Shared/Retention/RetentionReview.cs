using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.People;
using Inburgering.Policies;

namespace Inburgering.Retention;

/// <summary>
/// Keeps the day under which a file stands in the list of what falls due. The list is written only where the day comes sooner: what
/// was put off is seen when the old day comes, and filed anew.
/// </summary>
public static class RetentionReview
{
    /// <summary>Gives the changed file its day, if it needs a sooner one.</summary>
    public static void Update(FileChange change, Policy policy)
    {
        var today = LegalCalendar.DayOf(change.Now);
        if (!change.Attempts.IsEmpty)
        {
            change.Update(file => file with { Retention = file.Retention with { LastAttemptOn = today } });
        }

        // A look at the list of today may be under way: whatever is filed stands under a day to come.
        var due = RetentionRules.Next(change.File, policy)?.DueOn;
        var day = due <= today ? today.AddDays(1) : due;
        if (day is not null && !(change.File.Retention.ReviewOn <= day))
        {
            change.Update(file => file with { Retention = file.Retention with { ReviewOn = day } });
        }
    }

    /// <summary>Keeps what leads to the look-up rows of a household that the file does not hold, or no longer.</summary>
    public static void RememberHousehold(FileChange change, Registration taken, IndexKeys keys)
    {
        var now = (change.File.Registration?.Household ?? []).Select(member => member.NationalNumber).ToHashSet();
        var former = taken.Household.Concat(change.Before.Registration?.Household ?? [])
            .Where(member => !now.Contains(member.NationalNumber))
            .Select(member => keys.HouseholdOf(member.NationalNumber).Hash)
            .ToList();
        if (former.Count > 0)
        {
            change.Update(file => file with { Retention = file.Retention with { FormerHousehold = file.Retention.FormerHousehold.Union(former) } });
        }
    }
}
