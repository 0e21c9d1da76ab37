using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Inburgering.People;

namespace Inburgering.Storage;

/// <summary>What was found of one person.</summary>
/// <param name="PersonId">Whose trail.</param>
/// <param name="Lines">How many lines the trail has.</param>
/// <param name="Faults">What is wrong with it; empty for a whole one.</param>
public sealed record AuditFinding(string PersonId, long Lines, IReadOnlyList<AuditFault> Faults);

/// <summary>Verifies audit trails where they are stored (docs/privacy.md). Reads only, and may run beside the app.</summary>
public sealed class AuditVerification(StorageTables storage, RowCodec rows)
{
    private const int MostTries = 10;

    // Under the name and birth date of everybody who is known (IndexKeys.Name), ended by the person id.
    private const string FirstName = "name-";
    private const string AfterNames = "name.";

    /// <summary>
    /// Verifies everybody's trail, in the order of person ids; then that nobody who can be looked up by name is without file and trail.
    /// Reads the whole table: not for a request.
    /// </summary>
    /// <param name="underWaySince">
    /// A look-up row is written before the file that it leads to: since this instant, by the clock of storage, a message may be under way whose
    /// row leads to nothing yet.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<AuditFinding> AllAsync(DateTimeOffset underWaySince, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var row in storage.People.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            // Rows come by partition: a trail without a file is met too.
            if (row.PartitionKey != last)
            {
                last = row.PartitionKey;
                yield return await OneAsync(last, cancellationToken);
            }
        }

        var told = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in storage.Index.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {FirstName} and PartitionKey lt {AfterNames}"), cancellationToken: cancellationToken))
        {
            var personId = row.GetString(PersonIndex.PersonId);
            if (row.Timestamp < underWaySince && await FileAsync(personId, cancellationToken) is null && (await LinesAsync(personId, cancellationToken)).Count == 0 && told.Add(personId))
            {
                yield return new AuditFinding(personId, 0, [new AuditFault(0, "file and trail are missing, and yet the person can be looked up")]);
            }
        }
    }

    /// <summary>Verifies the trail of one person.</summary>
    public async Task<AuditFinding> OneAsync(string personId, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var before = await FileAsync(personId, cancellationToken);
            var lines = await LinesAsync(personId, cancellationToken);
            var after = await FileAsync(personId, cancellationToken);

            // A change in between would look like lines that nobody knows of.
            if (before?.ETag == after?.ETag || tries == MostTries)
            {
                return new AuditFinding(personId, lines.Count, Faults(after, lines));
            }
        }
    }

    private IReadOnlyList<AuditFault> Faults(TableEntity? row, IReadOnlyDictionary<long, AuditEntry?> lines)
    {
        if (row is null)
        {
            return lines.Count == 0 ? [] : [new AuditFault(0, "the file is missing")];
        }

        try
        {
            return AuditChain.Faults(rows.Decode<PersonFile>(row), lines);
        }
        catch (RowUnreadableException)
        {
            return [new AuditFault(0, "the file can't be read: altered or moved")];
        }
    }

    private async Task<TableEntity?> FileAsync(string personId, CancellationToken cancellationToken)
    {
        var row = await storage.People.GetEntityIfExistsAsync<TableEntity>(personId, PersonStore.FileRow, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private async Task<IReadOnlyDictionary<long, AuditEntry?>> LinesAsync(string personId, CancellationToken cancellationToken)
    {
        var (from, until) = (PersonStore.AuditRows + ":", PersonStore.AuditRows + ";");
        var lines = new Dictionary<long, AuditEntry?>();
        await foreach (var row in storage.People.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {personId} and RowKey ge {from} and RowKey lt {until}"), cancellationToken: cancellationToken))
        {
            lines[long.Parse(row.RowKey.AsSpan(from.Length), CultureInfo.InvariantCulture)] = Read(row);
        }

        return lines;
    }

    private AuditEntry? Read(TableEntity row)
    {
        try
        {
            return rows.Decode<AuditEntry>(row);
        }
        catch (RowUnreadableException)
        {
            return null;
        }
    }
}
