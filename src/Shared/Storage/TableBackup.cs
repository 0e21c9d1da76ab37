using System.IO.Compression;
using Azure.Data.Tables;

namespace Inburgering.Storage;

/// <summary>
/// Writes every table to files while the app goes on. A person's partition that changed meanwhile is written once more, whole and as of
/// one moment, so that no file stands beside an audit trail of another moment.
/// </summary>
public sealed class TableBackup(StorageTables storage, TimeProvider clock)
{
    private const int MostTries = 20;
    private const int ToldEvery = 10_000;

    /// <summary>How much the storage's clock, which dates the rows, may be behind ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <param name="folder">An empty folder, or none yet.</param>
    /// <param name="tell">Gets a line on each step.</param>
    /// <exception cref="BackupException">The folder is not empty.</exception>
    public async Task<BackupManifest> ExportAsync(string folder, Action<string> tell, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new BackupException($"{folder} is not empty: a backup is written into a folder of its own.");
        }

        Directory.CreateDirectory(folder);
        var (startedAt, since) = (clock.GetUtcNow(), TimeProvider.System.GetUtcNow() - Skew);

        // People first: whatever stands in a file by then has its look-up rows, which are written before it.
        var files = new List<BackupFile> { await WriteAsync(folder, "people", isLater: false, PartitionsAsync(storage.People, cancellationToken), tell) };
        files.Add(await WriteAsync(folder, "people", isLater: true, ChangedSinceAsync(since, cancellationToken), tell));
        foreach (var (name, table) in storage.Tables.Where(table => table.Table != storage.People))
        {
            files.Add(await WriteAsync(folder, name, isLater: false, PartitionsAsync(table, cancellationToken), tell));
        }

        var manifest = new BackupManifest(BackupManifest.Current, startedAt, clock.GetUtcNow(), files);
        manifest.Write(folder);
        return manifest;
    }

    private static async Task<BackupFile> WriteAsync(string folder, string table, bool isLater, IAsyncEnumerable<IReadOnlyList<TableEntity>> partitions, Action<string> tell)
    {
        var name = $"{table}{(isLater ? ".later" : string.Empty)}.jsonl.gz";
        var (count, rows) = (0L, 0L);
        await using (var file = File.Create(Path.Combine(folder, name)))
        await using (var packed = new GZipStream(file, CompressionLevel.Fastest))
        await using (var writer = new StreamWriter(packed))
        {
            await foreach (var partition in partitions)
            {
                await writer.WriteLineAsync(BackupLine.Write(partition[0].PartitionKey, partition));
                (count, rows) = (count + 1, rows + partition.Count);
                if (count % ToldEvery == 0)
                {
                    tell($"{name}: {count} partitions, {rows} rows …");
                }
            }
        }

        tell($"{name}: {count} partitions, {rows} rows");
        return new BackupFile(name, table, isLater, count, rows, BackupManifest.Sha256(Path.Combine(folder, name)));
    }

    /// <summary>Every partition with its rows: they come in the order of their keys.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<TableEntity>> PartitionsAsync(TableClient table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            if (rows.Count > 0 && rows[0].PartitionKey != row.PartitionKey)
            {
                yield return rows;
                rows = [];
            }

            rows.Add(row);
        }

        if (rows.Count > 0)
        {
            yield return rows;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<TableEntity>> ChangedSinceAsync(DateTimeOffset since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in storage.People.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Timestamp ge {since}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            changed.Add(row.PartitionKey);
        }

        foreach (var partition in changed.Order(StringComparer.Ordinal))
        {
            if (await StableAsync(partition, cancellationToken) is { Count: > 0 } rows)
            {
                yield return rows;
            }
        }
    }

    /// <summary>The rows of a partition as of one moment: read again until nothing changed in between.</summary>
    private async Task<IReadOnlyList<TableEntity>> StableAsync(string partition, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(partition, cancellationToken);
        for (var tries = 1; ; tries++)
        {
            var after = await ReadAsync(partition, cancellationToken);
            if (before.Select(row => (row.RowKey, row.ETag)).SequenceEqual(after.Select(row => (row.RowKey, row.ETag))))
            {
                return after;
            }

            before = tries < MostTries ? after : throw new BackupException($"The file {partition} changes all the time: run the backup again.");
        }
    }

    private async Task<List<TableEntity>> ReadAsync(string partition, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in storage.People.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }
}
