using Inburgering.Accounts;
using Inburgering.Functions.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Accounts;

/// <summary>POST /cases/{personId}/activation-codes: a case officer has a new code sent to somebody who lost theirs. The officer never sees it.</summary>
public sealed class ReissueActivationCode(ActivationCodeReissue reissue, ILogger<ReissueActivationCode> logger)
{
    [Function(nameof(ReissueActivationCode))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/activation-codes")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            officer => reissue.ReissueAsync(personId, officer, cancellationToken),
            issued => new { PersonId = personId, issued.ExpiresOn });
}
