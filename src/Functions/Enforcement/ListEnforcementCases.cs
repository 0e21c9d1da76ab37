using Inburgering.Cases;
using Inburgering.Enforcement;
using Inburgering.Functions.Http;
using Inburgering.Messages;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Enforcement;

/// <summary>GET /enforcement-cases: the cases that were handed over, the oldest first.</summary>
public sealed class ListEnforcementCases(EnforcementCases cases)
{
    [Function(nameof(ListEnforcementCases))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/enforcement-cases")] HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = FieldReader.ForQuery(request.Query.Select(parameter => (parameter.Key, parameter.Value.ToString())));
        var from = fields.OptionalText("from", 200);
        fields.RefuseUnread();
        if (fields.Errors.Count > 0)
        {
            return Problems.Invalid(fields.Errors, "query");
        }

        return await cases.PageAsync(from, cancellationToken) is { } page
            ? Answers.Page(request, page.Cases.Select(EnforcementCaseView.Of).ToList(), CaseList.PageSize, page.Next)
            : Problems.Invalid([new FieldError("from", "must be taken from a page's next")], "query");
    }
}
