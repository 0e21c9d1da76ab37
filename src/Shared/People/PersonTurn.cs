using System.Security.Cryptography;
using Inburgering.Accounts;
using Inburgering.Storage;

namespace Inburgering.People;

/// <summary>Whom a message is about.</summary>
/// <param name="PersonId">Whose file it goes into.</param>
/// <param name="Same">Persons known under another id who turn out to be that person too.</param>
/// <param name="Files">Their files as they were found; none for somebody new.</param>
public sealed record Matched(string PersonId, IReadOnlyList<string> Same, IReadOnlyList<PersonFile> Files)
{
    /// <summary>Files of others to which a key led, and whom the message can't be about by all else it says.</summary>
    public IReadOnlyList<PersonFile> PassedOver { get; init; } = [];

    /// <summary>Whether that is one of the ids this person has.</summary>
    public bool Is(string personId) => personId == PersonId || Same.Contains(personId);
}

/// <summary>
/// One message's turn with the identifiers it names. Finds the person by strong identifiers only, or starts a new one (docs:
/// "Matching"). Never a fuzzy merge: a key that leads to somebody whom the message can't be about is passed over.
/// </summary>
/// <remarks>
/// A row of the index is held by a message from the moment it is leased until the file it leads to says that the message was
/// taken (<see cref="PersonFile.LatestMessages"/>): the commit itself is what lets the next one go on, in the same transaction.
/// </remarks>
public sealed class PersonTurn(PersonIndex index, PersonStore store, LeaseTimes times, IReadOnlyList<Identified> persons)
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly Dictionary<IndexKey, IndexRow?> rows = [];
    private readonly Dictionary<string, PersonFile?> files = new(StringComparer.Ordinal);
    private readonly HashSet<string> erased = new(StringComparer.Ordinal);

    /// <summary>What each key that was decided about will lead to; <see langword="null"/> if it stays somebody else's.</summary>
    private readonly Dictionary<IndexKey, string?> decided = [];

    private readonly List<IndexRow> borrowed = [];
    private readonly List<IndexRow> added = [];
    private readonly Dictionary<string, string> newcomers = persons.ToDictionary(person => IndexLease.OwnerOf(person.Message), _ => RandomCodes.PersonId());
    private bool isAlone;
    private bool mustBeAlone;
    private bool tookNothing;
    private DateTimeOffset heldSince = DateTimeOffset.MaxValue;

    private IEnumerable<(IndexKey Key, string Owner)> Keys => persons
        .SelectMany(person => person.Keys.Select(key => (key, IndexLease.OwnerOf(person.Message))))
        .DistinctBy(pair => pair.key)
        .OrderBy(pair => pair.key.Kind, StringComparer.Ordinal)
        .ThenBy(pair => pair.key.Hash, StringComparer.Ordinal);

    /// <summary>Whether what is held is held for long enough still to begin a commit.</summary>
    public bool HasTime => heldSince == DateTimeOffset.MaxValue || Clock.GetUtcNow() < heldSince + times.Length - times.Margin;

    /// <summary>Reads the rows; if <paramref name="alone"/>, holds each of them first, in one order for all messages.</summary>
    internal async Task BeginAsync(bool alone, CancellationToken cancellationToken)
    {
        isAlone = alone;
        if (alone)
        {
            var deadline = Clock.GetUtcNow() + times.LongestWait;
            foreach (var (key, owner) in Keys)
            {
                rows[key] = await HoldAsync(key, owner, deadline, cancellationToken);
            }
        }

        var left = (alone ? [] : Keys.Select(pair => pair.Key)).Concat(persons.Select(person => person.Message)).ToList();
        foreach (var (key, row) in left.Zip(await Task.WhenAll(left.Select(key => index.ReadAsync(key, cancellationToken)))))
        {
            rows[key] = row;
        }
    }

    /// <summary>The person; once claimed, every key that is not somebody else's leads there.</summary>
    /// <param name="person">Who is sought, one of those the turn is about.</param>
    /// <param name="admits">Whether the message, found by that key, can be about the person of that file. Asked again by whoever writes: the file may be a newer one then.</param>
    /// <param name="isOwn">Whether a key can be nobody else's: it is taken from whoever does not admit the message.</param>
    /// <param name="known">Ids under which somebody else's file knows the person already.</param>
    public async Task<Matched> MatchAsync(
        Identified person, Func<IndexKey, PersonFile, bool> admits, Func<IndexKey, bool>? isOwn = null, IReadOnlyList<string>? known = null, CancellationToken cancellationToken = default)
    {
        known ??= [];
        await ReadFilesAsync([.. person.Keys.Append(person.Message).Select(key => rows[key]?.PersonId).OfType<string>().Concat(known)], cancellationToken);
        var owner = IndexLease.OwnerOf(person.Message);
        var wasErased = rows[person.Message] is { } said && erased.Contains(said.PersonId);
        if (wasErased && await store.WasTakenAsync(rows[person.Message]!.PersonId, person.Message, cancellationToken))
        {
            // Taken before the person was erased: it stays taken, and no identifier leads there again.
            return new Matched(rows[person.Message]!.PersonId, [], []);
        }

        var taker = rows[person.Message] is { } before ? files[before.PersonId] : null;
        if (taker?.LatestMessages.Contains(owner) == true)
        {
            foreach (var key in person.Keys.Where(key => isAlone && rows[key] is { } row && files[row.PersonId] is null))
            {
                decided[key] = taker.PersonId;
            }

            return new Matched(taker.PersonId, [], [taker]);
        }

        string? Admitted(IndexKey key, PersonFile? file) => file is not null && admits(key, file) ? file.PersonId : null;
        var leads = person.Keys.Where(key => !decided.ContainsKey(key)).Select(key => (Key: key, Row: rows[key], File: rows[key] is { } row ? files[row.PersonId] : null)).ToList();
        var owners = leads.Select(lead => Admitted(lead.Key, lead.File)).ToList();
        var ownersKnown = known.Select(personId => Admitted(person.Message, files[personId])).ToList();
        var admitted = owners.Prepend(Admitted(person.Message, taker)).Concat(ownersKnown).OfType<string>().Distinct().ToList();
        var chosen = admitted.FirstOrDefault()
            ?? known.FirstOrDefault(personId => files[personId] is null && !erased.Contains(personId))
            ?? (taker is null && !wasErased ? rows[person.Message]?.PersonId : null)
            ?? newcomers[owner];

        // Without holding them, keys may only be read where they lead to one person, and only be added where there were none.
        mustBeAlone |= !isAlone
            && (admitted.Count > 1
                || (rows[person.Message] is not null && taker?.PersonId != chosen)
                || leads.Zip(owners).Any(lead => lead.First.Row is { } row && (lead.Second != chosen || !IsFree(row, lead.First.File))));
        foreach (var (lead, admittedTo) in leads.Zip(owners))
        {
            decided[lead.Key] = lead.File is not null && admittedTo is not null ? lead.Row!.PersonId
                : lead.File is null || isOwn?.Invoke(lead.Key) == true ? chosen
                : null;
        }

        decided[person.Message] = Admitted(person.Message, taker) == chosen ? rows[person.Message]!.PersonId : chosen;
        return new Matched(
            chosen,
            [.. admitted.Skip(1).Concat(known.Where(personId => files[personId] is null && !erased.Contains(personId) && personId != chosen)).Where(personId => personId != chosen).Distinct()],
            [.. files.Values.OfType<PersonFile>().Where(file => admitted.Contains(file.PersonId)).DistinctBy(file => file.PersonId)])
        {
            PassedOver = [.. leads.Zip(owners).Where(lead => lead.Second is null).Select(lead => lead.First.File).OfType<PersonFile>().DistinctBy(file => file.PersonId)],
        };
    }

    /// <summary>Writes the rows of those who were matched.</summary>
    /// <returns>False if somebody else was faster, or the message has to be alone with its identifiers: to be begun anew.</returns>
    public async Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        if (mustBeAlone || !HasTime)
        {
            return false;
        }

        foreach (var (key, owner) in Keys.Where(pair => decided.GetValueOrDefault(pair.Key) is { } personId && rows[pair.Key]?.PersonId != personId))
        {
            if (!await WriteAsync(key, decided[key]!, Lease(owner), cancellationToken))
            {
                await GiveUpAsync(cancellationToken);
                return false;
            }
        }

        foreach (var key in persons.Select(person => person.Message).Where(key => decided.GetValueOrDefault(key) is { } personId && rows[key]?.PersonId != personId))
        {
            var taker = rows[key] is { } row
                ? await index.RepointAsync(key, row.PersonId, decided[key]!, cancellationToken)
                : await index.ClaimAsync(key, decided[key]!, cancellationToken);
            if (taker != decided[key])
            {
                // Another delivery of this message decided otherwise.
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Lets a key that is not the message's own lead to somebody known, unless it leads somewhere. If another message holds it,
    /// waits until that one is written.
    /// </summary>
    public async Task LeadAsync(IndexKey key, string personId, CancellationToken cancellationToken)
    {
        if (await store.FindKeptAsync(personId, cancellationToken) is { IsErased: true })
        {
            return;
        }

        var deadline = Clock.GetUtcNow() + times.LongestWait;
        for (var tries = 0; !rows.ContainsKey(key) && await index.TryAddAsync(key, personId, null, cancellationToken) is null; tries++)
        {
            if (await index.ReadAsync(key, cancellationToken) is not { } row)
            {
                continue;
            }

            var file = (await store.FindAsync(row.PersonId, cancellationToken))?.File;
            if (row.Lease is null || IsFree(row, file))
            {
                return;
            }

            if (!await IsForAnybodyAsync(row, file, cancellationToken))
            {
                await WaitAsync(tries, deadline, cancellationToken);
            }
            else if (await index.ReplaceAsync(row, file is null ? personId : row.PersonId, null, cancellationToken) is not null)
            {
                return;
            }
        }
    }

    /// <summary>Says that nothing was written after all, and that nothing will be: what was added goes.</summary>
    public void TookNothing() => tookNothing = true;

    /// <summary>Says that no commit ends what is held: what was added leads to somebody known.</summary>
    public void KnewAlready() => borrowed.AddRange(added);

    /// <summary>Gives back what the commit does not end.</summary>
    internal async Task EndAsync(CancellationToken cancellationToken)
    {
        if (tookNothing)
        {
            await GiveUpAsync(cancellationToken);
        }

        foreach (var row in borrowed)
        {
            // Changed since only by whoever points it elsewhere: the lease is on it still.
            for (var now = row; now is not null && now.Lease?.Owner == row.Lease!.Owner && await index.ReplaceAsync(now, now.PersonId, null, cancellationToken) is null;)
            {
                now = await index.ReadAsync(row.Key, cancellationToken);
            }
        }
    }

    private IndexLease Lease(string owner)
    {
        var now = Clock.GetUtcNow();
        heldSince = heldSince < now ? heldSince : now;
        return new IndexLease(owner, now + times.Length);
    }

    private async Task<IndexRow> HoldAsync(IndexKey key, string owner, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            if (await index.ReadAsync(key, cancellationToken) is not { } row)
            {
                if (await index.TryAddAsync(key, newcomers[owner], Lease(owner), cancellationToken) is { } held)
                {
                    added.Add(held);
                    return held;
                }
            }
            else
            {
                var file = (await store.FindAsync(row.PersonId, cancellationToken))?.File;
                if (!newcomers.ContainsKey(row.Lease?.Owner ?? string.Empty) && !await IsForAnybodyAsync(row, file, cancellationToken))
                {
                    await WaitAsync(tries, deadline, cancellationToken);
                }
                else
                {
                    if (file is null && row.Lease?.Owner == owner)
                    {
                        // Left by an earlier delivery of this message, or held by another one at the same time.
                        newcomers[owner] = row.PersonId;
                    }

                    // Whoever else left a row without a file may still make that file: another person than this one.
                    if (await index.ReplaceAsync(row, file is null ? newcomers[owner] : row.PersonId, Lease(owner), cancellationToken) is { } held)
                    {
                        borrowed.Add(held);
                        return held;
                    }
                }
            }
        }
    }

    private async Task<bool> WriteAsync(IndexKey key, string personId, IndexLease lease, CancellationToken cancellationToken)
    {
        if (rows[key] is not { } row)
        {
            if (await index.TryAddAsync(key, personId, lease, cancellationToken) is not { } fresh)
            {
                return false;
            }

            added.Add(fresh);
            return true;
        }

        if (await index.ReplaceAsync(row, personId, lease, cancellationToken) is not { } replaced)
        {
            return false;
        }

        foreach (var held in new[] { added, borrowed })
        {
            if (held.RemoveAll(earlier => earlier.Key == key) > 0)
            {
                held.Add(replaced);
            }
        }

        return true;
    }

    // What was added leads to nobody yet.
    private async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        foreach (var row in added)
        {
            await index.ReleaseAsync(row, cancellationToken);
        }
    }

    // The file names the latest messages only; whoever asks for longer ago reads the message's own row.
    private async Task<bool> IsForAnybodyAsync(IndexRow row, PersonFile? file, CancellationToken cancellationToken) =>
        row.Lease is null
        || row.Lease.Until <= Clock.GetUtcNow()
        || IsFree(row, file)
        || (file is not null && await store.WasTakenAsync(file.PersonId, row.Lease.Message, cancellationToken));

    // A row without a file was claimed by a message that was cut short, or is still being taken.
    private static bool IsFree(IndexRow row, PersonFile? file) => file is not null && (row.Lease is null || file.LatestMessages.Contains(row.Lease.Owner));

    private async Task ReadFilesAsync(IReadOnlyList<string> personIds, CancellationToken cancellationToken)
    {
        var unread = personIds.Where(personId => !files.ContainsKey(personId)).Distinct().ToList();
        foreach (var (personId, stored) in unread.Zip(await Task.WhenAll(unread.Select(personId => store.FindKeptAsync(personId, cancellationToken)))))
        {
            // An erased person is nobody's to be: the same human is a new one.
            files[personId] = stored is { IsErased: false } ? stored.File : null;
            if (stored is { IsErased: true })
            {
                erased.Add(personId);
            }

        }
    }

    private static async Task WaitAsync(int tries, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        if (Clock.GetUtcNow() > deadline)
        {
            throw new IdentifierHeldException();
        }

        // Of the machine, not of the law: a clock that is moved by months ends no lease.
        await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(10, 30) * Math.Min(tries + 1, 10)), Clock, cancellationToken);
    }
}
