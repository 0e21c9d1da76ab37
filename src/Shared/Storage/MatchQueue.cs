using Azure;
using Azure.Data.Tables;
using Inburgering.Arrivals;
using Inburgering.Messages;
using Inburgering.People;

namespace Inburgering.Storage;

/// <param name="Items">Each candidate with the two files as they now are.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> at the end.</param>
public sealed record MatchPage(IReadOnlyList<(MatchCandidate Candidate, PersonFile Person, PersonFile Other)> Items, string? Next);

/// <summary>
/// The manual matching queue of each agency. A row names two files and why they may be one person's, and holds nothing else of
/// them: what is decided stands in the files. A row stays, closed, once it is decided, so that it is never asked again.
/// </summary>
public sealed class MatchQueue(StorageTables storage, PersonStore store)
{
    /// <summary>Most candidates on one page.</summary>
    public const int PageSize = 50;

    private const string IsOpen = "IsOpen";

    /// <summary>Lets officers decide, unless they are asked or have decided already.</summary>
    public async Task AddAsync(MatchCandidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Matches.AddEntityAsync(
                new TableEntity(WireName.Of(candidate.Agency), candidate.CandidateId)
                {
                    [nameof(MatchCandidate.PersonId)] = candidate.PersonId,
                    [nameof(MatchCandidate.OtherId)] = candidate.OtherId,
                    [nameof(MatchCandidate.Reason)] = WireName.Of(candidate.Reason),
                    [nameof(MatchCandidate.FoundAt)] = candidate.FoundAt,
                    [IsOpen] = true,
                },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            // In the queue, or decided.
        }
    }

    /// <summary>A candidate of that agency, open or decided; <see langword="null"/> if there is none.</summary>
    public async Task<MatchCandidate?> FindAsync(Agency agency, string candidateId, CancellationToken cancellationToken)
    {
        if (candidateId.Length != 32 || !candidateId.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var row = await storage.Matches.GetEntityIfExistsAsync<TableEntity>(WireName.Of(agency), candidateId, cancellationToken: cancellationToken);
        return row.HasValue ? Read(agency, row.Value!) : null;
    }

    /// <summary>Takes a candidate from the list. Repeating it changes nothing.</summary>
    public async Task CloseAsync(Agency agency, string candidateId, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Matches.UpdateEntityAsync(
                new TableEntity(WireName.Of(agency), candidateId) { [IsOpen] = false }, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // Nobody asked.
        }
    }

    /// <summary>One page of what waits for an agency. Who became one meanwhile is left out, and closed.</summary>
    /// <param name="agency">Whose officers ask.</param>
    /// <param name="from">The id after which the page begins; <see langword="null"/> for the first.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<MatchPage> PageAsync(Agency agency, string? from, CancellationToken cancellationToken)
    {
        var (partition, after) = (WireName.Of(agency), from ?? string.Empty);
        var items = new List<(MatchCandidate, PersonFile, PersonFile)>();
        await foreach (var row in storage.Matches.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after} and IsOpen eq true"), PageSize + 1, cancellationToken: cancellationToken))
        {
            if (items.Count == PageSize)
            {
                return new MatchPage(items, items[^1].Item1.CandidateId);
            }

            var candidate = Read(agency, row);
            var (person, other) = (await store.FindAsync(candidate.PersonId, cancellationToken), await store.FindAsync(candidate.OtherId, cancellationToken));
            if (person is null || other is null)
            {
                // A message that is being taken now, or was cut short; or somebody was erased since: then there is nothing left to ask.
                if (await IsErasedAsync(candidate.PersonId, cancellationToken) || await IsErasedAsync(candidate.OtherId, cancellationToken))
                {
                    await storage.Matches.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
                }

                continue;
            }

            if (person.File.PersonId == other.File.PersonId || FileJoin.AreFoundDifferent(person.File, other.File))
            {
                await CloseAsync(agency, candidate.CandidateId, cancellationToken);
                continue;
            }

            items.Add((candidate, person.File, other.File));
        }

        return new MatchPage(items, null);
    }

    private async Task<bool> IsErasedAsync(string personId, CancellationToken cancellationToken) =>
        await store.FindKeptAsync(personId, cancellationToken) is { IsErased: true };

    private static MatchCandidate Read(Agency agency, TableEntity row) => new(
        row.GetString(nameof(MatchCandidate.PersonId)),
        row.GetString(nameof(MatchCandidate.OtherId)),
        WireName.TryParse<MatchReason>(row.GetString(nameof(MatchCandidate.Reason)), out var reason) ? reason : throw new InvalidOperationException("A row of the matching queue names no reason."),
        agency,
        row.GetDateTimeOffset(nameof(MatchCandidate.FoundAt))!.Value);
}
