using Inburgering.Calendar;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Arrivals;

/// <summary>Takes in what the National Register says: registration starts the obligation, or confirms that it is fulfilled (seed 3.B).</summary>
public sealed class RegistrationIntake(PersonFiles files, PersonMatching matching, PersonIndex index, IndexKeys keys, PolicyBook policies, TimeProvider clock)
{
    private const string Registered = "be.rijksregister.residence.v1.registered";

    private static readonly string[] Announced =
    [
        "be.rijksregister.residence.v1.moved",
        "be.rijksregister.residence.v1.departed",
        "be.rijksregister.residence.v1.deceased",
        "be.rijksregister.residence.v1.nationalityChanged",
    ];

    /// <summary>Takes one message of queue <c>registry-registrations</c>. A repeat changes nothing.</summary>
    public Task<IntakeResult> TakeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CloudEventMessage.TakeAsync(body, [Registered], Announced, message => TakeRegisteredAsync(message, cancellationToken));

    private async Task<IntakeResult> TakeRegisteredAsync(CloudEventMessage message, CancellationToken cancellationToken)
    {
        var version = message.Data.Whole("version", 1, int.MaxValue);
        var registration = RegistrationReader.Read(message.Data, LegalCalendar.DayOf(clock.GetUtcNow()));
        if (message.InvalidFields() is { } refused)
        {
            return refused;
        }

        var messageKey = keys.Message(message.Source, message.Id);
        var personId = await matching.MatchAsync(messageKey, Identifiers(registration), cancellationToken);

        // Before the commit, so that the re-evaluation it causes finds both sides whichever arrives first.
        foreach (var member in registration.Household)
        {
            await index.AddToAsync(keys.HouseholdOf(member.NationalNumber), personId, cancellationToken);
        }

        var fact = new Fact<Registration>(version, message.Time, message.Id, registration);
        var outcome = await files.ChangeAsync(
            personId,
            Actor.Sender(message.Source),
            change =>
            {
                change.Update(file => file with { Registrations = file.Registrations.Taking(fact) });
                change.Record("registrationTaken", message.Id);
                Assessment.Reassess(change, policies);
                Assessment.TellHousehold(change);
                return true;
            },
            createIfUnknown: true,
            messageKey: messageKey,
            cancellationToken: cancellationToken);
        return new IntakeResult(null, outcome is { PlanChanged: true } ? [personId] : []);
    }

    private List<IndexKey> Identifiers(Registration registration)
    {
        var birthDate = registration.Person.BirthDate;
        var identifiers = new List<IndexKey> { keys.NationalNumber(registration.NationalNumber) };
        if (registration.PermitNumber is { } permit)
        {
            // A family member is the partner whom the permit names, never its holder.
            identifiers.Add(registration.ReasonOfStay == ReasonOfStay.Family ? keys.PermitPartner(permit, birthDate) : keys.PermitHolder(permit, birthDate));
        }

        if (registration.Person.PassportNumber is { } passport)
        {
            identifiers.Add(keys.Passport(passport, birthDate));
        }

        return identifiers;
    }
}
