using Inburgering.Functions.Http;
using Inburgering.Functions.Obligations;
using Inburgering.Learning;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Testing;

/// <summary>POST /me/attempts/{attemptId}/submission: grades; twice gives the same result.</summary>
public sealed class SubmitAttempt(TestTaking tests, PublishedContent published, ILogger<SubmitAttempt> logger)
{
    [Function(nameof(SubmitAttempt))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/me/attempts/{attemptId}/submission")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string attemptId,
        CancellationToken cancellationToken)
    {
        var (answers, problem) = await RequestBody.ReadAsync(request, AttemptView.Read, cancellationToken, optional: true);
        if (problem is not null)
        {
            return problem;
        }

        var answer = await tests.SubmitAsync(request.PersonId(), attemptId, answers, cancellationToken);
        if (answer.Value is { PlanChanged: true } outcome)
        {
            await client.TryPlanAgainAsync(outcome.PersonId, logger);
        }

        if (answer.Value is not { Result: var attempt })
        {
            return Problems.Of(answer.Refusal!);
        }

        return Answers.Ok(AttemptView.Closed(attempt, (await published.FindAsync(attempt.Edition, cancellationToken)).Package.Modules[attempt.ModuleId]));
    }
}
