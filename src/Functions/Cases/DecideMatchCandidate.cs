using Inburgering.Functions.Http;
using Inburgering.Functions.Obligations;
using Inburgering.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Cases;

/// <summary>POST /match-candidates/{candidateId}/decision: a case officer says whether two files are one person's.</summary>
public sealed class DecideMatchCandidate(MatchDeciding deciding, ILogger<DecideMatchCandidate> logger)
{
    [Function(nameof(DecideMatchCandidate))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/match-candidates/{candidateId}/decision")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string candidateId,
        CancellationToken cancellationToken)
    {
        var (asked, problem) = await RequestBody.ReadAsync(
            request, fields => (Decision: fields.OneOf<MatchDecision>("decision"), PersonId: fields.OptionalText("personId", 40)), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var caller = request.Caller();
        var answer = await deciding.DecideAsync(candidateId, asked.Decision, asked.PersonId, caller.Agency!.Value, caller.Subject, cancellationToken);
        foreach (var personId in answer.Value?.ToPlan ?? [])
        {
            await client.TryPlanAgainAsync(personId, logger);
        }

        return answer.Answer(outcome => Answers.Ok(new
        {
            CandidateId = candidateId,
            outcome.Decided.Decision,
            PersonId = outcome.Decided.StaysId,
            DecidedAt = Answers.Instant(outcome.Decided.DecidedAt),
        }));
    }
}
