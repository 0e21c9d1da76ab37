using Inburgering.Functions.Cases;
using Inburgering.Letters;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Letters;

/// <summary>POST /cases/{personId}/letter-receipts: a case officer takes proof of when a letter was received.</summary>
public sealed class ProveReceipt(ReceiptProving proving, ILogger<ProveReceipt> logger)
{
    [Function(nameof(ProveReceipt))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/letter-receipts")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => (LetterId: fields.Text("letterId", 80), ReceivedOn: fields.Date("receivedOn"), Evidence: fields.Text("evidence", 2000)),
            (asked, officer) => proving.ProveAsync(personId, officer, asked.LetterId, asked.ReceivedOn, asked.Evidence, cancellationToken),
            (asked, file) => new { file.PersonId, asked.LetterId, asked.ReceivedOn, asked.Evidence, file.Obligation.Status, file.Obligation.Term?.DeadlineOn },
            cancellationToken);
}
