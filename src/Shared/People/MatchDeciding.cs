using Inburgering.Arrivals;
using Inburgering.Storage;

namespace Inburgering.People;

/// <param name="Decided">The decision.</param>
/// <param name="ToPlan">Persons whose orchestrator must be started or woken.</param>
public sealed record MatchOutcome(MatchDecided Decided, IReadOnlyList<string> ToPlan);

/// <summary>
/// A case officer decides whether two files are one person's. The decision is one transaction in one file, with a message to self;
/// the steps that follow (the other file, the joining, the queue) can each be repeated and are finished by that message after a crash.
/// </summary>
public sealed class MatchDeciding(MatchQueue queue, PersonFiles files, PersonStore store, PersonJoining joining)
{
    private static readonly Refusal DecidedOtherwise = Refusal.Conflict("decidedOtherwise", "These two were decided about already, otherwise.");
    private static readonly Refusal AlreadyOnePerson = Refusal.Conflict("alreadyOnePerson", "The two are one file already: an identifier showed it.");
    private static readonly Refusal PersonGone = Refusal.Conflict("personGone", "One of the two has no file any more.");
    private static readonly Refusal EnforcedStays = Refusal.Conflict("enforcedStays", "The person whom the enforcement officers know must be the one that stays.");

    /// <summary>Decides. Deciding the same again answers the same.</summary>
    /// <param name="candidateId">A candidate of the officer's own agency.</param>
    /// <param name="decision">Whether they are one person.</param>
    /// <param name="staysId">Whose file the other goes up in; if not given, whom ABB, else the Register knows.</param>
    /// <param name="agency">The officer's.</param>
    /// <param name="officerId">Who decides.</param>
    /// <param name="cancellationToken">Stops before the decision is written.</param>
    public async Task<Answer<MatchOutcome>> DecideAsync(
        string candidateId, MatchDecision decision, string? staysId, Agency agency, string officerId, CancellationToken cancellationToken)
    {
        if (await queue.FindAsync(agency, candidateId, cancellationToken) is not { } candidate)
        {
            return Refusal.NotFound("match candidate");
        }

        if (staysId is not null && (decision != MatchDecision.Same || (staysId != candidate.PersonId && staysId != candidate.OtherId)))
        {
            return new Refusal(RefusalKind.Invalid, "badRequest", "must be one of the two persons, and only where they are the same", "personId");
        }

        if (await store.FindAsync(candidate.OtherId, cancellationToken) is not { } other)
        {
            return PersonGone;
        }

        var outcome = await files.ChangeAsync<Answer<MatchDecided>>(
            candidate.PersonId,
            Actor.CaseOfficer(officerId),
            change => Decide(change, other.File, candidate, decision, staysId, officerId),
            cancellationToken: cancellationToken);
        return outcome?.Result switch
        {
            null => PersonGone,
            { Refusal: { } refused } => refused,
            { Value: { } decided } => new MatchOutcome(decided, await CompleteAsync(candidate.PersonId, CancellationToken.None)),
            _ => throw new InvalidOperationException("An answer holds a value or a refusal."),
        };
    }

    /// <summary>Does what follows from the decisions in a file, as far as it is not done. Repeating it changes nothing.</summary>
    /// <returns>Persons whose orchestrator must be started or woken.</returns>
    public async Task<IReadOnlyList<string>> CompleteAsync(string personId, CancellationToken cancellationToken)
    {
        var toPlan = new List<string>();
        if (await store.FindAsync(personId, cancellationToken) is not { } stored)
        {
            return toPlan;
        }

        foreach (var (otherId, decided) in stored.File.MatchDecisions.Where(found => found.Value.DoneAt is null))
        {
            if (decided.Decision == MatchDecision.Same)
            {
                var goesId = decided.StaysId == otherId ? personId : otherId;
                toPlan.AddRange(await joining.JoinAsync(decided, goesId, cancellationToken));
            }
            else
            {
                await files.ChangeAsync(otherId, Actor.CaseOfficer(decided.OfficerId), change => FindDifferent(change, personId, decided), cancellationToken: cancellationToken);
            }

            await queue.CloseAsync(decided.Agency, MatchCandidate.IdOf(personId, otherId), cancellationToken);
            await files.ChangeAsync(personId, Actor.System, change => Finish(change, otherId), cancellationToken: cancellationToken);
        }

        return toPlan;
    }

    private static Answer<MatchDecided> Decide(FileChange change, PersonFile other, MatchCandidate candidate, MatchDecision decision, string? staysId, string officerId)
    {
        if ((change.File.MatchDecisions.GetValueOrDefault(candidate.OtherId) ?? other.MatchDecisions.GetValueOrDefault(candidate.PersonId)) is { } before)
        {
            return before.Decision == decision && (staysId is null || staysId == before.StaysId) ? before : DecidedOtherwise;
        }

        if (change.File.PersonId == other.PersonId)
        {
            return AlreadyOnePerson;
        }

        if (decision == MatchDecision.Same && FileJoin.Forbidden(change.File, other) is { } forbidden)
        {
            return forbidden;
        }

        var staying = FileJoin.Staying(change.File, other).PersonId == other.PersonId ? candidate.OtherId : candidate.PersonId;
        if (staysId is not null && staysId != staying && (change.File.Enforcement ?? other.Enforcement) is not null)
        {
            return EnforcedStays;
        }

        var decided = new MatchDecided(decision, decision == MatchDecision.Same ? staysId ?? staying : null, candidate.Agency, officerId, change.Now);
        change.Update(file => file with { MatchDecisions = file.MatchDecisions.SetItem(candidate.OtherId, decided) });
        change.Record(decision == MatchDecision.Same ? "foundSamePerson" : "foundDifferentPerson", candidate.OtherId);
        Notices.TellHousehold(change);
        return decided;
    }

    private static bool FindDifferent(FileChange change, string personId, MatchDecided decided)
    {
        if (change.File.MatchDecisions.ContainsKey(personId))
        {
            return false;
        }

        change.Update(file => file with { MatchDecisions = file.MatchDecisions.SetItem(personId, decided with { DoneAt = change.Now }) });
        change.Record("foundDifferentPerson", personId);
        return true;
    }

    private static bool Finish(FileChange change, string otherId)
    {
        if (change.File.MatchDecisions.GetValueOrDefault(otherId) is not { DoneAt: null } undone)
        {
            return false;
        }

        change.Update(file => file with { MatchDecisions = file.MatchDecisions.SetItem(otherId, undone with { DoneAt = change.Now }) });
        return true;
    }
}
