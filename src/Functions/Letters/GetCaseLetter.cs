using Inburgering.Cases;
using Inburgering.Functions.Cases;
using Inburgering.Functions.Http;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Letters;

/// <summary>GET /cases/{personId}/letters/{letterId}: a letter as it was sent, for a case officer of the person's agency. The look is audited.</summary>
public sealed class GetCaseLetter(CaseViewing viewing, StorageTables storage)
{
    [Function(nameof(GetCaseLetter))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/cases/{personId}/letters/{letterId}")] HttpRequest request,
        string personId,
        string letterId,
        CancellationToken cancellationToken)
    {
        if (await viewing.LetterPathAsync(personId, letterId, request.Officer(), cancellationToken) is not { } path)
        {
            return Problems.NotFound("letter");
        }

        var document = await storage.Letters.GetBlobClient(path).DownloadContentAsync(cancellationToken);
        return Results.File(document.Value.Content.ToArray(), MediaTypes.Pdf, $"{letterId}.pdf");
    }
}
