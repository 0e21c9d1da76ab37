using Azure;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Admin;

/// <summary>
/// Serves a blob at <c>/local/documents/{container}/{path}</c>. In Azure a receiver reads the blob's own address under its
/// identity; here there is none.
/// </summary>
internal sealed class DocumentsDoor(LocalStorage storage) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.Get("/local/documents/{container}/{**path}", ReadAsync);

    private async Task<IResult> ReadAsync(HttpContext http)
    {
        var container = http.RouteText("container");
        if (http.Request.RouteValues["path"] is not string { Length: > 0 } path)
        {
            return Problem.NotFound("The address of a document is /local/documents/{container}/{path}.");
        }

        try
        {
            var blob = await storage.Blobs.GetBlobContainerClient(container).GetBlobClient(path).DownloadStreamingAsync(cancellationToken: http.RequestAborted).ConfigureAwait(false);
            return Results.Stream(blob.Value.Content, blob.Value.Details.ContentType);
        }
        // 400: a container's name that no container can have.
        catch (RequestFailedException exception) when (exception.Status is 404 or 400)
        {
            return Problem.NotFound($"There is no document {path} in {container}.");
        }
    }
}
