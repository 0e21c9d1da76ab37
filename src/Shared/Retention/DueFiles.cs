using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Inburgering.Storage;

namespace Inburgering.Retention;

/// <summary>A place in the list of what falls due: a day and a person's id, nothing else.</summary>
public sealed record DueFile(DateOnly On, string PersonId);

/// <summary>
/// The files by the day on which something of them may fall due, in partitions of a month. A row may come too early or twice, and
/// the file decides; it never comes too late. So what is due today is found without looking at anybody else.
/// </summary>
public sealed class DueFiles(StorageTables storage)
{
    /// <summary>Puts a file under a day. Repeating it changes nothing.</summary>
    public Task AddAsync(DueFile due, CancellationToken cancellationToken) =>
        storage.Retention.UpsertEntityAsync(new TableEntity(Month(due.On), Row(due)), TableUpdateMode.Replace, cancellationToken);

    public async Task RemoveAsync(DueFile due, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Retention.DeleteEntityAsync(Month(due.On), Row(due), ETag.All, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // Gone already.
        }
    }

    /// <summary>Everything that stands under that day or an earlier one, the earliest first. One range query.</summary>
    public async IAsyncEnumerable<DueFile> UntilAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (month, end) = (Month(day), Day(day) + "~");
        await foreach (var row in storage.Retention.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey lt {month} or (PartitionKey eq {month} and RowKey lt {end})"), cancellationToken: cancellationToken))
        {
            var parts = row.RowKey.Split('!');
            yield return new DueFile(DateOnly.ParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), parts[1]);
        }
    }

    private static string Row(DueFile due) => $"{Day(due.On)}!{due.PersonId}";

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
