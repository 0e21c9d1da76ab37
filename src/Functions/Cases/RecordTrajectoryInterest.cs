using Inburgering.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Cases;

/// <summary>POST /cases/{personId}/voluntary-trajectory: records that somebody wants the voluntary full trajectory, and refers them to their agency.</summary>
public sealed class RecordTrajectoryInterest(TrajectoryInterest interest, ILogger<RecordTrajectoryInterest> logger)
{
    [Function(nameof(RecordTrajectoryInterest))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/voluntary-trajectory")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => fields.OptionalText("note", 2000),
            (note, officer) => interest.RecordAsync(personId, officer, note, cancellationToken),
            (_, recorded) => new { PersonId = personId, recorded.InterestedOn, recorded.Note },
            cancellationToken,
            optional: true);
}
