using Inburgering.Statistics;

namespace Inburgering.Functions.Statistics;

/// <summary>Timer, daily at 02:30 UTC: counts everybody for the statistics.</summary>
public sealed class CountStatistics(StatisticsCounting counting)
{
    [Function(nameof(CountStatistics))]
    public Task Run([TimerTrigger("0 30 2 * * *")] TimerInfo timer, CancellationToken cancellationToken) => counting.CountAsync(cancellationToken);
}
