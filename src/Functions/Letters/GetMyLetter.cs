using Inburgering.Functions.Http;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Letters;

/// <summary>GET /me/letters/{letterId}: the PDF as it was sent.</summary>
public sealed class GetMyLetter(PersonStore store, StorageTables storage)
{
    [Function(nameof(GetMyLetter))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/letters/{letterId}")] HttpRequest request, string letterId, CancellationToken cancellationToken)
    {
        var file = (await store.FindAsync(request.PersonId(), cancellationToken))!.File;
        if (file.Letters.FirstOrDefault(letter => letter.LetterId == letterId)?.DocumentPath is not { } path)
        {
            return Problems.NotFound("letter");
        }

        var document = await storage.Letters.GetBlobClient(path).DownloadContentAsync(cancellationToken);
        return Results.File(document.Value.Content.ToArray(), "application/pdf", $"{letterId}.pdf");
    }
}
