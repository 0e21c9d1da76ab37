using Inburgering.Certificates;
using Inburgering.Functions.Http;
using Inburgering.Functions.Obligations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Certificates;

/// <summary>POST /cases/{personId}/certificate-revocations: a case officer of the person's agency takes a certificate back.</summary>
public sealed class RevokeCertificate(CertificateRevoking revoking, ILogger<RevokeCertificate> logger)
{
    [Function(nameof(RevokeCertificate))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/certificate-revocations")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken)
    {
        var (asked, problem) = await RequestBody.ReadAsync(
            request,
            fields => (Code: fields.Text("verificationCode", 64), Reason: fields.Text("reason", 2000), ModulesToRedo: fields.Texts("modulesToRedo", 64)),
            cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var caller = request.Caller();
        var answer = await revoking.RevokeAsync(personId, caller.Agency!.Value, caller.Subject, asked.Code, asked.Reason, asked.ModulesToRedo, cancellationToken);
        if (answer.Value is { PlanChanged: true } outcome)
        {
            await client.TryPlanAgainAsync(outcome.PersonId, logger);
        }

        return answer.Answer(revoked => Answers.Created(request, request.Path, new
        {
            PersonId = personId,
            revoked.Result.Certificate.VerificationCode,
            revoked.Result.RevokedOn,
            revoked.Result.Reason,
        }));
    }
}
