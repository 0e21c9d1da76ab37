using Inburgering.Eligibility;
using Inburgering.Functions.Http;
using Inburgering.Functions.Obligations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Cases;

/// <summary>POST /cases/{personId}/adulthood-reviews: a case officer decides whether the duty applies to somebody who came of age in Flanders.</summary>
public sealed class ReviewAdulthood(AdulthoodReviewing reviewing, ILogger<ReviewAdulthood> logger)
{
    [Function(nameof(ReviewAdulthood))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/adulthood-reviews")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken)
    {
        var (asked, problem) = await RequestBody.ReadAsync(request, fields => new { Obliged = fields.Flag("obliged"), Reason = fields.Text("reason", 2000) }, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var caller = request.Caller();
        var answer = await reviewing.DecideAsync(personId, caller.Agency!.Value, caller.Subject, asked!.Obliged, asked.Reason, cancellationToken);
        if (answer.Value is { PlanChanged: true })
        {
            await client.TryPlanAgainAsync(personId, logger);
        }

        return answer.Answer(outcome =>
        {
            var decision = outcome.Result.AdulthoodReview!.Decision!;
            return Answers.Created(request, request.Path, new { PersonId = personId, decision.Obliged, DecidedAt = Answers.Instant(decision.DecidedAt), decision.Reason });
        });
    }
}
