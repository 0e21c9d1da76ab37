using Inburgering.Certificates;
using Inburgering.Functions.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Certificates;

/// <summary>POST /cases/{personId}/certificate-revocations: a case officer of the person's agency takes a certificate back.</summary>
public sealed class RevokeCertificate(CertificateRevoking revoking, ILogger<RevokeCertificate> logger)
{
    [Function(nameof(RevokeCertificate))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/certificate-revocations")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => (Code: fields.Text("verificationCode", 64), Reason: fields.Text("reason", 2000), ModulesToRedo: fields.Texts("modulesToRedo", 64)),
            (asked, officer) => revoking.RevokeAsync(personId, officer, asked.Code, asked.Reason, asked.ModulesToRedo, cancellationToken),
            (_, revoked) => new { PersonId = personId, revoked.Certificate.VerificationCode, revoked.RevokedOn, revoked.Reason },
            cancellationToken);
}
