using Inburgering.Arrivals;
using Inburgering.Eligibility;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.Storage;

namespace Inburgering.Shared.Tests.Arrivals;

public sealed class RegistrationIntakeTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    [Theory]
    [InlineData("24062", Agency.Agii)]
    [InlineData("11002", Agency.Atlas)]
    [InlineData("11007", Agency.Atlas)] // merged into Antwerp
    [InlineData("44021", Agency.Amal)]
    public async Task A_worker_who_registers_in_Flanders_is_obliged_and_gets_a_letter_from_the_agency_of_the_place(string municipality, Agency agency)
    {
        var world = await World.CreateAsync(azurite);

        var result = await world.TakeAsync(Incoming.Registered(Person, municipality));
        await world.SettleAsync();

        var personId = await world.RegisteredAsync(Person.NationalNumber);
        var file = await world.FileAsync(personId);
        Assert.Equal([personId], result.ToPlan);
        Assert.IsType<LetterPending>(file.Obligation);
        Assert.Equal((LetterKind.Recruitment, agency), (Assert.Single(file.Letters).Kind, file.Letters[0].Agency!.Value));
        Assert.Single(world.Sender.DataOf("referral.made"));
        Assert.Single(world.Sender.DataOf("obligation.started"));
        Assert.Equal(["pending"], world.ToldDwewis(personId));
    }

    [Fact]
    public async Task Who_passed_before_arrival_gets_a_confirmation_and_no_deadline()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person));
        var personId = await world.HolderAsync(Person.PermitNumber);
        await world.PassEverythingAsync(personId);

        await world.TakeAllAsync(Incoming.Registered(Person, permitNumber: Person.PermitNumber));
        await world.SettleAsync();

        var file = await world.FileAsync(personId);
        Assert.Equal(LetterKind.Confirmation, Assert.Single(file.Letters).Kind);
        Assert.Null(Assert.IsType<Fulfilled>(file.Obligation).Term);
        Assert.Equal(["fulfilled"], world.ToldDwewis(personId));
    }

    [Fact]
    public async Task Who_settles_in_Brussels_is_encouraged_once()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Registered(Person, "21004"), Incoming.Registered(Person, "21005", version: 2));
        await world.SettleAsync();

        var file = await world.FileAsync(await world.RegisteredAsync(Person.NationalNumber));
        Assert.Equal(LetterKind.Encouragement, Assert.Single(file.Letters).Kind);
        Assert.IsType<NoObligation>(file.Obligation);
        Assert.Equal(Agency.Agii, file.Agency);
    }

    [Fact]
    public async Task A_seasonal_permit_that_comes_after_the_registration_ends_the_obligation_with_a_withdrawal()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Registered(Person, permitNumber: Person.PermitNumber), Incoming.Granted(Person, category: "seasonal"));
        await world.SettleAsync();

        var file = await world.FileAsync(await world.RegisteredAsync(Person.NationalNumber));
        Assert.Equal(EndReason.StatusChanged, Assert.IsType<Ended>(file.Obligation).Reason);
        Assert.Equal([LetterKind.Recruitment, LetterKind.Withdrawal], file.Letters.Select(letter => letter.Kind));
        Assert.Equal(["pending", "notApplicable"], world.ToldDwewis(file.PersonId));
    }

    [Fact]
    public async Task A_seasonal_permit_that_comes_before_the_registration_starts_nothing()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(Person, category: "seasonal"), Incoming.Registered(Person, permitNumber: Person.PermitNumber));
        await world.SettleAsync();

        var file = await world.FileAsync(await world.RegisteredAsync(Person.NationalNumber));
        Assert.Equal(EligibilityReason.TemporaryStay, file.Eligibility!.Reason);
        Assert.Empty(file.Letters);
        Assert.DoesNotContain(world.Sender.Received, message => message.Destination == Inburgering.Messages.OutgoingMessage.Topic);
    }

    [Fact]
    public async Task A_move_within_Flanders_changes_the_agency_and_tells_both()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Registered(Person, "11002"), Incoming.Registered(Person, "44021", version: 2));

        await world.SettleAsync();
        var referrals = world.Sender.DataOf("referral.made");
        Assert.Equal(["atlas", "amal"], referrals.Select(data => data.GetProperty("agency").GetString()));
        Assert.Equal("atlas", referrals[1].GetProperty("previousAgency").GetString());
        Assert.IsType<LetterPending>((await world.FileAsync(await world.RegisteredAsync(Person.NationalNumber))).Obligation);
    }

    [Fact]
    public async Task The_same_registration_five_times_ends_as_once()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync([.. Enumerable.Repeat(Incoming.Registered(Person), 5)]);
        await world.SettleAsync();
        await world.TakeAllAsync(Incoming.Registered(Person));
        await world.SettleAsync();

        var file = await world.FileAsync(await world.RegisteredAsync(Person.NationalNumber));
        Assert.Single(file.Registrations);
        Assert.Single(file.Letters);
        Assert.Single(world.Sender.DataOf("letter.requested"));
        Assert.Equal(["pending"], world.ToldDwewis(file.PersonId));
    }

    [Theory]
    [InlineData("municipality", "21020", "data.municipality must be the REFNIS code of a Belgian municipality")]
    [InlineData("municipality", "Gent", "data.municipality must be the REFNIS code of a Belgian municipality")]
    [InlineData("nationalNumber", "85073003329", "data.nationalNumber must be a national number: 11 digits with valid check digits")]
    [InlineData("registeredOn", "1990-01-01", "data.registeredOn must not be before birthDate")]
    [InlineData("reasonOfStay", "tourist", "data.reasonOfStay must be one of worker, selfEmployed, family, study, exchange, asylum, regularisation, other")]
    [InlineData("birthDate", "2027-01-01", "data.birthDate must not be in the future")]
    public async Task A_field_that_breaks_a_rule_is_refused_by_its_name(string field, string value, string description)
    {
        var world = await World.CreateAsync(azurite);
        var requests = new StorageRequests();

        var result = await world.Another(requests).TakeAsync(Incoming.Registered(Person).With("broken", data => data[field] = value));

        Assert.Equal("invalidField", result.DeadLetter!.Reason);
        Assert.Contains(description, result.DeadLetter.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("85073003329", result.DeadLetter.Description, StringComparison.Ordinal);
        Assert.Equal(0, requests.Sent);
    }

    [Fact]
    public async Task A_household_member_is_checked_in_its_place()
    {
        var world = await World.CreateAsync(azurite);

        var result = await world.TakeAsync(Incoming.Registered(Person, household: [new Somebody(2)]).With("broken", data => data["household"]![0]!["nationalNumber"] = "1"));

        Assert.Equal("data.household[0].nationalNumber must be a national number: 11 digits with valid check digits", result.DeadLetter!.Description);
    }

    /// <summary>The process ends at every storage request in turn; the message is delivered again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_moment_and_a_second_delivery_end_as_one_delivery(bool tookEffect)
    {
        var requests = new StorageRequests();
        await (await World.CreateAsync(azurite)).Another(requests).TakeAllAsync(Incoming.Registered(Person, household: [new Somebody(2)]));

        foreach (var number in Enumerable.Range(1, requests.Sent))
        {
            var world = await World.CreateAsync(azurite);
            await Assert.ThrowsAsync<CrashException>(() => world.Another(StorageRequests.CrashingAt(number, tookEffect)).TakeAsync(Incoming.Registered(Person, household: [new Somebody(2)])));

            await world.TakeAllAsync(Incoming.Registered(Person, household: [new Somebody(2)]));
            await world.SettleAsync();

            Assert.Equal(1, await world.CountFilesAsync());
            var file = await world.FileAsync(await world.RegisteredAsync(Person.NationalNumber));
            Assert.Single(file.Registrations);
            Assert.NotNull(Assert.Single(file.Letters).DocumentPath);
            Assert.Single(world.Sender.DataOf("letter.requested"));
            Assert.Equal(["pending"], world.ToldDwewis(file.PersonId));
            Assert.Empty(await world.MarkersAsync());
        }
    }
}
