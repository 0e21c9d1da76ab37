using Inburgering.Functions.Cases;
using Inburgering.Functions.Http;
using Inburgering.Obligations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Obligations;

/// <summary>POST /cases/{personId}/exemptions: a case officer exempts somebody.</summary>
public sealed class ExemptPerson(Exempting exempting, ILogger<ExemptPerson> logger)
{
    [Function(nameof(ExemptPerson))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/exemptions")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => (Code: fields.Text("code", 40), Evidence: fields.Text("evidence", 2000)),
            (asked, officer) => exempting.GrantAsync(personId, officer, asked.Code, asked.Evidence, cancellationToken),
            (_, exempted) => new
            {
                PersonId = personId,
                exempted.Exemption.Code,
                exempted.Exemption.Evidence,
                GrantedAt = Answers.Instant(exempted.Exemption.GrantedAt),
                exempted.Status,
            },
            cancellationToken);
}
