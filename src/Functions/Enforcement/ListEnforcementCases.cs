using Inburgering.Cases;
using Inburgering.Enforcement;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Enforcement;

/// <summary>GET /enforcement-cases: the cases that were handed over, the oldest first.</summary>
public sealed class ListEnforcementCases(EnforcementCases cases)
{
    [Function(nameof(ListEnforcementCases))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/enforcement-cases")] HttpRequest request, CancellationToken cancellationToken) =>
        request.PageAsync<EnforcementCaseView>(CaseList.PageSize, async from =>
            await cases.PageAsync(from, cancellationToken) is ({ } page, var next) ? (page.Select(EnforcementCaseView.Of), next) : null);
}
