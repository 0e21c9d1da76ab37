using Azure;
using Azure.Data.Tables;
using Inburgering.People;

namespace Inburgering.Storage;

/// <summary>
/// Refuses to work under other keys than the data was written under. Under another look-up key everybody would be unknown, and every
/// message would begin a second file of a person who has one; under another key ring no file could be read.
/// </summary>
public sealed class KeyCheck(StorageTables storage, RowCodec rows, IndexKeys keys)
{
    internal const string Partition = "keys";
    internal const string Row = "check";

    /// <summary>Compares with what the first start left behind; the first start leaves it.</summary>
    /// <exception cref="WrongKeyException">One of the two is not the key of this data.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var found = await storage.Index.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken);
        if (!found.HasValue)
        {
            try
            {
                await storage.Index.AddEntityAsync(rows.Encode(Partition, Row, new Mark(keys.Fingerprint)), cancellationToken);
                return;
            }
            catch (RequestFailedException exception) when (exception.Status == 409)
            {
                // Another instance made its first start at the same moment.
                found = await storage.Index.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken);
            }
        }

        var mark = Read(found.Value!);
        if (mark.RotatingTo is not null)
        {
            throw new WrongKeyException("Inburgering__LookupKey is being rotated: let inburgering rotate-lookup-key come to its end, then start the app with the new key.", null);
        }

        if (mark.LookupKey != keys.Fingerprint)
        {
            throw new WrongKeyException("Inburgering__LookupKey is not the key under which this data is looked up. Nobody would be found: give the app the key of this data, or other storage.", null);
        }
    }

    private Mark Read(TableEntity row)
    {
        try
        {
            return rows.Decode<Mark>(row);
        }
        catch (RowUnreadableException exception)
        {
            throw new WrongKeyException("DataProtection__KeyRing lacks the key under which this data was written. Nobody could be read: give the app the key ring of this data, or other storage.", exception);
        }
    }

    /// <param name="LookupKey">Fingerprint of the key under which everything is looked up.</param>
    /// <param name="RotatingTo">Fingerprint of the key to which a rotation is under way.</param>
    internal sealed record Mark(string LookupKey, string? RotatingTo = null);
}

/// <summary>The app has other keys than its data. The message names the setting.</summary>
public sealed class WrongKeyException(string message, Exception? inner) : Exception(message, inner);
