using Inburgering.Cases;
using Inburgering.Documents;
using Inburgering.Functions.Http;
using Inburgering.Functions.Learning;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Cases;

/// <summary>GET /cases/{personId}: one file, whole, for a case officer of the person's agency. The look is audited.</summary>
public sealed class GetCase(CaseViewing viewing, CaseViews views)
{
    [Function(nameof(GetCase))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/cases/{personId}")] HttpRequest request,
        string personId,
        CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        if (await viewing.ViewAsync(personId, caller.Agency!.Value, caller.Subject, cancellationToken) is not { } viewed)
        {
            return Problems.NotFound("case");
        }

        request.NameVersion(viewed.File);
        return Answers.Ok(views.Of(viewed, Languages.Asked(request, DerivationWords.Languages) ?? "nl"));
    }
}
