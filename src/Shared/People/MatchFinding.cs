using Inburgering.Arrivals;
using Inburgering.Storage;

namespace Inburgering.People;

/// <summary>
/// Puts two files before a case officer that may be one person's, where no identifier says so. Before the message is written, so
/// that a crash leaves nothing out; repeating it changes nothing.
/// </summary>
public sealed class MatchFinding(MatchQueue queue, PersonIndex index, PersonStore store, IndexKeys keys, TimeProvider clock)
{
    /// <summary>Files read at the same time.</summary>
    private const int AtOnce = 50;

    /// <summary>What a message found that was not enough.</summary>
    /// <param name="matched">Whom it is taken for.</param>
    /// <param name="agency">Whose officers decide; <see langword="null"/> to leave it to who works for one of the two.</param>
    /// <param name="canBe">Whether the message can be about the person of that file at all.</param>
    public async Task PassedOverAsync(Matched matched, Agency? agency, Func<PersonFile, bool> canBe, CancellationToken cancellationToken)
    {
        foreach (var other in matched.PassedOver.Where(canBe))
        {
            var by = agency ?? (matched.Files is [var known, ..] ? known.ResponsibleAgency : null) ?? other.ResponsibleAgency ?? Agency.Agii;
            await AddAsync(matched, other, MatchReason.SharedIdentifier, by, cancellationToken);
        }
    }

    /// <summary>Who is not registered and was born on the same day with the same nationality as somebody new who is (docs: "Matching"). One range query, one point read a person found.</summary>
    public async Task NewlyRegisteredAsync(Matched matched, PersonDetails registered, Agency agency, CancellationToken cancellationToken)
    {
        // A file in which facts wait is nobody yet.
        if (matched.Files.Any(file => file.IsKnown))
        {
            return;
        }

        foreach (var some in (await index.AllOfAsync(keys.Unregistered(registered.BirthDate, registered.Nationality), cancellationToken)).Chunk(AtOnce))
        {
            var files = await Task.WhenAll(some.Select(personId => store.FindAsync(personId, cancellationToken)));
            foreach (var other in files.Select(stored => stored?.File).OfType<PersonFile>().DistinctBy(file => file.PersonId))
            {
                if (other.UnregisteredAs == (registered.BirthDate, registered.Nationality) && matched.PassedOver.All(passedOver => passedOver.PersonId != other.PersonId))
                {
                    await AddAsync(matched, other, MatchReason.EqualBirthDateAndNationality, agency, cancellationToken);
                }
            }
        }
    }

    private Task AddAsync(Matched matched, PersonFile other, MatchReason reason, Agency agency, CancellationToken cancellationToken) =>
        matched.Files.Any(file => FileJoin.AreFoundDifferent(file, other))
            ? Task.CompletedTask
            : queue.AddAsync(new MatchCandidate(matched.PersonId, other.PersonId, reason, agency, clock.GetUtcNow()), cancellationToken);
}
