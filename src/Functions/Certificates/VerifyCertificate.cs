using Inburgering.Certificates;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Certificates;

/// <summary>GET /certificates/{verificationCode}: anyone checks a certificate.</summary>
public sealed class VerifyCertificate(CertificateVerification verification)
{
    [Function(nameof(VerifyCertificate))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/certificates/{verificationCode}")] HttpRequest request, string verificationCode, CancellationToken cancellationToken) =>
        await verification.FindAsync(verificationCode, cancellationToken) is { } found
            ? Answers.Ok(new { Status = found.IsRevoked ? "revoked" : "valid", found.Certificate.HolderName, found.Certificate.IssuedOn, found.Certificate.Modules })
            : Problems.NotFound("certificate");
}
