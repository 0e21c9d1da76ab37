using Inburgering.Certificates;
using Inburgering.Documents;
using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Certificates;

/// <summary>GET /me/certificate: the proof of successful participation, as PDF or as JSON by Accept; PDF where both will do.</summary>
public sealed class GetMyCertificate(PersonFiles files, PublishedContent published, PolicyBook policies, PublicAddresses addresses)
{
    [Function(nameof(GetMyCertificate))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/certificate")] HttpRequest request, CancellationToken cancellationToken)
    {
        var file = (await files.ReadAsync(request.PersonId(), cancellationToken))!;
        if (file.Certificate is not { } certificate)
        {
            return Problems.NotFound(file.RevokedCertificates.IsEmpty ? "certificate: not all compulsory modules are passed yet" : "certificate any more: it was revoked, /me says why");
        }

        return request.WantsPdf(orElse: true) switch
        {
            null => Problems.NotAcceptable($"{MediaTypes.Pdf} or {MediaTypes.Json}"),
            false => Answers.Ok(certificate),
            true => Results.File(CertificateDocument.Render(CertificateContents.Of(certificate, published.Package, policies.InForceOn(certificate.IssuedOn), addresses)), MediaTypes.Pdf, $"certificate-{certificate.VerificationCode}.pdf"),
        };
    }
}
