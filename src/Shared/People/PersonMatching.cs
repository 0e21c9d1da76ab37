using Inburgering.Accounts;
using Inburgering.Storage;

namespace Inburgering.People;

/// <summary>Whom a message is about.</summary>
/// <param name="PersonId">Whose file it goes into.</param>
/// <param name="Same">Persons with files of their own who turn out to be that person too.</param>
public sealed record Matched(string PersonId, IReadOnlyList<string> Same);

/// <summary>
/// Finds the person whom a message is about, by strong identifiers only, or starts a new one (docs: "Matching"). Never a fuzzy
/// merge: a key that leads to somebody whom the message can't be about is passed over.
/// </summary>
public sealed class PersonMatching(PersonIndex index, PersonStore store)
{
    /// <summary>The person; every key that is not somebody else's leads there afterwards.</summary>
    /// <param name="message">The message, always taken into the same file.</param>
    /// <param name="keys">What the message identifies the person by, strongest first.</param>
    /// <param name="admits">Whether the message, found by that key, can be about the person of that file. Asked again by whoever writes: the file may be a newer one then.</param>
    /// <param name="isOwn">Whether a key can be nobody else's: it is taken from whoever does not admit the message.</param>
    public async Task<Matched> MatchAsync(
        IndexKey message, IReadOnlyList<IndexKey> keys, Func<IndexKey, PersonFile, bool> admits, Func<IndexKey, bool> isOwn, CancellationToken cancellationToken)
    {
        var takenBefore = index.FindAsync(message, cancellationToken);
        var known = await Task.WhenAll(keys.Select(key => index.FindAsync(key, cancellationToken)));
        var files = new Dictionary<string, PersonFile?>(StringComparer.Ordinal);
        async Task<string?> AdmittedAsync(IndexKey key, string? personId)
        {
            if (personId is null)
            {
                return null;
            }

            if (!files.TryGetValue(personId, out var file))
            {
                files[personId] = file = (await store.FindKeptAsync(personId, cancellationToken))?.File;
            }

            // An erased person is nobody's to be: the same human is a new one. But what was taken before stays taken.
            return file is null ? personId
                : file.Retention.ErasedOn is not null ? key == message && await store.WasTakenAsync(file.PersonId, message, cancellationToken) ? file.PersonId : null
                : admits(key, file) ? file.PersonId : null;
        }

        bool IsErased(string personId) => files.GetValueOrDefault(personId)?.Retention.ErasedOn is not null;

        var chosen = await AdmittedAsync(message, await takenBefore);
        if (chosen is not null && IsErased((await takenBefore)!))
        {
            return new Matched(chosen, []);
        }

        for (var i = 0; i < keys.Count && chosen is null; i++)
        {
            chosen = await AdmittedAsync(keys[i], known[i]);
        }

        chosen ??= RandomCodes.PersonId();
        var (claimed, same) = (new List<IndexKey>(), new List<string>());

        // In one order for all senders: two messages about one new person meet at the first key they share.
        foreach (var (key, before) in keys.Zip(known).OrderBy(pair => pair.First.Kind, StringComparer.Ordinal))
        {
            var holder = before ?? await index.ClaimAsync(key, chosen, cancellationToken);
            if (holder != chosen && await AdmittedAsync(key, holder) is null)
            {
                if (!isOwn(key) && !IsErased(holder))
                {
                    continue;
                }

                holder = await index.RepointAsync(key, holder, chosen, cancellationToken);
            }

            var owner = holder == chosen ? chosen : await AdmittedAsync(key, holder) ?? holder;
            if (owner == chosen)
            {
                claimed.Add(key);
            }
            else if (await store.FindAsync(chosen, cancellationToken) is null)
            {
                foreach (var own in claimed)
                {
                    await index.RepointAsync(own, chosen, owner, cancellationToken);
                }

                chosen = owner;
                claimed.Add(key);
            }
            else if (await store.FindAsync(owner, cancellationToken) is null)
            {
                await index.RepointAsync(key, holder, chosen, cancellationToken);
            }
            else
            {
                same.Add(owner);
            }
        }

        var taker = await takenBefore is { } before2 && before2 != chosen
            ? await index.RepointAsync(message, before2, chosen, cancellationToken)
            : await index.ClaimAsync(message, chosen, cancellationToken);
        return new Matched(taker, [.. same.Where(personId => personId != taker).Distinct()]);
    }
}
