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
    private const string Applied = "be.vlaanderen.wewis.permit.v1.applied";
    private const string Granted = "be.vlaanderen.wewis.permit.v1.granted";
    private const string Renewed = "be.vlaanderen.wewis.permit.v1.renewed";
    private const string Refused = "be.vlaanderen.wewis.permit.v1.refused";
    private const string Withdrawn = "be.vlaanderen.wewis.permit.v1.withdrawn";

    /// <summary>Takes one message of queue <c>dwewis-permits</c>. A repeat changes nothing.</summary>
    public Task<IntakeResult> TakeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CloudEventMessage.TakeAsync(body, [Granted, Applied, Renewed, Refused, Withdrawn], message => TakeAsync(message, cancellationToken));

    private async Task<IntakeResult> TakeAsync(CloudEventMessage message, CancellationToken cancellationToken)
    {
        var today = LegalCalendar.DayOf(clock.GetUtcNow());
        var version = message.Data.Whole("version", 1, int.MaxValue);
        var said = message.Type switch
        {
            Applied => Said.Whole(PermitReader.Read(message.Data, today) with { Status = PermitStatus.Applied }),
            Granted => Said.Whole(PermitReader.Read(message.Data, today)),
            Renewed => Said.Of(PermitReader.ReadRenewal(message.Data, today)),
            Refused => Said.Of(PermitReader.ReadEnd(message.Data, PermitStatus.Refused, "refusedOn")),
            _ => Said.Of(PermitReader.ReadEnd(message.Data, PermitStatus.Withdrawn, "withdrawnOn")),
        };
        if (message.InvalidFields() is { } refused)
        {
            return refused;
        }

        var toPlan = new List<string>();
        var (holder, partnerId) = await TakeAsHolderAsync(message, said, version, toPlan, cancellationToken);
        if (await NamingPartnerAsync(holder, said, partnerId, cancellationToken) is { PartnerId: { } named } permit)
        {
            await TakeAsPartnerAsync(message, permit, version, holder.PersonId, named, toPlan, cancellationToken);
        }

        return new IntakeResult(null, [.. toPlan.Distinct()]);
    }

    /// <summary>What one message says about one permit: the whole of it, or what changes.</summary>
    private sealed record Said(string PermitNumber, Permit? Described, PermitChange? Change)
    {
        public PersonDetails? Holder => Described?.Holder ?? Change?.Holder;

        public PersonDetails? Partner => Described?.Partner ?? Change?.Partner;

        public static Said Whole(Permit permit) => new(permit.PermitNumber, permit, null);

        public static Said Of(PermitChange change) => new(change.PermitNumber, null, change);
    }

    /// <summary>The permit as it goes into the file of the partner it names; <see langword="null"/> if there is nothing to tell them.</summary>
    private async Task<Permit?> NamingPartnerAsync(PersonFile holder, Said said, string? partnerId, CancellationToken cancellationToken) => (said, holder.Permit(said.PermitNumber)) switch
    {
        ({ Described: { Partner: not null } described }, _) => described with { PartnerId = partnerId },
        ({ Partner: { } partner }, { } permit) => permit with { Partner = partner, PartnerId = partnerId },

        // A renewal named them before anybody had described the permit.
        (_, { PartnerId: { } waiting } permit) when holder.PermitChanges.ContainsKey(said.PermitNumber)
            && (await store.FindAsync(waiting, cancellationToken))?.File.PartnerPermits.ContainsKey(said.PermitNumber) is not true => permit,
        _ => null,
    };

    private async Task<(PersonFile Holder, string? PartnerId)> TakeAsHolderAsync(CloudEventMessage message, Said said, int version, List<string> toPlan, CancellationToken cancellationToken)
    {
        var messageKey = keys.Message(message.Source, message.Id);
        var code = RandomCodes.ActivationCode();
        while (true)
        {
            var holder = await matching.MatchAsync(
                messageKey,
                [keys.Permit(said.PermitNumber), .. HolderKeys(said)],
                (key, file) => SamePerson.Admits(file, said.PermitNumber, said.Holder, key),
                isOwn: _ => false,
                cancellationToken);
            toPlan.AddRange(await joining.JoinAsync(holder.PersonId, holder.Same, cancellationToken));
            var holderId = (await store.FindAsync(holder.PersonId, cancellationToken))?.File.PersonId ?? holder.PersonId;
            var partner = said.Partner is not { } named ? null : await matching.MatchAsync(
                keys.PartnerMessage(message.Source, message.Id),
                [keys.PermitPartner(said.PermitNumber, named.BirthDate), keys.PartnerOf(holderId, named.BirthDate), .. Passport(named)],
                (key, file) => file.PersonId != holderId && SamePerson.Admits(file, named, key),
                isOwn: _ => false,
                cancellationToken);
            toPlan.AddRange(partner is null ? [] : await joining.JoinAsync(partner.PersonId, partner.Same, cancellationToken));
            var outcome = await files.ChangeAsync(
                holderId,
                Actor.Sender(message.Source),
                change => SamePerson.Admits(change.File, said.PermitNumber, said.Holder)
                    ? Take(change, said, file => With(file, said, partner?.PersonId, message, version), message.Id, code)
                    : new HolderTaken(IsSomebodyElse: true, change.File),
                createIfUnknown: true,
                messageKey: messageKey,
                cancellationToken: cancellationToken);
            if (outcome!.Result is not { IsSomebodyElse: true })
            {
                AddIfChanged(toPlan, outcome);
                toPlan.AddRange(await JoinDeclaredAsync(said.PermitNumber, outcome.Result?.File.DeclaredPartner, cancellationToken));
                return (outcome.Result?.File ?? (await store.FindAsync(outcome.PersonId, cancellationToken))!.File, partner?.PersonId);
            }
        }
    }

    private static PersonFile With(PersonFile file, Said said, string? partnerId, CloudEventMessage message, int version) => said switch
    {
        { Described: { } permit } => file with { HeldPermits = file.HeldPermits.Taking(said.PermitNumber, new Fact<Permit>(version, message.Time, message.Id, permit with { PartnerId = partnerId })) },
        { Change: { } changed } => file with { PermitChanges = file.PermitChanges.Taking(said.PermitNumber, new Fact<PermitChange>(version, message.Time, message.Id, changed with { PartnerId = partnerId })) },
        _ => file,
    };

    /// <param name="IsSomebodyElse">Whether the file became that of somebody whom the permit can't be about.</param>
    /// <param name="File">The file as it is then.</param>
    private sealed record HolderTaken(bool IsSomebodyElse, PersonFile File);

    private HolderTaken Take(FileChange change, Said said, Func<PersonFile, PersonFile> take, string messageId, string code)
    {
        var partners = change.File.KnownPartners.Select(partner => partner.PersonId).ToHashSet();
        change.Update(take);
        change.Update(file => file with { PartnerId = file.LatestPartner() });
        if (change.File.DeclaredPartner is { } declared)
        {
            change.Claim(keys.PermitPartner(said.PermitNumber, declared.Details.BirthDate), declared.PersonId);
        }

        change.Record("permitTaken", messageId);
        Assessment.Reassess(change, policies);
        if (!partners.SetEquals(change.File.KnownPartners.Select(partner => partner.PersonId)))
        {
            Assessment.TellHousehold(change);
        }

        Invitation.Offer(change, code, keys, policies);
        return new HolderTaken(IsSomebodyElse: false, change.File);
    }

    /// <summary>Whoever registered as partner under the permit's number, and whom its holder declared with the same birth date and given name, is one person.</summary>
    private async Task<IReadOnlyList<string>> JoinDeclaredAsync(string permitNumber, DeclaredPartner? declared, CancellationToken cancellationToken) =>
        declared is not null
        && await index.FindAsync(keys.PermitPartner(permitNumber, declared.Details.BirthDate), cancellationToken) is { } known
        && known != declared.PersonId
        && await store.FindAsync(known, cancellationToken) is { } file
        && SamePerson.SharesGivenName(file.File, declared.Details)
            ? await joining.JoinAsync(known, [declared.PersonId], cancellationToken)
            : [];

    private async Task TakeAsPartnerAsync(
        CloudEventMessage message, Permit permit, int version, string holderId, string partnerId, List<string> toPlan, CancellationToken cancellationToken)
    {
        var fact = new Fact<Permit>(version, message.Time, message.Id, permit with { PartnerId = null });
        var code = RandomCodes.ActivationCode();
        var holder = (await store.FindAsync(holderId, cancellationToken))!.File;
        var outcome = await files.ChangeAsync(
            partnerId,
            Actor.Sender(message.Source),
            change =>
            {
                change.Update(file => file with
                {
                    PartnerPermits = file.PartnerPermits.Taking(permit.PermitNumber, fact),
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

    private IEnumerable<IndexKey> HolderKeys(Said said) =>
        said.Holder is { } holder ? [keys.PermitHolder(said.PermitNumber, holder.BirthDate), .. Passport(holder)] : [];

    private IEnumerable<IndexKey> Passport(PersonDetails person) =>
        person.PassportNumber is { } number ? [keys.Passport(number, person.Nationality, person.BirthDate)] : [];
}
