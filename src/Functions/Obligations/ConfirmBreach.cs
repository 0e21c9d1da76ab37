using Inburgering.Functions.Http;
using Inburgering.Obligations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Obligations;

/// <summary>POST /cases/{personId}/breach-confirmations: a case officer of the person's agency confirms a breach.</summary>
public sealed class ConfirmBreach(BreachConfirming confirming, ILogger<ConfirmBreach> logger)
{
    [Function(nameof(ConfirmBreach))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/breach-confirmations")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken)
    {
        var (reason, problem) = await RequestBody.ReadAsync(request, fields => fields.Text("reason", 2000), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var caller = request.Caller();
        var answer = await confirming.ConfirmAsync(personId, caller.Agency!.Value, caller.Subject, reason!, cancellationToken);
        if (answer.Value is { PlanChanged: true })
        {
            await client.TryPlanAgainAsync(personId, logger);
        }

        return answer.Answer(outcome =>
        {
            var confirmation = ((Breached)outcome.Result.Obligation).Confirmation!;
            return Answers.Created(request, request.Path, new
            {
                PersonId = personId,
                outcome.Result.Enforcement!.EnforcementCaseId,
                ConfirmedAt = Answers.Instant(confirmation.ConfirmedAt),
                confirmation.Reason,
            });
        });
    }
}
