using Inburgering.Calendar;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Retention;
using Inburgering.Storage;

namespace Inburgering.Arrivals;

/// <summary>Takes in what the National Register says: registration starts the obligation, or confirms that it is fulfilled (seed 3.B).</summary>
public sealed class RegistrationIntake(PersonFiles files, PersonMatching matching, PersonJoining joining, MatchFinding finding, PersonStore store, PersonIndex index, IndexKeys keys, PolicyBook policies, TimeProvider clock)
{
    /// <summary>Look-up rows of one household that are written at the same time.</summary>
    private const int AtOnce = 50;

    private const string Registered = "be.rijksregister.residence.v1.registered";

    private static readonly Dictionary<string, ResidenceChangeKind> Changes = new(StringComparer.Ordinal)
    {
        ["be.rijksregister.residence.v1.moved"] = ResidenceChangeKind.Moved,
        ["be.rijksregister.residence.v1.departed"] = ResidenceChangeKind.Departed,
        ["be.rijksregister.residence.v1.deceased"] = ResidenceChangeKind.Deceased,
        ["be.rijksregister.residence.v1.nationalityChanged"] = ResidenceChangeKind.NationalityChanged,
    };

    /// <summary>Takes one message of queue <c>registry-registrations</c>. A repeat changes nothing.</summary>
    public Task<IntakeResult> TakeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CloudEventMessage.TakeAsync(body, [Registered, .. Changes.Keys], message => Changes.TryGetValue(message.Type, out var kind)
            ? TakeChangeAsync(message, kind, cancellationToken)
            : TakeRegisteredAsync(message, cancellationToken));

    /// <summary>Takes what changed about somebody; about somebody unknown it waits until the Register registers them.</summary>
    private async Task<IntakeResult> TakeChangeAsync(CloudEventMessage message, ResidenceChangeKind kind, CancellationToken cancellationToken)
    {
        var version = message.Data.Whole("version", 1, int.MaxValue);
        var residenceChange = RegistrationReader.ReadChange(message.Root, message.Data, kind);
        if (message.InvalidFields() is { } refused)
        {
            return refused;
        }

        var person = new Identified(keys.Message(message.Source, message.Id), [keys.NationalNumber(residenceChange.NationalNumber)]);
        return await matching.InTurnAsync<IntakeResult>(
            [person],
            async turn =>
            {
                var matched = await turn.MatchAsync(person, (_, _) => true, cancellationToken: cancellationToken);
                if (!await turn.ClaimAsync(cancellationToken))
                {
                    return null;
                }

                var outcome = await files.ChangeAsync(
                    matched.PersonId,
                    Actor.Sender(message.Source),
                    change => Take(change, new Fact<ResidenceChange>(version, message.Time, message.Id, residenceChange)),
                    createIfUnknown: true,
                    messageKey: person.Message,
                    cancellationToken: cancellationToken);
                return new IntakeResult(null, outcome!.PlanChanged ? [outcome.PersonId] : []);
            },
            cancellationToken);
    }

    private bool Take(FileChange change, Fact<ResidenceChange> fact)
    {
        change.Update(file => file with { ResidenceChanges = file.ResidenceChanges.Taking(fact) });
        change.Record("residenceChangeTaken", $"{WireName.Of(fact.Content.Kind)} {fact.MessageId}");
        Assessment.Reassess(change, policies);
        return true;
    }

    private async Task<IntakeResult> TakeRegisteredAsync(CloudEventMessage message, CancellationToken cancellationToken)
    {
        var today = LegalCalendar.DayOf(clock.GetUtcNow());
        var version = message.Data.Whole("version", 1, int.MaxValue);
        var registration = RegistrationReader.Read(message.Data, today);
        if (message.InvalidFields() is { } refused)
        {
            return refused;
        }

        var messageKey = keys.Message(message.Source, message.Id);
        var fact = new Fact<Registration>(version, message.Time, message.Id, registration);
        var person = new Identified(messageKey, Identifiers(registration));
        return await matching.InTurnAsync<IntakeResult>(
            [person],
            async turn =>
            {
                var matched = await turn.MatchAsync(
                    person,
                    (key, file) => SamePerson.Admits(file, registration, key),
                    isOwn: key => key == keys.NationalNumber(registration.NationalNumber),
                    cancellationToken: cancellationToken);
                if (!await turn.ClaimAsync(cancellationToken))
                {
                    return null;
                }

                var toPlan = await joining.JoinAsync(matched.PersonId, matched.Same, file => SamePerson.Admits(file, registration), cancellationToken);
                var agency = Municipality.AgencyOn(registration.Municipality, today) ?? Agency.Agii;
                await finding.PassedOverAsync(matched, agency, file => CanBe(file, registration), cancellationToken);
                await finding.NewlyRegisteredAsync(matched, registration.Person, agency, cancellationToken);
                await NameHouseholdAsync(matched.PersonId, registration, cancellationToken);
                if (!turn.HasTime)
                {
                    return null;
                }

                var outcome = await files.ChangeAsync(
                    matched.PersonId,
                    Actor.Sender(message.Source),
                    change => Take(change, fact),
                    createIfUnknown: true,
                    messageKey: messageKey,
                    cancellationToken: cancellationToken);

                // Refused only where somebody else's registration came into that file since the look-up: then look again.
                return outcome!.Result == Taken.SomebodyElse
                    ? null
                    : new IntakeResult(null, [.. toPlan.Concat(outcome.PlanChanged ? [outcome.PersonId] : []).Distinct()]);
            },
            cancellationToken);
    }

    // What the Register knows by two national numbers is no question for an officer.
    private static bool CanBe(PersonFile file, Registration registration) =>
        NationalNumber.CanBeOnePerson(file.Registrations.Select(fact => fact.Content.NationalNumber).Append(registration.NationalNumber));

    private enum Taken
    {
        Repeated,
        Whole,
        SomebodyElse,
    }

    private Taken Take(FileChange change, Fact<Registration> fact)
    {
        if (!SamePerson.Admits(change.File, fact.Content))
        {
            return Taken.SomebodyElse;
        }

        change.Update(file => file with { Registrations = file.Registrations.Taking(fact) });
        RetentionReview.RememberHousehold(change, fact.Content, keys);
        change.Record("registrationTaken", fact.MessageId);
        Assessment.Reassess(change, policies);
        Notices.TellHousehold(change);
        return Taken.Whole;
    }

    // Before the commit, so that the re-evaluation it causes finds both sides whichever arrives first.
    private async Task NameHouseholdAsync(string personId, Registration registration, CancellationToken cancellationToken)
    {
        var named = (await store.FindAsync(personId, cancellationToken))?.File.Registration?.Household.Select(member => member.NationalNumber).ToHashSet() ?? [];
        foreach (var members in registration.Household.Where(member => !named.Contains(member.NationalNumber)).Chunk(AtOnce))
        {
            await Task.WhenAll(members.Select(member => index.AddToAsync(keys.HouseholdOf(member.NationalNumber), personId, cancellationToken)));
        }
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
            identifiers.Add(keys.Passport(passport, registration.Person.Nationality, birthDate));
        }

        return identifiers;
    }
}
