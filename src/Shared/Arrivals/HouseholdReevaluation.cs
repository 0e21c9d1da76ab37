using System.Collections.Immutable;
using System.Text.Json;
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
public sealed class HouseholdReevaluation(PersonFiles files, PersonStore store, PersonIndex index, IndexKeys keys, PolicyBook policies)
{
    /// <summary>Takes one message of the app's own queue <c>household-changes</c>.</summary>
    public Task<IntakeResult> TakeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CloudEventMessage.TakeAsync(body, [EventTypes.Internal + EventTypes.HouseholdChanged], [], async message =>
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

        var toPlan = new List<string>();
        foreach (var member in (await LinkedToAsync(changed.File, cancellationToken)).Append(personId))
        {
            if (await ReevaluateOneAsync(member, cancellationToken))
            {
                toPlan.Add(member);
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
        foreach (var linked in await LinkedToAsync(person.File, cancellationToken))
        {
            if (await store.FindAsync(linked, cancellationToken) is { File.Standing: not WorkerStanding.None } worker)
            {
                standings[linked] = worker.File.Standing;
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

    /// <summary>Who is named in the person's household, who names the person in theirs, and the partners declared or named in a permit.</summary>
    private async Task<IReadOnlyList<string>> LinkedToAsync(PersonFile file, CancellationToken cancellationToken)
    {
        var linked = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var member in file.Registration?.Household ?? [])
        {
            if (await index.FindAsync(keys.NationalNumber(member.NationalNumber), cancellationToken) is { } personId)
            {
                linked.Add(personId);
            }
        }

        if (file.Registration is { } registration)
        {
            linked.UnionWith(await index.AllOfAsync(keys.HouseholdOf(registration.NationalNumber), cancellationToken));
        }

        linked.UnionWith(new[] { file.PartnerId, file.DeclaredBy }.OfType<string>());
        linked.Remove(file.PersonId);
        return [.. linked];
    }
}
