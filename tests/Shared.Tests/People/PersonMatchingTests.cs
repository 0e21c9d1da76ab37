using Inburgering.People;
using Inburgering.Shared.Tests.Storage;

namespace Inburgering.Shared.Tests.People;

/// <summary>One person is one file, whichever message comes first.</summary>
public sealed class PersonMatchingTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_registration_after_the_permit_finds_the_person(bool byPermit, bool byPassport)
    {
        var world = await World.CreateAsync(azurite);
        var person = new Somebody(1);

        await world.TakeAllAsync(Incoming.Granted(person), Registered(person, byPermit, byPassport));

        await IsOneAsync(world, person);
        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_registration_before_the_permit_finds_the_person(bool byPermit, bool byPassport)
    {
        var world = await World.CreateAsync(azurite);
        var person = new Somebody(1);

        await world.TakeAllAsync(Registered(person, byPermit, byPassport), Incoming.Granted(person));

        await IsOneAsync(world, person);
        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_registration_and_a_permit_at_the_same_time_are_one_person(bool byPermit, bool byPassport)
    {
        var world = await World.CreateAsync(azurite);
        var people = Enumerable.Range(1, 25).Select(number => new Somebody(number)).ToList();
        foreach (var person in people)
        {
            await World.AtOnceAsync(
                () => world.TakeAllAsync(Incoming.Granted(person)),
                () => world.TakeAllAsync(Registered(person, byPermit, byPassport)));

            await IsOneAsync(world, person);
        }

        Assert.Equal(people.Count, await world.CountFilesAsync());
    }

    [Fact]
    public async Task The_same_message_five_times_at_once_is_one_person()
    {
        var world = await World.CreateAsync(azurite);
        var people = Enumerable.Range(1, 8).Select(number => new Somebody(number)).ToList();
        foreach (var person in people)
        {
            await World.AtOnceAsync([.. Enumerable.Repeat(() => world.TakeAllAsync(Incoming.Granted(person)), 5)]);
        }

        await world.SettleAsync();
        Assert.Equal(people.Count, await world.CountFilesAsync());
        Assert.Equal(people.Count, world.Sender.DataOf("invitation.requested").Count);
    }

    [Fact]
    public async Task Equal_names_and_birth_dates_without_a_strong_identifier_are_two_people()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(new Somebody(1)), Incoming.Registered(new Somebody(2)));

        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_permit_number_with_another_birth_date_is_another_person()
    {
        var world = await World.CreateAsync(azurite);
        var holder = new Somebody(1);

        await world.TakeAllAsync(Incoming.Granted(holder), Incoming.Registered(new Somebody(2, BirthDate: "1993-01-01"), permitNumber: holder.PermitNumber));

        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_passport_number_is_matched_whatever_its_case()
    {
        var world = await World.CreateAsync(azurite);
        var person = new Somebody(1);

        await world.TakeAllAsync(
            Incoming.Granted(person),
            Incoming.Registered(person, withPassport: true).With("lower", data => data["passportNumber"] = person.PassportNumber.ToLowerInvariant()));

        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_family_member_who_names_the_workers_permit_is_the_partner_and_never_its_holder()
    {
        var world = await World.CreateAsync(azurite);
        var (holder, partner) = (new Somebody(1), new Somebody(2));

        await world.TakeAllAsync(
            Incoming.Granted(holder, partner),
            Incoming.Registered(partner, reason: "family", permitNumber: holder.PermitNumber),
            Incoming.Registered(holder, permitNumber: holder.PermitNumber));

        Assert.Equal(2, await world.CountFilesAsync());
        Assert.NotNull((await world.FileAsync(await world.RegisteredAsync(partner.NationalNumber))).PartnerPermit);
        Assert.NotNull((await world.FileAsync(await world.RegisteredAsync(holder.NationalNumber))).HeldPermit);
    }

    [Fact]
    public async Task Two_people_known_apart_stay_apart_when_a_message_names_both_and_the_stronger_identifier_takes_it()
    {
        var world = await World.CreateAsync(azurite);
        var (registered, granted) = (new Somebody(1), new Somebody(2));
        await world.TakeAllAsync(Incoming.Registered(registered), Incoming.Granted(granted), Incoming.Registered(granted, permitNumber: granted.PermitNumber));

        // The Register now says that the first holds the passport of the second.
        await world.TakeAllAsync(Incoming.Registered(registered, version: 2, withPassport: true).With("both", data => data["passportNumber"] = granted.PassportNumber));

        Assert.Equal(2, await world.CountFilesAsync());
        Assert.Equal(2, (await world.FileAsync(await world.RegisteredAsync(registered.NationalNumber))).Registrations.Count);
        Assert.Single((await world.FileAsync(await world.HolderAsync(granted.PermitNumber))).Registrations);
    }

    private static Incoming Registered(Somebody person, bool byPermit, bool byPassport) =>
        Incoming.Registered(person, permitNumber: byPermit ? person.PermitNumber : null, withPassport: byPassport);

    private static async Task IsOneAsync(World world, Somebody person)
    {
        var personId = await world.RegisteredAsync(person.NationalNumber);
        Assert.Equal(personId, await world.HolderAsync(person.PermitNumber));
        PersonFile file = await world.FileAsync(personId);
        Assert.NotNull(file.Registration);
        Assert.NotNull(file.HeldPermit);
    }
}
