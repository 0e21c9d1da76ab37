using System.Collections.Immutable;
using System.Text.Json;
using Inburgering.Accounts;
using Inburgering.Eligibility;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Arrivals;

/// <summary>
/// Decides again about everybody whose stay may depend on somebody whose facts changed, and about that person. Each in a
/// transaction of their own, on what the others' files say now: repeating it changes nothing.
/// </summary>
public sealed class HouseholdReevaluation(PersonFiles files, PersonStore store, PersonIndex index, IndexKeys keys, PolicyBook policies, PartnerDeclaration declaration, MatchDeciding matches)
{
    /// <summary>Look-ups of one household that are made at the same time.</summary>
    private const int AtOnce = 50;

    /// <summary>Takes one message of the app's own queue <c>household-changes</c>.</summary>
    public Task<IntakeResult> TakeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CloudEventMessage.TakeAsync(body, [EventTypes.Internal + EventTypes.HouseholdChanged], async message =>
        {
            var personId = message.Data.Text("personId", 40);
            return message.InvalidFields() ?? new IntakeResult(null, await ReevaluateAsync(personId, cancellationToken));
        });

    private async Task<IReadOnlyList<string>> ReevaluateAsync(string personId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(personId, cancellationToken) is not { } changed)
        {
            return [];
        }

        // What a declaration, or a decision about two files, that was cut short left undone.
        await declaration.CompleteAsync(changed.File, cancellationToken);
        var toPlan = new List<string>();
        if (changed.File.MatchDecisions.Values.Any(decided => decided.DoneAt is null))
        {
            toPlan.AddRange(await matches.CompleteAsync(personId, cancellationToken));
        }

        foreach (var member in (await LinkedToAsync(changed.File, cancellationToken)).Append(changed.File))
        {
            if (await ReevaluateOneAsync(member.PersonId, cancellationToken))
            {
                toPlan.Add(member.PersonId);
            }
        }

        return toPlan;
    }

    private async Task<bool> ReevaluateOneAsync(string personId, CancellationToken cancellationToken)
    {
        // Whoever wrote looks again, and whoever finds the links changed since it read them writes nothing and looks again: a
        // faster re-evaluation may have read the others later.
        var planChanged = false;
        while (await LinkAsync(personId, cancellationToken) is { Result: true } linked)
        {
            planChanged |= linked.PlanChanged;
        }

        return planChanged;
    }

    /// <returns>Whether to look again; <see langword="null"/> if nobody is known by that id.</returns>
    private async Task<Outcome<bool>?> LinkAsync(string personId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(personId, cancellationToken) is not { } person)
        {
            return null;
        }

        var standings = ImmutableSortedDictionary.CreateBuilder<string, WorkerStanding>(StringComparer.Ordinal);
        foreach (var worker in await LinkedToAsync(person.File, cancellationToken))
        {
            if (worker.Standing != WorkerStanding.None && AreLinked(person.File, worker))
            {
                standings[worker.PersonId] = worker.Standing;
            }
        }

        var found = standings.ToImmutable();
        return await files.ChangeAsync(
            personId,
            Actor.System,
            change =>
            {
                if (change.File.LinkedWorkers.SequenceEqual(found))
                {
                    return false;
                }

                if (!change.File.LinkedWorkers.SequenceEqual(person.File.LinkedWorkers))
                {
                    return true;
                }

                change.Update(file => file with { LinkedWorkers = found });
                change.Record("householdReevaluated", JsonSerializer.Serialize(found.Count));
                Assessment.Reassess(change, policies);
                return true;
            },
            cancellationToken: cancellationToken);
    }

    /// <summary>Whether the stay of one may rest on the other's as things stand now.</summary>
    private static bool AreLinked(PersonFile one, PersonFile other) =>
        one.IsPartner(other) || other.IsPartner(one) || Names(one, other) || Names(other, one);

    private static bool Names(PersonFile one, PersonFile other) =>
        one.Registration is { } registration
        && registration.Household.Any(member => other.Registrations.Any(fact => fact.Content.NationalNumber == member.NationalNumber));

    /// <summary>
    /// Who is named in the person's household, who names the person in theirs, and the partners declared or named in a permit;
    /// also those who were and no longer are, because that bears on them too.
    /// </summary>
    private async Task<IReadOnlyList<PersonFile>> LinkedToAsync(PersonFile file, CancellationToken cancellationToken)
    {
        var linked = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var members in (file.Registration?.Household ?? []).Chunk(AtOnce))
        {
            linked.UnionWith((await Task.WhenAll(members.Select(member => index.FindAsync(keys.NationalNumber(member.NationalNumber), cancellationToken)))).OfType<string>());
        }

        foreach (var number in file.Registrations.Select(fact => fact.Content.NationalNumber).Distinct())
        {
            linked.UnionWith(await index.AllOfAsync(keys.HouseholdOf(number), cancellationToken));
        }

        linked.UnionWith(file.PartnersEver.Concat(file.NamedBy));
        if (file.DeclaredBy is { } declaredBy)
        {
            linked.Add(declaredBy);
        }

        var files = new SortedDictionary<string, PersonFile>(StringComparer.Ordinal);
        foreach (var some in linked.Where(personId => personId != file.PersonId).Chunk(AtOnce))
        {
            foreach (var found in await Task.WhenAll(some.Select(personId => store.FindAsync(personId, cancellationToken))))
            {
                if (found is not null && found.File.PersonId != file.PersonId)
                {
                    files[found.File.PersonId] = found.File;
                }
            }
        }

        return [.. files.Values];
    }
}
