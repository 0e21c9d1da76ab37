using System.Collections.Immutable;
using Inburgering.Arrivals;
using Inburgering.Obligations;

namespace Inburgering.Statistics;

/// <summary>
/// Aggregates without personal data (seed 1, 6): reach, completion before arrival, pass rates, time to completion, breaches,
/// departures. A count of at least one that is smaller than <see cref="SmallestCount"/> is left out, and so is whatever would
/// let it be computed from its neighbours.
/// </summary>
public sealed record StatisticsSnapshot
{
    /// <summary>When the files were counted.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The smallest count that is shown, from the policy.</summary>
    public required int SmallestCount { get; init; }

    /// <summary>Invited before arrival, and of those with an account.</summary>
    public required Share Reach { get; init; }

    /// <summary>Registered in Flanders and obliged, and of those with everything passed on the day of registration.</summary>
    public required Share CompletedBeforeArrival { get; init; }

    /// <summary>Obligations by agency and state.</summary>
    public required ImmutableList<ObligationCount> Obligations { get; init; }

    /// <summary>Closed tests by module and language, and of those passed.</summary>
    public required ImmutableList<PassRate> Tests { get; init; }

    /// <summary>Days from the first invitation or letter to the last module passed.</summary>
    public required Spread DaysToCompletion { get; init; }

    /// <summary>Breaches ever confirmed by a case officer, of all breaches that stand.</summary>
    public required Share ConfirmedBreaches { get; init; }

    /// <summary>Terms that run or stand still, by the month of their deadline. Empty in a count that was kept before this was counted.</summary>
    public ImmutableList<DeadlineCount> DeadlinesAhead { get; init; } = [];

    /// <summary>By the month of registration: how many came, and how many of those have left Flanders within one and three years.</summary>
    public required ImmutableList<CohortCount> Cohorts { get; init; }
}

/// <param name="Of">How many in all; <see langword="null"/> where suppressed.</param>
/// <param name="Count">How many of them; <see langword="null"/> where suppressed.</param>
public sealed record Share(int? Of, int? Count);

/// <summary>How many people of an agency are in a state.</summary>
public sealed record ObligationCount(Agency Agency, ObligationStatus Status, int? Count);

/// <summary>How many closed tests of a module in a language were passed.</summary>
public sealed record PassRate(string ModuleId, string Language, int? Attempts, int? Passed);

/// <param name="Count">Over how many people; <see langword="null"/> where suppressed, and then the rest too.</param>
/// <param name="Median">Half of them needed no longer, in days.</param>
/// <param name="NinthDecile">Nine in ten needed no longer, in days.</param>
public sealed record Spread(int? Count, int? Median, int? NinthDecile);

/// <param name="Month">Month of the deadline, as <c>2026-10</c>.</param>
/// <param name="Count">How many people's; <see langword="null"/> where suppressed.</param>
public sealed record DeadlineCount(string Month, int? Count);

/// <param name="Month">Month of registration, as <c>2026-05</c>.</param>
/// <param name="Registered">How many came.</param>
/// <param name="LeftWithinOneYear">How many of them had left Flanders within a year.</param>
/// <param name="LeftWithinThreeYears">How many of them had left Flanders within three years.</param>
public sealed record CohortCount(string Month, int? Registered, int? LeftWithinOneYear, int? LeftWithinThreeYears);
