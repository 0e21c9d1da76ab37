using Inburgering.Accounts;
using Inburgering.Storage;

namespace Inburgering.People;

/// <summary>
/// Finds the person whom a message is about, by strong identifiers only, or starts a new one (docs: "Matching"). Never a fuzzy
/// merge.
/// </summary>
public sealed class PersonMatching(PersonIndex index, PersonStore store)
{
    /// <summary>The person's id; every key leads there afterwards.</summary>
    /// <param name="message">The message, always taken into the same file.</param>
    /// <param name="keys">What the message identifies the person by, strongest first.</param>
    public async Task<string> MatchAsync(IndexKey message, IReadOnlyList<IndexKey> keys, CancellationToken cancellationToken)
    {
        if (await index.FindAsync(message, cancellationToken) is { } takenBefore)
        {
            return takenBefore;
        }

        var known = await Task.WhenAll(keys.Select(key => index.FindAsync(key, cancellationToken)));
        var chosen = known.FirstOrDefault(personId => personId is not null) ?? RandomCodes.PersonId();
        var claimed = new List<IndexKey>();

        // In one order for all senders: two messages about one new person meet at the first key they share.
        foreach (var (key, before) in keys.Zip(known).OrderBy(pair => pair.First.Kind, StringComparer.Ordinal))
        {
            var owner = before ?? await index.ClaimAsync(key, chosen, cancellationToken);
            if (owner == chosen)
            {
                claimed.Add(key);
            }
            else if (await store.FindAsync(chosen, cancellationToken) is null)
            {
                foreach (var own in claimed)
                {
                    await index.RepointAsync(own, owner, cancellationToken);
                }

                chosen = owner;
                claimed.Add(key);
            }
            else if (await store.FindAsync(owner, cancellationToken) is null)
            {
                await index.RepointAsync(key, chosen, cancellationToken);
            }

            // Two persons with files of their own under one message: the stronger key decides, both files stay.
        }

        return await index.ClaimAsync(message, chosen, cancellationToken);
    }
}
