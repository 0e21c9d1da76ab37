using Inburgering.Functions.Http;
using Inburgering.Functions.Obligations;
using Inburgering.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Operations;

/// <summary>POST /operations/people/{personId}/wakes: lets the person's orchestration plan again, and starts it where there is none.</summary>
public sealed class WakePerson(TimelineViewing timelines, ILogger<WakePerson> logger)
{
    [Function(nameof(WakePerson))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/operations/people/{personId}/wakes")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken)
    {
        var (why, problem) = await RequestBody.ReadAsync(request, fields => fields.Text("why", 2000), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        if (await timelines.MarkAsync(personId, request.Caller().Subject, why!, cancellationToken) is not { } found)
        {
            return Problems.NotFound("person");
        }

        await client.TryPlanAgainAsync(found, logger);
        return Results.Accepted();
    }
}
