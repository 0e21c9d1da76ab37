using Inburgering.Functions.Http;
using Inburgering.Operations;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Operations;

/// <summary>GET /operations/runs: what was started and how far it is.</summary>
public sealed class ListRuns(OperatorTrail trail)
{
    // Runs are rare; what is older stands in the trail.
    private const int Most = 100;

    [Function(nameof(ListRuns))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operations/runs")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        await trail.RecordAsync(request.Caller().Subject, "runsListed", string.Empty, null, cancellationToken);
        var runs = new List<(DateTimeOffset CreatedAt, object View)>();
        await foreach (var run in client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: RunOverPeople.Prefix, FetchInputsAndOutputs: true)).WithCancellation(cancellationToken))
        {
            // What a running one was last given, and what a finished one answered.
            if ((run.SerializedOutput is null ? run.ReadInputAs<RunProgress>() : run.ReadOutputAs<RunProgress>()) is { } progress)
            {
                runs.Add((run.CreatedAt, new
                {
                    progress.Order.RunId,
                    progress.Order.Kind,
                    progress.Order.DryRun,
                    progress.Order.From,
                    progress.Order.Until,
                    progress.Order.Type,
                    Status = run.RuntimeStatus.ToString(),
                    progress.Read,
                    progress.Done,
                    StartedAt = Answers.Instant(run.CreatedAt),
                    LastUpdatedAt = Answers.Instant(run.LastUpdatedAt),
                }));
            }
        }

        return Answers.List(request, runs.OrderByDescending(run => run.CreatedAt).Take(Most).Select(run => run.View).ToList());
    }
}
