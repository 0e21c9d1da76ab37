using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Inburgering.Cases;
using Inburgering.Documents;
using Inburgering.Learning;
using Inburgering.Obligations;
using Inburgering.Policies;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Enforcement;

/// <summary>
/// Builds the dossier of a confirmed breach and refers it to ABB. Finds what is undone in the file: repeating it is harmless,
/// and a dossier that was stored is never replaced.
/// </summary>
public sealed class DossierBuilding(PersonFiles files, PersonStore store, StorageTables storage, PolicyBook policies, PublishedContent published)
{
    public async Task BuildAsync(string personId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(personId, cancellationToken) is not { File.Enforcement: { Dossier: null } referral } stored)
        {
            return;
        }

        var attempts = await store.AttemptsAsync(personId, cancellationToken);
        var audit = await store.AuditAsync(personId, cancellationToken);
        var dossier = DossierContents.Of(referral, stored.File, attempts, audit, policies.Version(referral.Breach.PolicyVersion), published.Package, referral.Breach.Confirmation!.ConfirmedAt);
        var (documentPath, dataPath) = ($"{personId}/{referral.EnforcementCaseId}.pdf", $"{personId}/{referral.EnforcementCaseId}.json");

        // The data first, and the PDF from what is stored: whoever finds the PDF finds its very facts beside it, however many tries it took.
        var data = await StoreOnceAsync(dataPath, Encoding.UTF8.GetBytes(RowCodec.ToJson(dossier).GetRawText()), "application/json", cancellationToken);
        var pdf = await StoreOnceAsync(documentPath, DossierDocument.Render(RowCodec.FromJson<DossierContent>(data)), "application/pdf", cancellationToken);
        var url = storage.Dossiers.GetBlobClient(documentPath).Uri.GetLeftPart(UriPartial.Path);
        await files.ChangeAsync(
            personId,
            Actor.System,
            change => Notices.HandOver(change, new Dossier(documentPath, dataPath, Convert.ToHexStringLower(SHA256.HashData(pdf)), change.Now) { DataSha256 = Convert.ToHexStringLower(SHA256.HashData(data)) }, url),
            cancellationToken: cancellationToken);
    }

    /// <summary>
    /// What the dossier would hold if the breach were confirmed now, for the case officer who is to decide that. Nothing is stored but
    /// the line that they looked, and nothing goes to anybody.
    /// </summary>
    public async Task<Answer<DossierContent>> PreviewAsync(string personId, CaseOfficer officer, CancellationToken cancellationToken)
    {
        var looked = await files.ChangeAsync<Answer<Looked>>(
            personId,
            Actor.CaseOfficer(officer.Id),
            change =>
            {
                if (change.File.ResponsibleAgency != officer.Agency)
                {
                    return Refusal.NotFound("case");
                }

                if (change.File is not { Obligation: Breached { Confirmation: null } breached, Enforcement: null })
                {
                    return Refusal.Conflict("notBreached", "There is no breach to confirm: no deadline has passed without fulfilment, or it was confirmed already.");
                }

                change.Record("dossierPreviewed");
                return new Looked(change.File, breached, change.Now);
            },
            cancellationToken: cancellationToken);
        if (looked?.Result is not { Value: { } seen })
        {
            return looked?.Result?.Refusal ?? Refusal.NotFound("case");
        }

        var (file, breach, now) = seen;
        return DossierContents.Of(
            new EnforcementReferral(EnforcementReferral.CaseIdOf(file.PersonId), breach, 0, null),
            file,
            await store.AttemptsAsync(file.PersonId, cancellationToken),
            await store.AuditAsync(file.PersonId, cancellationToken),
            policies.Version(breach.PolicyVersion),
            published.Package,
            now);
    }

    private sealed record Looked(PersonFile File, Breached Breach, DateTimeOffset Now);

    /// <returns>What is stored now: these bytes, or those an earlier try stored.</returns>
    private async Task<byte[]> StoreOnceAsync(string path, byte[] bytes, string contentType, CancellationToken cancellationToken)
    {
        BlobClient blob = storage.Dossiers.GetBlobClient(path);
        try
        {
            await blob.UploadAsync(
                BinaryData.FromBytes(bytes),
                new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType }, Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } },
                cancellationToken);
            return bytes;
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
        }
    }
}
