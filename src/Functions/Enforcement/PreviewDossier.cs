using Inburgering.Documents;
using Inburgering.Enforcement;
using Inburgering.Functions.Cases;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Enforcement;

/// <summary>
/// GET /cases/{personId}/dossier-preview: what the dossier would hold if the breach were confirmed now, for the case officer who is to
/// decide that; as PDF or as JSON by Accept, PDF where both will do. The look is audited.
/// </summary>
public sealed class PreviewDossier(DossierBuilding building)
{
    [Function(nameof(PreviewDossier))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/cases/{personId}/dossier-preview")] HttpRequest request, string personId, CancellationToken cancellationToken)
    {
        if (request.WantsPdf(orElse: true) is not { } asPdf)
        {
            return Problems.NotAcceptable($"{MediaTypes.Pdf} or {MediaTypes.Json}");
        }

        var preview = await building.PreviewAsync(personId, request.Officer(), cancellationToken);
        return preview.Answer(content => asPdf ? Results.File(DossierDocument.Render(content), MediaTypes.Pdf, "preview.pdf") : Answers.Ok(content));
    }
}
