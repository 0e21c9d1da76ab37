using Inburgering.Functions.Cases;
using Inburgering.Functions.Http;
using Inburgering.Obligations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Obligations;

/// <summary>POST /cases/{personId}/breach-confirmations: a case officer of the person's agency confirms a breach.</summary>
public sealed class ConfirmBreach(BreachConfirming confirming, ILogger<ConfirmBreach> logger)
{
    [Function(nameof(ConfirmBreach))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/breach-confirmations")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => fields.Text("reason", 2000),
            (reason, officer) => confirming.ConfirmAsync(personId, officer, reason, cancellationToken),
            (_, file) =>
            {
                var confirmation = ((Breached)file.Obligation).Confirmation!;
                return new
                {
                    PersonId = personId,
                    file.Enforcement!.EnforcementCaseId,
                    ConfirmedAt = Answers.Instant(confirmation.ConfirmedAt),
                    confirmation.Reason,
                };
            },
            cancellationToken);
}
