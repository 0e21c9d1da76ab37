using Inburgering.Enforcement;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Enforcement;

/// <summary>POST /enforcement-cases/{caseId}/outcomes: an enforcement officer reports what was done with a case.</summary>
public sealed class ReportOutcome(EnforcementCases cases)
{
    [Function(nameof(ReportOutcome))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/enforcement-cases/{caseId}/outcomes")] HttpRequest request, string caseId, CancellationToken cancellationToken)
    {
        var (outcome, problem) = await RequestBody.ReadAsync(
            request,
            fields => new EnforcementOutcome(fields.OneOf<EnforcementOutcomeKind>("outcome"), fields.Date("date"), fields.OptionalAmount("amount", OutcomeIntake.LargestAmount)),
            cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        KeepableAnswer Reported(EnforcementCase found) => Answers.Created(request, $"/api/v1/enforcement-cases/{caseId}", EnforcementCaseView.Of(found));
        request.WillAnswer<EnforcementCase>((found, _) => Reported(found));
        var answer = await cases.ReportAsync(caseId, request.Caller().Subject, outcome!, cancellationToken);
        return answer.Answer(Reported);
    }
}
