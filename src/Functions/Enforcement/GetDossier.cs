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
        var (pdf, json) = (request.Wish(MediaTypes.Pdf), request.Wish(MediaTypes.Json));
        if ((pdf, json) is (0, 0))
        {
            return Problems.NotAcceptable($"{MediaTypes.Pdf} or {MediaTypes.Json}");
        }

        var asData = json > pdf;
        if (await cases.DossierAsync(caseId, request.Caller().Subject, asData, cancellationToken) is not ({ Referral.Dossier: { } dossier }, var bytes))
        {
            return Problems.NotFound("case");
        }

        // The hash under which the PDF was announced (enforcement.referred), and that of its facts.
        request.HttpContext.Response.Headers.ETag = $"\"{(asData ? dossier.DataSha256 : dossier.Sha256)}\"";
        return asData ? Results.File(bytes, MediaTypes.Json) : Results.File(bytes, MediaTypes.Pdf, $"{caseId}.pdf");
    }
}
