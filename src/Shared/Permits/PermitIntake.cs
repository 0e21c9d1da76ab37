using System.Collections.Immutable;
using Inburgering.Accounts;
using Inburgering.Calendar;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Permits;

/// <summary>Takes in what DWEWIS says about permits: the holder and the partner it names get files and invitations (seed 3.A).</summary>
public sealed class PermitIntake(PersonFiles files, PersonMatching matching, IndexKeys keys, PolicyBook policies, TimeProvider clock)
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

        var fact = new Fact<Permit>(version, message.Time, message.Id, permit);
        var actor = Actor.Sender(message.Source);
        var holderMessage = keys.Message(message.Source, message.Id);
        var holderId = await matching.MatchAsync(
            holderMessage,
            [keys.Permit(permit.PermitNumber), keys.PermitHolder(permit.PermitNumber, permit.Holder.BirthDate), .. Passport(permit.Holder)],
            cancellationToken);
        var partnerMessage = keys.Message(message.Source, message.Id + "#partner");
        var partnerId = permit.Partner is null
            ? null
            : await matching.MatchAsync(
                partnerMessage,
                [keys.PermitPartner(permit.PermitNumber, permit.Partner.BirthDate), keys.PartnerOf(holderId, permit.Partner.BirthDate), .. Passport(permit.Partner)],
                cancellationToken);

        var toPlan = new List<string>();
        var holderCode = RandomCodes.ActivationCode();
        var holder = await files.ChangeAsync(
            holderId,
            actor,
            change =>
            {
                change.Update(file => file with { HeldPermits = Taking(file.HeldPermits, permit.PermitNumber, fact) });

                // An older version that arrives after a newer one names nobody anew.
                if (partnerId is not null && (change.File.PartnerId is null || change.File.HeldPermit == permit))
                {
                    change.Update(file => file with { PartnerId = partnerId });
                }

                change.Record("permitTaken", message.Id);
                Assessment.Reassess(change, policies);
                Invitation.Offer(change, holderCode, keys, policies);
                return true;
            },
            createIfUnknown: true,
            messageKey: holderMessage,
            cancellationToken: cancellationToken);
        AddIfChanged(toPlan, holder);
        if (partnerId is null)
        {
            return new IntakeResult(null, toPlan);
        }

        var partnerCode = RandomCodes.ActivationCode();
        var partner = await files.ChangeAsync(
            partnerId,
            actor,
            change =>
            {
                change.Update(file => file with { PartnerPermits = Taking(file.PartnerPermits, permit.PermitNumber, fact) });
                change.Record("permitTakenAsPartner", message.Id);
                Assessment.Reassess(change, policies);
                Invitation.Offer(change, partnerCode, keys, policies);
                return true;
            },
            createIfUnknown: true,
            messageKey: partnerMessage,
            cancellationToken: cancellationToken);
        AddIfChanged(toPlan, partner);
        return new IntakeResult(null, toPlan);
    }

    private static void AddIfChanged(List<string> toPlan, Outcome<bool>? outcome)
    {
        if (outcome is { PlanChanged: true })
        {
            toPlan.Add(outcome.PersonId);
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> Taking(
        ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> permits, string permitNumber, Fact<Permit> fact) =>
        permits.SetItem(permitNumber, permits.GetValueOrDefault(permitNumber, []).Taking(fact));

    private IEnumerable<IndexKey> Passport(PersonDetails person) =>
        person.PassportNumber is { } number ? [keys.Passport(number, person.BirthDate)] : [];
}
