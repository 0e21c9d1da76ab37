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

        // What changes a permit may name nobody: it is about whoever holds it, or will.
        var holder = new Identified(keys.Message(message.Source, message.Id), [keys.Permit(said.PermitNumber), .. HolderKeys(said)]);
        var partner = said.Partner is not { } named ? null : new Identified(
            keys.PartnerMessage(message.Source, message.Id),
            [keys.PermitPartner(said.PermitNumber, named.BirthDate), .. Passport(named)]);
        return await matching.InTurnAsync(
            partner is null ? [holder] : [holder, partner],
            turn => TakeInTurnAsync(turn, holder, partner, message, said, version, cancellationToken),
            cancellationToken);
    }

    private async Task<IntakeResult?> TakeInTurnAsync(
        PersonTurn turn, Identified holder, Identified? partner, CloudEventMessage message, Said said, int version, CancellationToken cancellationToken)
    {
        var foundHolder = await turn.MatchAsync(holder, (key, file) => SamePerson.Admits(file, said.PermitNumber, said.Holder, key), cancellationToken: cancellationToken);
        var known = foundHolder.Files.SelectMany(file => file.KnownPartners).ToList();
        var foundPartner = partner is null ? null : await turn.MatchAsync(
            partner,
            (key, file) => !foundHolder.Is(file.PersonId) && SamePerson.Admits(file, said.Partner!, key),
            known: [.. known
                .Where(one => one.Details.BirthDate == said.Partner!.BirthDate && SamePerson.SharesGivenName(one.Details, said.Partner))
                .Select(one => one.PersonId)],
            cancellationToken: cancellationToken);
        if (!await turn.ClaimAsync(cancellationToken))
        {
            return null;
        }

        foreach (var declared in foundHolder.Files.Select(file => file.DeclaredPartner).OfType<DeclaredPartner>())
        {
            await turn.LeadAsync(keys.PermitPartner(said.PermitNumber, declared.Details.BirthDate), declared.PersonId, cancellationToken);
        }

        foreach (var found in new[] { foundHolder, foundPartner }.OfType<Matched>())
        {
            await finding.PassedOverAsync(found, null, file => !foundHolder.Is(file.PersonId), cancellationToken);
        }

        foreach (var (found, named) in new[] { (foundHolder, said.Holder), (foundPartner, said.Partner) })
        {
            if (found is not null && named is not null)
            {
                await finding.NewlyPermittedAsync(found, named, cancellationToken);
            }
        }

        var toPlan = new List<string>(await joining.JoinAsync(
            foundHolder.PersonId, foundHolder.Same, file => SamePerson.Admits(file, said.PermitNumber, said.Holder), cancellationToken));
        toPlan.AddRange(foundPartner is null
            ? []
            : await joining.JoinAsync(foundPartner.PersonId, foundPartner.Same, file => SamePerson.Admits(file, said.Partner!), cancellationToken));
        if (!turn.HasTime)
        {
            return null;
        }

        var code = RandomCodes.ActivationCode();
        var outcome = await files.ChangeAsync(
            foundHolder.PersonId,
            Actor.Sender(message.Source),
            change => SamePerson.Admits(change.File, said.PermitNumber, said.Holder) && change.File.KnownPartners.All(known.Contains)
                ? Take(change, file => With(file, said, foundPartner?.PersonId, message, version), message.Id, code)
                : new HolderTaken(LooksAgain: true, change.File),
            createIfUnknown: true,
            messageKey: holder.Message,
            cancellationToken: cancellationToken);
        if (outcome!.Result is { LooksAgain: true })
        {
            return null;
        }

        AddIfChanged(toPlan, outcome);
        toPlan.AddRange(await JoinDeclaredAsync(said.PermitNumber, outcome.Result?.File.DeclaredPartner, cancellationToken));
        var holderFile = outcome.Result?.File ?? (await store.FindKeptAsync(outcome.PersonId, cancellationToken))!.File;
        if (await NamingPartnerAsync(holderFile, said, foundPartner?.PersonId, cancellationToken) is { PartnerId: { } partnerId } permit)
        {
            var fact = new Fact<Permit>(version, message.Time, message.Id, permit with { PartnerId = null });
            await TakeAsPartnerAsync(message, fact, outcome.PersonId, partnerId, toPlan, cancellationToken);
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

    private static PersonFile With(PersonFile file, Said said, string? partnerId, CloudEventMessage message, int version) => said switch
    {
        { Described: { } permit } => file with { HeldPermits = file.HeldPermits.Taking(said.PermitNumber, new Fact<Permit>(version, message.Time, message.Id, permit with { PartnerId = partnerId })) },
        { Change: { } changed } => file with { PermitChanges = file.PermitChanges.Taking(said.PermitNumber, new Fact<PermitChange>(version, message.Time, message.Id, changed with { PartnerId = partnerId })) },
        _ => file,
    };

    /// <param name="LooksAgain">Whether the file became somebody else's, or the holder got another partner, since it was found.</param>
    /// <param name="File">The file as it is then.</param>
    private sealed record HolderTaken(bool LooksAgain, PersonFile File);

    private HolderTaken Take(FileChange change, Func<PersonFile, PersonFile> take, string messageId, string code)
    {
        var partners = change.File.KnownPartners.Select(partner => partner.PersonId).ToHashSet();
        change.Update(take);
        change.Update(file => file with { PartnerId = file.LatestPartner() });
        change.Record("permitTaken", messageId);
        Assessment.Reassess(change, policies);
        if (!partners.SetEquals(change.File.KnownPartners.Select(partner => partner.PersonId)))
        {
            Notices.TellHousehold(change);
        }

        Invitation.Offer(change, code, keys, policies);
        return new HolderTaken(LooksAgain: false, change.File);
    }

    /// <summary>Whoever registered as partner under the permit's number, and whom its holder declared with the same birth date and given name, is one person.</summary>
    private async Task<IReadOnlyList<string>> JoinDeclaredAsync(string permitNumber, DeclaredPartner? declared, CancellationToken cancellationToken) =>
        declared is not null
        && await index.FindAsync(keys.PermitPartner(permitNumber, declared.Details.BirthDate), cancellationToken) is { } known
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
                    PartnerPermits = file.PartnerPermits.Taking(fact.Content.PermitNumber, fact),
                    NamedBy = file.NamedBy.Add(holderId),
                    LinkedWorkers = holder.Standing != WorkerStanding.None && holder.IsPartner(file) ? file.LinkedWorkers.SetItem(holderId, holder.Standing) : file.LinkedWorkers,
                });
                change.Record("permitTakenAsPartner", message.Id);
                Assessment.Reassess(change, policies);

                // The holder's file was read before: whatever became of it since is looked at again.
                Notices.TellHousehold(change);
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
