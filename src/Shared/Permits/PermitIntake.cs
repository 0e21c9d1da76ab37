using System.Collections.Immutable;
using Inburgering.Accounts;
using Inburgering.Calendar;
using Inburgering.Eligibility;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Permits;

/// <summary>Takes in what DWEWIS says about permits: the holder and the partner it names get files and invitations (seed 3.A).</summary>
public sealed class PermitIntake(PersonFiles files, PersonStore store, PersonIndex index, PersonMatching matching, PersonJoining joining, MatchFinding finding, IndexKeys keys, PolicyBook policies, TimeProvider clock)
{
    private const string Granted = "be.vlaanderen.wewis.permit.v1.granted";

    private static readonly string[] Announced =
    [
        "be.vlaanderen.wewis.permit.v1.applied",
        "be.vlaanderen.wewis.permit.v1.renewed",
        "be.vlaanderen.wewis.permit.v1.refused",
        "be.vlaanderen.wewis.permit.v1.withdrawn",
    ];

    /// <summary>Takes one message of queue <c>dwewis-permits</c>. A repeat changes nothing.</summary>
    public Task<IntakeResult> TakeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CloudEventMessage.TakeAsync(body, [Granted], Announced, message => TakeGrantedAsync(message, cancellationToken));

    private async Task<IntakeResult> TakeGrantedAsync(CloudEventMessage message, CancellationToken cancellationToken)
    {
        var today = LegalCalendar.DayOf(clock.GetUtcNow());
        var version = message.Data.Whole("version", 1, int.MaxValue);
        var permit = PermitReader.Read(message.Data, today);
        if (message.InvalidFields() is { } refused)
        {
            return refused;
        }

        var holder = new Identified(
            keys.Message(message.Source, message.Id),
            [keys.Permit(permit.PermitNumber), keys.PermitHolder(permit.PermitNumber, permit.Holder.BirthDate), .. Passport(permit.Holder)]);
        var partner = permit.Partner is not { } named ? null : new Identified(
            keys.PartnerMessage(message.Source, message.Id),
            [keys.PermitPartner(permit.PermitNumber, named.BirthDate), .. Passport(named)]);
        return await matching.InTurnAsync(
            partner is null ? [holder] : [holder, partner],
            turn => TakeInTurnAsync(turn, holder, partner, message, new Fact<Permit>(version, message.Time, message.Id, permit), cancellationToken),
            cancellationToken);
    }

    private async Task<IntakeResult?> TakeInTurnAsync(
        PersonTurn turn, Identified holder, Identified? partner, CloudEventMessage message, Fact<Permit> said, CancellationToken cancellationToken)
    {
        var permit = said.Content;
        var foundHolder = await turn.MatchAsync(holder, (key, file) => SamePerson.Admits(file, permit, key), cancellationToken: cancellationToken);
        var known = foundHolder.Files.SelectMany(file => file.KnownPartners).ToList();
        var foundPartner = partner is null ? null : await turn.MatchAsync(
            partner,
            (key, file) => !foundHolder.Is(file.PersonId) && SamePerson.Admits(file, permit.Partner!, key),
            known: [.. known
                .Where(one => one.Details.BirthDate == permit.Partner!.BirthDate && SamePerson.SharesGivenName(one.Details, permit.Partner))
                .Select(one => one.PersonId)],
            cancellationToken: cancellationToken);
        if (!await turn.ClaimAsync(cancellationToken))
        {
            return null;
        }

        foreach (var declared in foundHolder.Files.Select(file => file.DeclaredPartner).OfType<DeclaredPartner>())
        {
            await turn.LeadAsync(keys.PermitPartner(permit.PermitNumber, declared.Details.BirthDate), declared.PersonId, cancellationToken);
        }

        foreach (var found in new[] { foundHolder, foundPartner }.OfType<Matched>())
        {
            await finding.PassedOverAsync(found, null, file => !foundHolder.Is(file.PersonId), cancellationToken);
        }

        var toPlan = new List<string>(await joining.JoinAsync(foundHolder.PersonId, foundHolder.Same, file => SamePerson.Admits(file, permit), cancellationToken));
        toPlan.AddRange(foundPartner is null
            ? []
            : await joining.JoinAsync(foundPartner.PersonId, foundPartner.Same, file => SamePerson.Admits(file, permit.Partner!), cancellationToken));
        if (!turn.HasTime)
        {
            return null;
        }

        var fact = said with { Content = permit with { PartnerId = foundPartner?.PersonId } };
        var code = RandomCodes.ActivationCode();
        var outcome = await files.ChangeAsync(
            foundHolder.PersonId,
            Actor.Sender(message.Source),
            change => SamePerson.Admits(change.File, permit) && change.File.KnownPartners.All(known.Contains) ? Take(change, fact, code) : new HolderTaken(LooksAgain: true, null),
            createIfUnknown: true,
            messageKey: holder.Message,
            cancellationToken: cancellationToken);
        if (outcome!.Result is { LooksAgain: true })
        {
            return null;
        }

        AddIfChanged(toPlan, outcome);
        toPlan.AddRange(await JoinDeclaredAsync(permit, outcome.Result?.Declared, cancellationToken));
        if (foundPartner is not null)
        {
            await TakeAsPartnerAsync(message, said, outcome.PersonId, foundPartner.PersonId, toPlan, cancellationToken);
        }

        return new IntakeResult(null, [.. toPlan.Distinct()]);
    }

