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
public sealed class PermitIntake(PersonFiles files, PersonStore store, PersonIndex index, PersonMatching matching, PersonJoining joining, IndexKeys keys, PolicyBook policies, TimeProvider clock)
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

        var (holderId, partnerId, toPlan) = await TakeAsHolderAsync(message, permit, version, cancellationToken);
        if (partnerId is not null)
        {
            await TakeAsPartnerAsync(message, permit, version, holderId, partnerId, toPlan, cancellationToken);
        }

        return new IntakeResult(null, [.. toPlan.Distinct()]);
    }

    private async Task<(string HolderId, string? PartnerId, List<string> ToPlan)> TakeAsHolderAsync(CloudEventMessage message, Permit permit, int version, CancellationToken cancellationToken)
    {
        var messageKey = keys.Message(message.Source, message.Id);
        var code = RandomCodes.ActivationCode();
        while (true)
        {
            var holder = await matching.MatchAsync(
                messageKey,
                [keys.Permit(permit.PermitNumber), keys.PermitHolder(permit.PermitNumber, permit.Holder.BirthDate), .. Passport(permit.Holder)],
                (key, file) => SamePerson.Admits(file, permit, key),
                isOwn: _ => false,
                cancellationToken);
            var toPlan = new List<string>(await joining.JoinAsync(holder.PersonId, holder.Same, cancellationToken));
            var holderId = (await store.FindAsync(holder.PersonId, cancellationToken))?.File.PersonId ?? holder.PersonId;
            var partner = permit.Partner is not { } named ? null : await matching.MatchAsync(
                keys.PartnerMessage(message.Source, message.Id),
                [keys.PermitPartner(permit.PermitNumber, named.BirthDate), keys.PartnerOf(holderId, named.BirthDate), .. Passport(named)],
                (key, file) => file.PersonId != holderId && SamePerson.Admits(file, named, key),
                isOwn: _ => false,
                cancellationToken);
            toPlan.AddRange(partner is null ? [] : await joining.JoinAsync(partner.PersonId, partner.Same, cancellationToken));
            var fact = new Fact<Permit>(version, message.Time, message.Id, permit with { PartnerId = partner?.PersonId });
            var outcome = await files.ChangeAsync(
                holderId,
                Actor.Sender(message.Source),
                change => SamePerson.Admits(change.File, permit) ? Take(change, fact, code) : new HolderTaken(IsSomebodyElse: true, null),
                createIfUnknown: true,
                messageKey: messageKey,
                cancellationToken: cancellationToken);
            if (outcome!.Result is not { IsSomebodyElse: true })
            {
                AddIfChanged(toPlan, outcome);
                toPlan.AddRange(await JoinDeclaredAsync(permit, outcome.Result?.Declared, cancellationToken));
                return (outcome.PersonId, partner?.PersonId, toPlan);
            }
        }
    }

    /// <param name="IsSomebodyElse">Whether the file became that of somebody whom the permit can't be about.</param>
    /// <param name="Declared">The partner whom the holder declared.</param>
    private sealed record HolderTaken(bool IsSomebodyElse, DeclaredPartner? Declared);

    private HolderTaken Take(FileChange change, Fact<Permit> fact, string code)
    {
        var partners = change.File.KnownPartners.Select(partner => partner.PersonId).ToHashSet();
        change.Update(file => file with { HeldPermits = Taking(file.HeldPermits, fact) });
        change.Update(file => file with { PartnerId = file.LatestPartner() });
        if (change.File.DeclaredPartner is { } declared)
        {
            change.Claim(keys.PermitPartner(fact.Content.PermitNumber, declared.Details.BirthDate), declared.PersonId);
        }

        change.Record("permitTaken", fact.MessageId);
        Assessment.Reassess(change, policies);
        if (!partners.SetEquals(change.File.KnownPartners.Select(partner => partner.PersonId)))
        {
            Assessment.TellHousehold(change);
        }

        Invitation.Offer(change, code, keys, policies);
        return new HolderTaken(IsSomebodyElse: false, change.File.DeclaredPartner);
    }

    /// <summary>Whoever registered as partner under the permit's number, and whom its holder declared with the same birth date and given name, is one person.</summary>
    private async Task<IReadOnlyList<string>> JoinDeclaredAsync(Permit permit, DeclaredPartner? declared, CancellationToken cancellationToken) =>
        declared is not null
        && await index.FindAsync(keys.PermitPartner(permit.PermitNumber, declared.Details.BirthDate), cancellationToken) is { } known
        && known != declared.PersonId
        && await store.FindAsync(known, cancellationToken) is { } file
        && SamePerson.SharesGivenName(file.File, declared.Details)
            ? await joining.JoinAsync(known, [declared.PersonId], cancellationToken)
            : [];

    private async Task TakeAsPartnerAsync(
        CloudEventMessage message, Permit permit, int version, string holderId, string partnerId, List<string> toPlan, CancellationToken cancellationToken)
    {
        var fact = new Fact<Permit>(version, message.Time, message.Id, permit);
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
