using Inburgering.Enforcement;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Enforcement;

/// <summary>GET /enforcement-cases/{caseId}/dossier: the dossier as it was handed over, as PDF or as JSON by Accept; PDF where both will do. The look is audited.</summary>
public sealed class GetDossier(EnforcementCases cases)
{
    [Function(nameof(GetDossier))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/enforcement-cases/{caseId}/dossier")] HttpRequest request, string caseId, CancellationToken cancellationToken)
    {
        if (request.WantsPdf(orElse: true) is not { } asPdf)
        {
            return Problems.NotAcceptable($"{MediaTypes.Pdf} or {MediaTypes.Json}");
        }

        if (await cases.DossierAsync(caseId, request.Caller().Subject, asData: !asPdf, cancellationToken) is not ({ Referral.Dossier: { } dossier }, var bytes))
        {
            return Problems.NotFound("case");
        }

        // The hash under which the PDF was announced (enforcement.referred), and that of its facts.
        request.HttpContext.Response.Headers.ETag = $"\"{(asPdf ? dossier.Sha256 : dossier.DataSha256)}\"";
        return asPdf ? Results.File(bytes, MediaTypes.Pdf, $"{caseId}.pdf") : Results.File(bytes, MediaTypes.Json);
    }
}