    /// <param name="LooksAgain">Whether the file became somebody else's, or the holder got another partner, since it was found.</param>
    /// <param name="Declared">The partner whom the holder declared.</param>
    private sealed record HolderTaken(bool LooksAgain, DeclaredPartner? Declared);

    private HolderTaken Take(FileChange change, Fact<Permit> fact, string code)
    {
        var partners = change.File.KnownPartners.Select(partner => partner.PersonId).ToHashSet();
        change.Update(file => file with { HeldPermits = Taking(file.HeldPermits, fact) });
        change.Update(file => file with { PartnerId = file.LatestPartner() });
        change.Record("permitTaken", fact.MessageId);
        Assessment.Reassess(change, policies);
        if (!partners.SetEquals(change.File.KnownPartners.Select(partner => partner.PersonId)))
        {
            Assessment.TellHousehold(change);
        }

        Invitation.Offer(change, code, keys, policies);
        return new HolderTaken(LooksAgain: false, change.File.DeclaredPartner);
    }

    /// <summary>Whoever registered as partner under the permit's number, and whom its holder declared with the same birth date and given name, is one person.</summary>
    private async Task<IReadOnlyList<string>> JoinDeclaredAsync(Permit permit, DeclaredPartner? declared, CancellationToken cancellationToken) =>
        declared is not null
        && await index.FindAsync(keys.PermitPartner(permit.PermitNumber, declared.Details.BirthDate), cancellationToken) is { } known
        && known != declared.PersonId
        && await store.FindAsync(known, cancellationToken) is { } file
        && SamePerson.SharesGivenName(file.File, declared.Details)
            ? await joining.JoinAsync(known, [declared.PersonId], found => SamePerson.SharesGivenName(found, declared.Details), cancellationToken)
            : [];

    private async Task TakeAsPartnerAsync(CloudEventMessage message, Fact<Permit> fact, string holderId, string partnerId, List<string> toPlan, CancellationToken cancellationToken)
    {
        var code = RandomCodes.ActivationCode();
        var holder = (await store.FindKeptAsync(holderId, cancellationToken))!.File;
        var outcome = await files.ChangeAsync(
            partnerId,
            Actor.Sender(message.Source),
            change =>
            {
                change.Update(file => file with
                {
                    PartnerPermits = Taking(file.PartnerPermits, fact),
                    NamedBy = file.NamedBy.Add(holderId),
                    LinkedWorkers = holder.Standing != WorkerStanding.None && holder.IsPartner(file) ? file.LinkedWorkers.SetItem(holderId, holder.Standing) : file.LinkedWorkers,
                });
                change.Record("permitTakenAsPartner", message.Id);
                Assessment.Reassess(change, policies);

                // The holder's file was read before: whatever became of it since is looked at again.
                Assessment.TellHousehold(change);
                Invitation.Offer(change, code, keys, policies);
                return true;
            },
            createIfUnknown: true,
            messageKey: keys.PartnerMessage(message.Source, message.Id),
            cancellationToken: cancellationToken);
        AddIfChanged(toPlan, outcome);
    }

    private static void AddIfChanged<T>(List<string> toPlan, Outcome<T>? outcome)
    {
        if (outcome is { PlanChanged: true })
        {
            toPlan.Add(outcome.PersonId);
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> Taking(ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> permits, Fact<Permit> fact) =>
        permits.SetItem(fact.Content.PermitNumber, permits.GetValueOrDefault(fact.Content.PermitNumber, []).Taking(fact));

    private IEnumerable<IndexKey> Passport(PersonDetails person) =>
        person.PassportNumber is { } number ? [keys.Passport(number, person.Nationality, person.BirthDate)] : [];
}
