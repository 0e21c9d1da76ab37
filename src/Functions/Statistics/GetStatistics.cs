using Inburgering.Functions.Http;
using Inburgering.Statistics;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Statistics;

/// <summary>GET /statistics: aggregates without personal data, as counted last night.</summary>
public sealed class GetStatistics(StatisticsCounting counting)
{
    [Function(nameof(GetStatistics))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/statistics")] HttpRequest request, CancellationToken cancellationToken)
    {
        var snapshot = await counting.LatestAsync(cancellationToken);
        return Answers.Ok(new
        {
            AsOf = Answers.Instant(snapshot.AsOf),
            snapshot.SmallestCount,
            snapshot.Reach,
            snapshot.CompletedBeforeArrival,
            snapshot.Obligations,
            snapshot.Tests,
            snapshot.DaysToCompletion,
            snapshot.ConfirmedBreaches,
            snapshot.DeadlinesAhead,
            snapshot.Cohorts,
        });
    }
}
