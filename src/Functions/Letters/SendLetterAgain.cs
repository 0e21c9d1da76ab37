using Inburgering.Functions.Cases;
using Inburgering.Functions.Http;
using Inburgering.Letters;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Letters;

/// <summary>POST /cases/{personId}/letters: a case officer has a letter that came back written anew.</summary>
public sealed class SendLetterAgain(LetterResending resending, ILogger<SendLetterAgain> logger)
{
    [Function(nameof(SendLetterAgain))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/letters")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken)
    {
        var (asked, problem) = await RequestBody.ReadAsync(
            request,
            fields => (LetterId: fields.Text("letterId", 80), Reason: fields.Text("reason", 2000)),
            cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var answer = await resending.SendAgainAsync(personId, request.Officer(), asked.LetterId, asked.Reason, cancellationToken);
        return await answer.AnswerAsync(request, client, logger, letter => new { PersonId = personId, letter.LetterId, letter.Kind, letter.Language, letter.DatedOn, Replaces = asked.LetterId });
    }
}
