using Inburgering.Certificates;
using Inburgering.Documents;
using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Inburgering.Functions.Certificates;

/// <summary>GET /me/certificate: the proof of successful participation, as PDF or as JSON by Accept; PDF where both will do.</summary>
public sealed class GetMyCertificate(PersonFiles files, ContentPackage content, PolicyBook policies, PublicAddresses addresses)
{
    private const string Pdf = "application/pdf";
    private const string Json = "application/json";

    [Function(nameof(GetMyCertificate))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/certificate")] HttpRequest request, CancellationToken cancellationToken)
    {
        if ((await files.ReadAsync(request.PersonId(), cancellationToken))!.Certificate is not { } certificate)
        {
            return Problems.NotFound("certificate: not all compulsory modules are passed yet");
        }

        return (Wish(request, Pdf), Wish(request, Json)) switch
        {
            (0, 0) => Problems.NotAcceptable($"{Pdf} or {Json}"),
            var (pdf, json) when json > pdf => Answers.Ok(certificate),
            _ => Results.File(CertificateDocument.Render(CertificateContents.Of(certificate, content, policies.InForceOn(certificate.IssuedOn), addresses)), Pdf, $"certificate-{certificate.VerificationCode}.pdf"),
        };
    }

    /// <summary>How much the caller wants a media type, from 0 to 1: by the range of Accept that names it most closely.</summary>
    private static double Wish(HttpRequest request, string mediaType)
    {
        var wanted = new MediaTypeHeaderValue(mediaType);
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Count == 0
            ? 1
            : accepted.Where(wanted.IsSubsetOf).OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes).FirstOrDefault() is { } range ? range.Quality ?? 1 : 0;
    }
}
