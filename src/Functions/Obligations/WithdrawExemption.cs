using Inburgering.Functions.Cases;
using Inburgering.Obligations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Obligations;

/// <summary>POST /cases/{personId}/exemption-withdrawals: a case officer takes an exemption back; the term has stood still meanwhile.</summary>
public sealed class WithdrawExemption(Exempting exempting, ILogger<WithdrawExemption> logger)
{
    [Function(nameof(WithdrawExemption))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/exemption-withdrawals")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => fields.Text("reason", 2000),
            (reason, officer) => exempting.WithdrawAsync(personId, officer, reason, cancellationToken),
            (reason, file) => new { file.PersonId, Reason = reason, file.Obligation.Status, file.Obligation.Term?.DeadlineOn },
            cancellationToken);
}
