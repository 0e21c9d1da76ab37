using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Inburgering.Arrivals;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Cases;

/// <summary>What an officer asks of the list.</summary>
/// <param name="Agency">The officer's own.</param>
/// <param name="Status">Only cases in this state.</param>
/// <param name="DeadlineBefore">Only cases with a deadline before this day.</param>
public sealed record CaseFilter(Agency Agency, ObligationStatus? Status, DateOnly? DeadlineBefore);

/// <param name="Files">The files, as they now are.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> at the end.</param>
public sealed record CasePage(IReadOnlyList<PersonFile> Files, string? Next);

/// <summary>
/// The lists of the agencies, by state and deadline. A row holds a place and a person's id and nothing else: what is shown is
/// read from the file, and a row that the file no longer stands behind is dropped. So the list can be late but never show
/// another agency's case or yesterday's state.
/// </summary>
public sealed class CaseList(StorageTables storage, PersonStore store)
{
    /// <summary>Most cases on one page.</summary>
    public const int PageSize = 50;

    private const string NoDeadline = "9999-12-31";

    // The most urgent first.
    private static readonly ObligationStatus[] Order =
    [
        ObligationStatus.Breached, ObligationStatus.Running, ObligationStatus.LetterPending, ObligationStatus.None,
        ObligationStatus.FulfilledLate, ObligationStatus.Fulfilled, ObligationStatus.Ended,
    ];

    /// <summary>Moves a case to its new place: one row written, the old one removed. Repeating it changes nothing.</summary>
    public Task MoveAsync(string personId, CaseListing? from, CaseListing? to, CancellationToken cancellationToken) => Task.WhenAll(
        to?.Agency is null ? Task.CompletedTask : storage.Cases.UpsertEntityAsync(Row(personId, to), TableUpdateMode.Replace, cancellationToken),
        from?.Agency is null ? Task.CompletedTask : RemoveAsync(Row(personId, from), cancellationToken));

    /// <summary>Writes the row of a file again: after a crash between the file and the list, and to rebuild a list.</summary>
    public async Task RelistAsync(string personId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(personId, cancellationToken) is { } stored)
        {
            await MoveAsync(stored.File.PersonId, null, stored.File.Listing, cancellationToken);
        }
    }

    /// <summary>One page of an agency's cases: by state, the most urgent first, and within a state by deadline.</summary>
    /// <param name="filter">Which cases.</param>
    /// <param name="from">Where the page before said that the next begins; <see langword="null"/> for the first.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns><see langword="null"/> if <paramref name="from"/> is no such place.</returns>
    public async Task<CasePage?> PageAsync(CaseFilter filter, string? from, CancellationToken cancellationToken)
    {
        if (!TryReadPlace(from, out var first, out var after))
        {
            return null;
        }

        var files = new List<PersonFile>(PageSize);
        string? last = null;
        await foreach (var rows in RowsAsync(filter, first, after, cancellationToken).Chunk(PageSize).WithCancellation(cancellationToken))
        {
            var read = files.Count == PageSize ? [] : await Task.WhenAll(rows.Select(row => StandingBehindAsync(row, filter.Agency, cancellationToken)));
            foreach (var (row, file) in rows.Zip(read).Where(pair => pair.Second is not null))
            {
                if (files.Count < PageSize)
                {
                    files.Add(file!);
                    last = Place(row);
                }
            }

            if (files.Count == PageSize && Place(rows[^1]) != last)
            {
                return new CasePage(files, last);
            }
        }

        return new CasePage(files, null);
    }

    private async IAsyncEnumerable<TableEntity> RowsAsync(
        CaseFilter filter, ObligationStatus? first, string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = filter.DeadlineBefore is { } day ? Day(day) : "~";
        foreach (var status in Order.SkipWhile(status => first is not null && status != first).Where(status => filter.Status is null || status == filter.Status))
        {
            var (partition, start) = (Partition(filter.Agency, status), status == first ? after : string.Empty);
            await foreach (var row in storage.Cases.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {start} and RowKey lt {end}"), PageSize + 1, cancellationToken: cancellationToken))
            {
                yield return row;
            }
        }
    }

    /// <summary>The file, if the case still has this place; a row without one is dropped.</summary>
    private async Task<PersonFile?> StandingBehindAsync(TableEntity row, Agency agency, CancellationToken cancellationToken)
    {
        var parts = row.RowKey.Split('!');
        var file = (await store.FindAsync(parts[1], cancellationToken))?.File;

        // A file that went up in another one has no case of its own.
        if (file?.Listing is { } listing && file.PersonId == parts[1] && listing.Agency == agency && Number(listing) == parts[2])
        {
            return file;
        }

        await RemoveAsync(row, cancellationToken);
        return null;
    }

    private async Task RemoveAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Cases.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // Gone already.
        }
    }

    private static TableEntity Row(string personId, CaseListing listing) => new(
        Partition(listing.Agency!.Value, listing.Status),
        $"{(listing.DeadlineOn is { } day ? Day(day) : NoDeadline)}!{personId}!{Number(listing)}");

    private static string Partition(Agency agency, ObligationStatus status) => $"{WireName.Of(agency)}!{WireName.Of(status)}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(CaseListing listing) => listing.Number.ToString(CultureInfo.InvariantCulture);

    private static string Place(TableEntity row) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{row.PartitionKey.Split('!')[1]}!{row.RowKey}"));

    private static bool TryReadPlace(string? place, out ObligationStatus? status, out string after)
    {
        (status, after) = (null, string.Empty);
        if (place is null)
        {
            return true;
        }

        if (place.Length > 200 || !Base64Url.IsValid(place))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(place)).Split('!', 2);
        if (parts.Length != 2 || !WireName.TryParse<ObligationStatus>(parts[0], out var named))
        {
            return false;
        }

        (status, after) = (named, parts[1]);
        return true;
    }
}
