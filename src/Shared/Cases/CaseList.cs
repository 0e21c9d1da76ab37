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
/// <param name="ToDo">Only cases in which this waits for an officer.</param>
public sealed record CaseFilter(Agency Agency, ObligationStatus? Status, DateOnly? DeadlineBefore, CaseToDo? ToDo = null);

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
    private const string Referred = "abb!referred";

    // The most urgent first.
    private static readonly ObligationStatus[] Order =
    [
        ObligationStatus.Breached, ObligationStatus.Running, ObligationStatus.Suspended, ObligationStatus.LetterPending, ObligationStatus.None,
        ObligationStatus.FulfilledLate, ObligationStatus.Fulfilled, ObligationStatus.Exempted, ObligationStatus.Ended,
    ];

    /// <summary>Moves a case to its new place: its rows written, the old ones removed. Repeating it changes nothing.</summary>
    public Task MoveAsync(string personId, CaseListing? from, CaseListing? to, CancellationToken cancellationToken) => Task.WhenAll(
    [
        .. Rows(personId, to).Select(row => (Task)storage.Cases.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken)),
        .. Rows(personId, from).Select(row => RemoveAsync(row, cancellationToken)),
    ]);

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
    public Task<CasePage?> PageAsync(CaseFilter filter, string? from, CancellationToken cancellationToken) => PageAsync(
        filter.ToDo is { } toDo
            ? [Partition(filter.Agency, toDo)]
            : [.. Order.Where(status => filter.Status is null || status == filter.Status).Select(status => Partition(filter.Agency, status))],
        filter.DeadlineBefore is { } day ? Day(day) : "~",
        listing => listing.Agency == filter.Agency && (filter.Status is null || listing.Status == filter.Status),
        from,
        cancellationToken);

    /// <summary>One page of the cases that were referred to ABB, in the order of their referral.</summary>
    /// <param name="from">As for the agencies' lists.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns><see langword="null"/> if <paramref name="from"/> is no such place.</returns>
    public Task<CasePage?> ReferredAsync(string? from, CancellationToken cancellationToken) => PageAsync([Referred], "~", listing => listing.ReferredOn is not null, from, cancellationToken);

    private async Task<CasePage?> PageAsync(IReadOnlyList<string> partitions, string end, Func<CaseListing, bool> stands, string? from, CancellationToken cancellationToken)
    {
        if (!TryReadPlace(from, out var first, out var after) || (first is not null && !partitions.Any(partition => partition.EndsWith("!" + first, StringComparison.Ordinal))))
        {
            return null;
        }

        var files = new List<PersonFile>(PageSize);
        string? last = null;
        await foreach (var rows in RowsAsync(partitions, end, first, after, cancellationToken).Chunk(PageSize).WithCancellation(cancellationToken))
        {
            var read = files.Count == PageSize ? [] : await Task.WhenAll(rows.Select(row => StandingBehindAsync(row, stands, cancellationToken)));
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
        IReadOnlyList<string> partitions, string end, string? first, string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isFirst = (string partition) => first is not null && partition.EndsWith("!" + first, StringComparison.Ordinal);
        foreach (var partition in partitions.SkipWhile(partition => first is not null && !isFirst(partition)))
        {
            var start = isFirst(partition) ? after : string.Empty;
            await foreach (var row in storage.Cases.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {start} and RowKey lt {end}"), PageSize + 1, cancellationToken: cancellationToken))
            {
                yield return row;
            }
        }
    }

    /// <summary>The file, if the case still has this place; a row without one is dropped.</summary>
    private async Task<PersonFile?> StandingBehindAsync(TableEntity row, Func<CaseListing, bool> stands, CancellationToken cancellationToken)
    {
        var parts = row.RowKey.Split('!');
        var file = (await store.FindAsync(parts[1], cancellationToken))?.File;

        // A file that went up in another one has no case of its own.
        if (file?.Listing is { } listing && file.PersonId == parts[1] && Rows(file.PersonId, listing).Any(now => (now.PartitionKey, now.RowKey) == (row.PartitionKey, row.RowKey)))
        {
            return stands(listing) ? file : null;
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

    private static IEnumerable<TableEntity> Rows(string personId, CaseListing? listing)
    {
        if (listing is null)
        {
            yield break;
        }

        if (listing.Agency is { } agency)
        {
            var key = $"{(listing.DeadlineOn is { } day ? Day(day) : NoDeadline)}!{personId}!{Number(listing)}";
            yield return new TableEntity(Partition(agency, listing.Status), key);
            foreach (var toDo in listing.ToDo)
            {
                yield return new TableEntity(Partition(agency, toDo), key);
            }
        }

        if (listing.ReferredOn is { } referredOn)
        {
            yield return new TableEntity(Referred, $"{Day(referredOn)}!{personId}!{Number(listing)}");
        }
    }

    private static string Partition(Agency agency, ObligationStatus status) => $"{WireName.Of(agency)}!{WireName.Of(status)}";

    private static string Partition(Agency agency, CaseToDo toDo) => $"{WireName.Of(agency)}!toDo-{WireName.Of(toDo)}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(CaseListing listing) => listing.Number.ToString(CultureInfo.InvariantCulture);

    private static string Place(TableEntity row) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{row.PartitionKey.Split('!')[1]}!{row.RowKey}"));

    private static bool TryReadPlace(string? place, out string? list, out string after)
    {
        (list, after) = (null, string.Empty);
        if (place is null)
        {
            return true;
        }

        if (place.Length > 200 || !Base64Url.IsValid(place))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(place)).Split('!', 2);
        if (parts.Length != 2)
        {
            return false;
        }

        (list, after) = (parts[0], parts[1]);
        return true;
    }
}
