using Inburgering.Messages;
using Inburgering.Obligations;

namespace Inburgering.Telemetry;

/// <summary>Counts for the operators' eye: how many matters stand where, what falls due, what is stuck. One obligation at a time.</summary>
/// <param name="today">The legal day as of which is counted.</param>
public sealed class MatterTally(DateOnly today)
{
    // Not policy: the law sets no term for a confirmation. From then on somebody should ask the agency.
    private const int PatienceDays = 14;

    private readonly SortedDictionary<string, int> byStatus = new(Enum.GetValues<ObligationStatus>().ToDictionary(WireName.Of, _ => 0), StringComparer.Ordinal);

    /// <summary>People by status; a status that nobody has counts zero.</summary>
    public IReadOnlyDictionary<string, int> ByStatus => byStatus;

    /// <summary>Running terms whose last day is one of the next seven, today included.</summary>
    public int DueWithin7Days { get; private set; }

    public int DueWithin30Days { get; private set; }

    /// <summary>Terms that still run although their last day was before yesterday.</summary>
    public int OverdueDeadlines { get; private set; }

    /// <summary>Breaches that have waited for a confirmation for more than two weeks.</summary>
    public int OverdueConfirmations { get; private set; }

    public void Count(Obligation obligation)
    {
        ArgumentNullException.ThrowIfNull(obligation);
        byStatus[WireName.Of(obligation.Status)]++;
        if (obligation is Running { Term.DeadlineOn: var deadline })
        {
            var left = deadline.DayNumber - today.DayNumber;
            DueWithin7Days += left is >= 0 and < 7 ? 1 : 0;
            DueWithin30Days += left is >= 0 and < 30 ? 1 : 0;
            OverdueDeadlines += left < -1 ? 1 : 0;
        }

        OverdueConfirmations += obligation is Breached { Confirmation: null, BreachedOn: var breachedOn } && today.DayNumber - breachedOn.DayNumber > PatienceDays ? 1 : 0;
    }
}
