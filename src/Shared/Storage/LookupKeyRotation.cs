using Azure;
using Azure.Data.Tables;
using Inburgering.People;
using Inburgering.Retention;

namespace Inburgering.Storage;

/// <summary>How far a rotation is.</summary>
/// <param name="LookupRows">Look-up rows written under the new key by this run.</param>
/// <param name="Files">Files whose keys were written anew by this run.</param>
public sealed record RotationProgress(long LookupRows, long Files);

/// <summary>
/// Lays a new secret over every look-up key there is (docs/adr/0019). Only hashes are needed for it, so accounts, codes and messages
/// go with the rest. With the app stopped: it refuses to start until the rotation has ended. A run that was cut short is taken up by the
/// next one with the same key; what was done is marked in its row and left alone.
/// </summary>
public sealed class LookupKeyRotation(StorageTables storage, RowCodec rows)
{
    private const string UnderKey = "UnderKey";
    private const int AtOnce = 32;
    private const int HashLength = 64;

    /// <param name="from">The keys of the data.</param>
    /// <param name="secret">The new secret, at least 32 bytes; the same again to go on.</param>
    /// <param name="progress">Hears of every few hundred rows.</param>
    /// <returns>What was done, or <see langword="null"/> if the data was under the new key already.</returns>
    /// <exception cref="WrongKeyException">The data is not under these keys, or a rotation to another one is under way.</exception>
    public async Task<RotationProgress?> RunAsync(IndexKeys from, byte[] secret, IProgress<RotationProgress> progress, CancellationToken cancellationToken)
    {
        var to = from.Under(secret);
        if (!await BeginAsync(from.Fingerprint, to.Fingerprint, cancellationToken))
        {
            return null;
        }

        var done = new RotationProgress(0, 0);
        await foreach (var some in storage.Index.QueryAsync<TableEntity>(cancellationToken: cancellationToken).Where(row => IsLeft(row, to)).Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            await Task.WhenAll(some.Select(row => MoveAsync(storage.Index, row, LookupRow(row, to), cancellationToken)));
            progress.Report(done = done with { LookupRows = done.LookupRows + some.Length });
        }

        await foreach (var some in storage.People.QueryAsync<TableEntity>(cancellationToken: cancellationToken).Where(row => IsLeft(row, to)).Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            await Task.WhenAll(some.Select(row => RotateInFileAsync(row, to, cancellationToken)));
            progress.Report(done = done with { Files = done.Files + some.Count(row => row.RowKey == PersonStore.FileRow) });
        }

        await storage.Index.UpsertEntityAsync(rows.Encode(KeyCheck.Partition, KeyCheck.Row, new KeyCheck.Mark(to.Fingerprint)), TableUpdateMode.Replace, cancellationToken);
        return done;
    }

    /// <returns>Whether there is something to do.</returns>
    private async Task<bool> BeginAsync(string from, string to, CancellationToken cancellationToken)
    {
        var row = await storage.Index.GetEntityIfExistsAsync<TableEntity>(KeyCheck.Partition, KeyCheck.Row, cancellationToken: cancellationToken);
        var mark = row.HasValue ? rows.Decode<KeyCheck.Mark>(row.Value!) : throw new WrongKeyException("There is no data here yet: start the app with the key that it is to have.", null);
        if (mark == new KeyCheck.Mark(to))
        {
            return false;
        }

        if (mark.LookupKey != from)
        {
            throw new WrongKeyException("Inburgering__LookupKey is not the key under which this data is looked up.", null);
        }

        if (mark.RotatingTo is not null && mark.RotatingTo != to)
        {
            throw new WrongKeyException("A rotation to another new key is under way: go on with that one.", null);
        }

        await storage.Index.UpsertEntityAsync(rows.Encode(KeyCheck.Partition, KeyCheck.Row, new KeyCheck.Mark(from, to)), TableUpdateMode.Replace, cancellationToken);
        return true;
    }

    private static bool IsLeft(TableEntity row, IndexKeys to) => row.PartitionKey != KeyCheck.Partition && row.GetString(UnderKey) != to.Fingerprint;

