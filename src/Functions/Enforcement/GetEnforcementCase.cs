using Inburgering.Enforcement;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Enforcement;

/// <summary>GET /enforcement-cases/{caseId}: one case that was handed over. The look is audited.</summary>
public sealed class GetEnforcementCase(EnforcementCases cases)
{
    [Function(nameof(GetEnforcementCase))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/enforcement-cases/{caseId}")] HttpRequest request, string caseId, CancellationToken cancellationToken) =>
        await cases.ViewAsync(caseId, request.Caller().Subject, cancellationToken) is { } found ? Answers.Ok(EnforcementCaseView.Of(found)) : Problems.NotFound("case");
}
