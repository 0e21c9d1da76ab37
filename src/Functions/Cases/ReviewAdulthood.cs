using Inburgering.Eligibility;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Cases;

/// <summary>POST /cases/{personId}/adulthood-reviews: a case officer decides whether the duty applies to somebody who came of age in Flanders.</summary>
public sealed class ReviewAdulthood(AdulthoodReviewing reviewing, ILogger<ReviewAdulthood> logger)
{
    [Function(nameof(ReviewAdulthood))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/adulthood-reviews")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => (Obliged: fields.Flag("obliged"), Reason: fields.Text("reason", 2000)),
            (asked, officer) => reviewing.DecideAsync(personId, officer, asked.Obliged, asked.Reason, cancellationToken),
            (_, file) =>
            {
                var decision = file.AdulthoodReview!.Decision!;
                return new { PersonId = personId, decision.Obliged, DecidedAt = Answers.Instant(decision.DecidedAt), decision.Reason };
            },
            cancellationToken);
}
