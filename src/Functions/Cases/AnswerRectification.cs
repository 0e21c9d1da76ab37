using Inburgering.Functions.Http;
using Inburgering.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Cases;

/// <summary>POST /cases/{personId}/rectification-answers: a case officer answers what somebody asked to be corrected.</summary>
public sealed class AnswerRectification(RectificationAnswering answering, ILogger<AnswerRectification> logger)
{
    [Function(nameof(AnswerRectification))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/rectification-answers")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => (RequestId: fields.Text("requestId", 60), Outcome: fields.OneOf<RectificationOutcome>("outcome"), Answer: fields.Text("answer", 2000)),
            (asked, officer) => answering.AnswerAsync(personId, officer, asked.RequestId, asked.Outcome, asked.Answer, cancellationToken),
            (_, answered) => new
            {
                PersonId = personId,
                answered.RequestId,
                answered.Answer!.Outcome,
                Answer = answered.Answer.Words,
                AnsweredAt = Answers.Instant(answered.Answer.AnsweredAt),
            },
            cancellationToken);
}
