using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;
using Inburgering.Accounts;
using Inburgering.Documents;
using Inburgering.Learning;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Letters;

/// <summary>Makes the PDF of every letter of a file that has none yet, and asks for its dispatch. Finds what is undone in the file: repeating it is harmless.</summary>
public sealed class LetterRendering(PersonFiles files, PersonStore store, StorageTables storage, IndexKeys keys, PolicyBook policies, PublishedContent published, PublicAddresses addresses)
{
    public async Task RenderAsync(string personId, CancellationToken cancellationToken)
    {
        while (await store.FindAsync(personId, cancellationToken) is { } stored
            && stored.File.Letters.FirstOrDefault(letter => letter.DocumentPath is null) is { } letter)
        {
            var code = stored.File.Account is null && letter.Kind != LetterKind.Withdrawal ? RandomCodes.ActivationCode() : null;
            var pdf = LetterDocument.Render(LetterContents.Of(letter, stored.File, policies.Version(letter.PolicyVersion), published.Package, addresses, code));

            // A path of its own for every try: the one that is committed is the one whose code is known.
            var path = $"{personId}/{letter.LetterId}-{RandomCodes.AttemptId()}.pdf";
            var blob = storage.Letters.GetBlobClient(path);
            await blob.UploadAsync(
                BinaryData.FromBytes(pdf),
                new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/pdf" } },
                cancellationToken);
            await files.ChangeAsync(personId, Actor.System, change => Requested(change, letter.LetterId, path, blob.Uri, code), cancellationToken: cancellationToken);
        }
    }

    private bool Requested(FileChange change, string letterId, string path, Uri documentUrl, string? code)
    {
        var letter = change.File.Letters.First(letter => letter.LetterId == letterId);
        if (letter.DocumentPath is not null)
        {
            return false;
        }

        change.Update(file => file with { Letters = file.Letters.Replace(letter, letter with { DocumentPath = path }) });
        change.Record("letterRendered", letterId);
        if (code is not null)
        {
            Invitation.Issue(change, code, keys, policies);
        }

        change.Publish("letter.requested", Notices.Without(new JsonObject
        {
            ["letterId"] = letterId,
            ["personId"] = change.File.PersonId,
            ["kind"] = WireName.Of(letter.Kind),
            ["act"] = letter.Told is { } told ? WireName.Of(told.Kind) : null,
            ["language"] = letter.Language,
            ["recipient"] = Notices.Recipient(change.File),
            ["documentUrl"] = documentUrl.GetLeftPart(UriPartial.Path),
            ["activationCode"] = code,
        }));
        return true;
    }
}
