using System.Collections.Immutable;
using System.Globalization;
using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Testing;

namespace Inburgering.Statistics;

/// <summary>Counts files and tests, one at a time, so that any number of people is counted in the memory of one.</summary>
public sealed class StatisticsTally(Policy policy)
{
    private readonly Dictionary<(Agency Agency, ObligationStatus Status), int> obligations = [];
    private readonly Dictionary<(string ModuleId, string Language), (int Closed, int Passed)> tests = [];
    private readonly SortedDictionary<string, (int Came, int LeftInOneYear, int LeftInThree)> cohorts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, int> daysToCompletion = [];
    private readonly SortedDictionary<string, int> deadlines = new(StringComparer.Ordinal);
    private (int Invited, int Activated) reach;
    private (int Obliged, int Before) completion;
    private (int Breached, int Confirmed) breaches;

    /// <summary>Counts one person.</summary>
    public void Count(PersonFile file)
    {
        if (file.InvitedOn is not null)
        {
            reach = (reach.Invited + 1, reach.Activated + (file.Account is null ? 0 : 1));
        }

        if (file.ResponsibleAgency is { } agency)
        {
            var key = (agency, file.Obligation.Status);
            obligations[key] = obligations.GetValueOrDefault(key) + 1;
        }

        if (file.Obligation is Breached or FulfilledLate)
        {
            breaches = (breaches.Breached + 1, breaches.Confirmed + (file.Enforcement is null ? 0 : 1));
        }

        if (file.Obligation is Running or Suspended)
        {
            var month = MonthOf(file.Obligation.Term!.DeadlineOn);
            deadlines[month] = deadlines.GetValueOrDefault(month) + 1;
        }

        var passedOn = PassedAllOn(file);
        if (file is { Agency: not null, Registrations: [{ Content: var first }, ..] })
        {
            completion = (completion.Obliged + 1, completion.Before + (passedOn <= first.RegisteredOn ? 1 : 0));
            Arrive(file, first.RegisteredOn);
        }

        if (passedOn is { } last && BeganOn(file) is { } began)
        {
            var days = Math.Max(0, last.DayNumber - began.DayNumber);
            daysToCompletion[days] = daysToCompletion.GetValueOrDefault(days) + 1;
        }
    }

    /// <summary>Counts one test; one that is still open counts for nothing.</summary>
    public void Count(Attempt attempt)
    {
        if (attempt.Result is { } result)
        {
            var key = (attempt.ModuleId, attempt.Language);
            var (closed, passed) = tests.GetValueOrDefault(key);
            tests[key] = (closed + 1, passed + (result.Passed ? 1 : 0));
        }
    }

    /// <summary>What has been counted, with small counts suppressed.</summary>
    public StatisticsSnapshot Snapshot(DateTimeOffset asOf)
    {
        var suppression = new Suppression(policy.SmallestCount);
        return new StatisticsSnapshot
        {
            AsOf = asOf,
            SmallestCount = policy.SmallestCount,
            Reach = suppression.Of(reach.Invited, reach.Activated),
            CompletedBeforeArrival = suppression.Of(completion.Obliged, completion.Before),
            Obligations = [.. obligations.GroupBy(pair => pair.Key.Agency).OrderBy(group => group.Key).SelectMany(group =>
            {
                var ordered = group.OrderBy(pair => pair.Key.Status).ToList();
                return ordered.Zip(suppression.Of([.. ordered.Select(pair => pair.Value)]), (pair, count) => new ObligationCount(pair.Key.Agency, pair.Key.Status, count));
            })],
            Tests = [.. tests.OrderBy(pair => pair.Key.ModuleId, StringComparer.Ordinal).ThenBy(pair => pair.Key.Language, StringComparer.Ordinal).Select(pair =>
            {
                var share = suppression.Of(pair.Value.Closed, pair.Value.Passed);
                return new PassRate(pair.Key.ModuleId, pair.Key.Language, share.Of, share.Count);
            })],
            DaysToCompletion = Completion(suppression),
            ConfirmedBreaches = suppression.Of(breaches.Breached, breaches.Confirmed),
            DeadlinesAhead = [.. deadlines.Keys.Zip(suppression.Of([.. deadlines.Values]), (month, count) => new DeadlineCount(month, count))],
            Cohorts = [.. cohorts.Select(pair =>
            {
                var (inOne, inThree) = (suppression.Of(pair.Value.Came, pair.Value.LeftInOneYear), suppression.Of(pair.Value.Came, pair.Value.LeftInThree));

                // The difference of the two is a count of people too.
                var between = suppression.IsSmall(pair.Value.LeftInThree - pair.Value.LeftInOneYear);
                return new CohortCount(pair.Key, inOne.Of, between ? null : inOne.Count, inThree.Count);
            })],
        };
    }

    private void Arrive(PersonFile file, DateOnly registeredOn)
    {
        var month = MonthOf(registeredOn);
        var (came, inOne, inThree) = cohorts.GetValueOrDefault(month);
        var leftOn = file.Region is null or Region.Flanders ? (DateOnly?)null : LeftOn(file);
        cohorts[month] = (
            came + 1,
            inOne + (leftOn <= registeredOn.AddYears(1) ? 1 : 0),
            inThree + (leftOn <= registeredOn.AddYears(3) ? 1 : 0));
    }

    private static string MonthOf(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private Spread Completion(Suppression suppression)
    {
        var people = daysToCompletion.Values.Sum();
        return people == 0 || suppression.IsSmall(people)
            ? new Spread(people == 0 ? 0 : null, null, null)
            : new Spread(people, Quantile(people, 0.5), Quantile(people, 0.9));
    }

    private int Quantile(int people, double share)
    {
        var (rank, seen) = ((int)Math.Ceiling(people * share), 0);
        return daysToCompletion.First(pair => (seen += pair.Value) >= rank).Key;
    }

    private DateOnly? PassedAllOn(PersonFile file) =>
        file.HasPassedAll(policy) ? policy.CompulsoryModules.Max(moduleId => file.Progress(moduleId).PassedOn) : null;

    private static DateOnly? BeganOn(PersonFile file) => file.InvitedOn ?? file.Letters.FirstOrDefault()?.DatedOn;

    private static DateOnly? LeftOn(PersonFile file) => file.Obligation is Ended ended ? ended.EndedOn : file.Residences[^1].From;
}
