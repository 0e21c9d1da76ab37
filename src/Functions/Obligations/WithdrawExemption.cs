using Inburgering.Functions.Cases;
using Inburgering.Functions.Http;
using Inburgering.Obligations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Obligations;

/// <summary>POST /cases/{personId}/exemption-withdrawals: a case officer takes an exemption back; the term has stood still meanwhile.</summary>
public sealed class WithdrawExemption(Exempting exempting, ILogger<WithdrawExemption> logger)
{
    [Function(nameof(WithdrawExemption))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/exemption-withdrawals")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken)
    {
        var (reason, problem) = await RequestBody.ReadAsync(
            request,
            fields => fields.Text("reason", 2000),
            cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var answer = await exempting.WithdrawAsync(personId, request.Officer(), reason!, cancellationToken);
        return await answer.AnswerAsync(request, client, logger, file => new { file.PersonId, Reason = reason, file.Obligation.Status, file.Obligation.Term?.DeadlineOn });
    }
}
