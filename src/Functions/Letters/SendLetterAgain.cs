using Inburgering.Functions.Cases;
using Inburgering.Letters;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Letters;

/// <summary>POST /cases/{personId}/letters: a case officer has a letter that came back written anew.</summary>
public sealed class SendLetterAgain(LetterResending resending, ILogger<SendLetterAgain> logger)
{
    [Function(nameof(SendLetterAgain))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/letters")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => (LetterId: fields.Text("letterId", 80), Reason: fields.Text("reason", 2000)),
            (asked, officer) => resending.SendAgainAsync(personId, officer, asked.LetterId, asked.Reason, cancellationToken),
            (asked, letter) => new { PersonId = personId, letter.LetterId, letter.Kind, letter.Language, letter.DatedOn, Replaces = asked.LetterId },
            cancellationToken);
}
