using System.IO.Compression;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Inburgering.Obligations;

namespace Inburgering.Storage;

/// <summary>Writes a backup into empty tables and marks every open matter, so that the first sweep starts its orchestration again.</summary>
public sealed class TableRestore(StorageTables storage, PersonStore store, PendingMarkers markers)
{
    private const int AtOnce = 16;
    private const int MostRows = 100;
    private const int MostBytes = 3 * 1024 * 1024;
    private const int ToldEvery = 10_000;

    /// <param name="folder">A backup.</param>
    /// <param name="resume">Goes on where an earlier restore of the same backup was stopped: rows that are there are written again.</param>
    /// <param name="tell">Gets a line on each step.</param>
    /// <returns>How many rows were written, and how many matters were marked.</returns>
    /// <exception cref="BackupException">The backup is not whole, or there is data already.</exception>
    public async Task<(long Rows, long Marked)> ImportAsync(string folder, bool resume, Action<string> tell, CancellationToken cancellationToken)
    {
        var manifest = BackupManifest.Read(folder);
        await storage.CreateAsync(cancellationToken);
        if (!resume)
        {
            await RequireEmptyAsync(cancellationToken);
        }

        var written = 0L;
        foreach (var (name, table) in storage.Tables)
        {
            var files = manifest.Files.Where(file => file.Table == name).OrderBy(file => file.IsLater).ToList();
            var replaced = new HashSet<string>(StringComparer.Ordinal);
            foreach (var later in files.Where(file => file.IsLater))
            {
                await foreach (var (partition, _) in LinesAsync(folder, later, cancellationToken))
                {
                    replaced.Add(partition);
                }
            }

            foreach (var file in files)
            {
                written += await WriteAsync(table, file, LinesAsync(folder, file, cancellationToken).Where(line => file.IsLater || !replaced.Contains(line.Partition)), tell, cancellationToken);
            }
        }

        var marked = 0L;
        await foreach (var person in store.AllFilesAsync(cancellationToken))
        {
            if (person.JoinedInto is null && ObligationDecider.IsOpen(person.Obligation))
            {
                await markers.MarkAsync(PendingWork.Plan, person.PersonId, cancellationToken);
                marked++;
            }
        }

        tell($"{marked} open matters marked to be planned again");
        return (written, marked);
    }

    private async Task RequireEmptyAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, table) in storage.Tables)
        {
            await foreach (var row in table.QueryAsync<TableEntity>(maxPerPage: 1, select: ["PartitionKey"], cancellationToken: cancellationToken))
            {
                throw new BackupException($"The table {name} is not empty: a restore would mix two states. Give it empty tables, or say --resume to go on with one that was stopped.");
            }
        }
    }

    private static async Task<long> WriteAsync(TableClient table, BackupFile file, IAsyncEnumerable<(string Partition, IReadOnlyList<TableEntity> Rows)> lines, Action<string> tell, CancellationToken cancellationToken)
    {
        var (partitions, rows) = (0L, 0L);
        await Parallel.ForEachAsync(lines, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (line, token) =>
        {
            foreach (var batch in Batches(line.Rows))
            {
                await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), token);
            }

            Interlocked.Add(ref rows, line.Rows.Count);
            if (Interlocked.Increment(ref partitions) % ToldEvery == 0)
            {
                tell($"{file.Name}: {partitions} of {file.Partitions} partitions …");
            }
        });
        tell($"{file.Name}: {partitions} partitions, {rows} rows");
        return rows;
    }

    private static IEnumerable<List<TableEntity>> Batches(IReadOnlyList<TableEntity> rows)
    {
        var (batch, bytes) = (new List<TableEntity>(), 0);
        foreach (var row in rows)
        {
            var size = row.Sum(value => value.Value is byte[] binary ? binary.Length : value.Value is string text ? 2 * text.Length : 16);
            if (batch.Count == MostRows || (batch.Count > 0 && bytes + size > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(row);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static async IAsyncEnumerable<(string Partition, IReadOnlyList<TableEntity> Rows)> LinesAsync(string folder, BackupFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(folder, file.Name)), CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return BackupLine.Read(line);
        }
    }
}
