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

    /// <summary>Who is not registered and was born on the same day with the same nationality as somebody new who is (docs: "Matching").</summary>
    public Task NewlyRegisteredAsync(Matched matched, PersonDetails registered, Agency agency, CancellationToken cancellationToken) => LookAlikesAsync(
        matched, keys.Unregistered(registered.BirthDate, registered.Nationality), other => other.UnregisteredAs == (registered.BirthDate, registered.Nationality), _ => agency, cancellationToken);

    /// <summary>
    /// The same in the other order: who is registered and has no permit, for somebody new whom a permit names. Of them only who bears one of the
    /// names too, or the queue would hold every birthday that two people share (docs/adr/0028). Their own agency decides.
    /// </summary>
    public Task NewlyPermittedAsync(Matched matched, PersonDetails named, CancellationToken cancellationToken) => LookAlikesAsync(
        matched,
        keys.WithoutPermit(named.BirthDate, named.Nationality),
        other => other.WithoutPermitAs == (named.BirthDate, named.Nationality)
            && other.KnownAs.Any(said => SamePerson.SharesGivenName(said, named) || SamePerson.HaveOneFamilyName(said, named)),
        other => other.ResponsibleAgency ?? Agency.Agii,
        cancellationToken);

    // One range query, one point read a person found.
    private async Task LookAlikesAsync(Matched matched, IndexKey alike, Func<PersonFile, bool> isAlike, Func<PersonFile, Agency> agencyOf, CancellationToken cancellationToken)
    {
        // A file in which facts wait is nobody yet.
        if (matched.Files.Any(file => file.IsKnown))
        {
            return;
        }

        foreach (var some in (await index.AllOfAsync(alike, cancellationToken)).Chunk(AtOnce))
        {
            var files = await Task.WhenAll(some.Select(personId => store.FindAsync(personId, cancellationToken)));
            foreach (var other in files.Select(stored => stored?.File).OfType<PersonFile>().DistinctBy(file => file.PersonId))
            {
                if (isAlike(other) && matched.PassedOver.All(passedOver => passedOver.PersonId != other.PersonId))
                {
                    await AddAsync(matched, other, MatchReason.EqualBirthDateAndNationality, agencyOf(other), cancellationToken);
                }
            }
        }
    }

    private Task AddAsync(Matched matched, PersonFile other, MatchReason reason, Agency agency, CancellationToken cancellationToken) =>
        matched.Files.Any(file => FileJoin.AreFoundDifferent(file, other))
            ? Task.CompletedTask
            : queue.AddAsync(new MatchCandidate(matched.PersonId, other.PersonId, reason, agency, clock.GetUtcNow()), cancellationToken);
}
