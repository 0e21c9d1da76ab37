using Inburgering.Cases;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Cases;

/// <summary>POST /cases/{personId}/voluntary-trajectory: records that somebody wants the voluntary full trajectory, and refers them to their agency.</summary>
public sealed class RecordTrajectoryInterest(TrajectoryInterest interest, ILogger<RecordTrajectoryInterest> logger)
{
    [Function(nameof(RecordTrajectoryInterest))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/voluntary-trajectory")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken)
    {
        var (note, problem) = await RequestBody.ReadAsync(request, fields => fields.OptionalText("note", 2000), cancellationToken, optional: true);
        if (problem is not null)
        {
            return problem;
        }

        var answer = await interest.RecordAsync(personId, request.Officer(), note, cancellationToken);
        return await answer.AnswerAsync(request, client, logger, recorded => new { PersonId = personId, recorded.InterestedOn, recorded.Note });
    }
}