    /// <summary>The row of the index under the new key: another partition and row, the same content.</summary>
    private TableEntity LookupRow(TableEntity row, IndexKeys to)
    {
        var kind = row.PartitionKey[..row.PartitionKey.LastIndexOf('-')];
        var (hash, rest) = (row.RowKey[..HashLength], row.RowKey[HashLength..]);

        // Wrong tries are counted by the key of the account.
        var key = to.Over(new IndexKey(kind == ActivationTries.Kind ? IndexKeys.AccountKind : kind, hash));
        return Anew(row, $"{kind}-{key.Hash[..2]}", key.Hash + rest, to);
    }

    private Task RotateInFileAsync(TableEntity row, IndexKeys to, CancellationToken cancellationToken)
    {
        if (row.RowKey == PersonStore.FileRow)
        {
            var rotated = rows.Encode(row.PartitionKey, row.RowKey, Rotated(rows.Decode<PersonFile>(row), to));
            rotated[UnderKey] = to.Fingerprint;
            return storage.People.UpdateEntityAsync(rotated, row.ETag, TableUpdateMode.Replace, cancellationToken);
        }

        return row.RowKey.Split(':') is [var kind, { Length: HashLength } hash] && hash.All(char.IsAsciiHexDigitLower)
            ? MoveAsync(storage.People, row, Anew(row, row.PartitionKey, $"{kind}:{to.Over(new IndexKey(kind, hash)).Hash}", to), cancellationToken)
            : Task.CompletedTask;
    }

    /// <summary>The new row first: a crash between the two leaves both, and the next run removes the old one.</summary>
    private static async Task MoveAsync(TableClient table, TableEntity from, TableEntity to, CancellationToken cancellationToken)
    {
        await table.UpsertEntityAsync(to, TableUpdateMode.Replace, cancellationToken);
        await table.DeleteEntityAsync(from.PartitionKey, from.RowKey, ETag.All, cancellationToken);
    }

    private TableEntity Anew(TableEntity row, string partitionKey, string rowKey, IndexKeys to)
    {
        // What is sealed is so for its place.
        var anew = RowCodec.IsSealed(row) ? rows.Reseal(row, partitionKey, rowKey) : new TableEntity(partitionKey, rowKey);
        anew[UnderKey] = to.Fingerprint;
        if (RowCodec.IsSealed(row))
        {
            return anew;
        }

        foreach (var (name, value) in row.Where(property => property.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag" or UnderKey or PersonIndex.LeasedBy or PersonIndex.LeasedUntil)))
        {
            anew[name] = value;
        }

        return anew;
    }

    /// <summary>Every keyed hash that a file holds, under the new key.</summary>
    private static PersonFile Rotated(PersonFile file, IndexKeys to)
    {
        string Over(string kind, string hash) => to.Over(new IndexKey(kind, hash)).Hash;
        return file with
        {
            Account = file.Account is { } account ? account with { AccountKey = Over(IndexKeys.AccountKind, account.AccountKey) } : null,
            AccountClaim = file.AccountClaim is { } claim ? claim with { AccountKey = Over(IndexKeys.AccountKind, claim.AccountKey) } : null,
            LatestMessages = [.. file.LatestMessages.Select(owner => owner.Split(':') is [var kind, var hash] ? $"{kind}:{Over(kind, hash)}" : owner)],
            ActivationCodes = [.. file.ActivationCodes.Select(code => code with { CodeKey = Over(IndexKeys.ActivationCodeKind, code.CodeKey) })],
            Retention = file.Retention with
            {
                FormerHousehold = [.. file.Retention.FormerHousehold.Select(hash => Over(IndexKeys.HouseholdKind, hash))],
                Leftovers = file.Retention.Leftovers is { } left
                    ? new Leftovers([.. left.Keys.Select(to.Over)], [.. left.MadeKeys.Select(to.Over)], [.. left.SharedKeys.Select(to.Over)], left.Listing)
                    : null,
            },
        };
    }
}
