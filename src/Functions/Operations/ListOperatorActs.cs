using Inburgering.Functions.Http;
using Inburgering.Operations;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Operations;

/// <summary>GET /operations/acts: the newest acts of operators that are about no single person.</summary>
public sealed class ListOperatorActs(OperatorTrail trail)
{
    private const int Most = 200;

    [Function(nameof(ListOperatorActs))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operations/acts")] HttpRequest request, CancellationToken cancellationToken)
    {
        var acts = await trail.LatestAsync(Most, cancellationToken);
        return Answers.List(request, acts.Select(act => new { At = Answers.Instant(act.At), act.OperatorId, act.Action, act.Detail, act.Reason }).ToList());
    }
}
