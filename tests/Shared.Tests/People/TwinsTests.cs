using Inburgering.Arrivals;
using Inburgering.Permits;
using Inburgering.Shared.Tests.Storage;

namespace Inburgering.Shared.Tests.People;

/// <summary>Two people never become one file, however much of what is said about them is equal.</summary>
public sealed class TwinsTests(AzuriteFixture azurite)
{
    private static readonly Somebody First = new(1, GivenNames: "Ayşe");
    private static readonly Somebody Second = new(2, GivenNames: "Fatma");

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Two_national_numbers_are_two_people_even_with_one_permit_number_and_one_passport_number(bool samePermit, bool samePassport)
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(RegisteredAs(First, samePermit, samePassport), RegisteredAs(Second, samePermit, samePassport));
        await world.SettleAsync();

        await AreTwoAsync(world);
    }

    [Fact]
    public async Task Equal_names_too_do_not_make_one_person_of_two_national_numbers()
    {
        var world = await World.CreateAsync(azurite);
        var namesake = Second with { GivenNames = First.GivenNames };

        await world.TakeAllAsync(Incoming.Granted(First), RegisteredAs(First, true, true), RegisteredAs(namesake, true, true), RegisteredAs(namesake, true, true, version: 2));

        await AreTwoAsync(world);
    }

    [Fact]
    public async Task Two_national_numbers_at_the_same_time_are_two_people()
    {
        foreach (var _ in Enumerable.Range(0, 15))
        {
            var world = await World.CreateAsync(azurite);

            await World.AtOnceAsync(
                () => world.TakeAllAsync(RegisteredAs(First, true, true)),
                () => world.Another().TakeAllAsync(RegisteredAs(Second, true, true)),
                () => world.Another().TakeAllAsync(RegisteredAs(Second, true, true, version: 2)),
                () => world.Another().TakeAllAsync(Incoming.Granted(First)));
            await world.SettleAsync();

            await AreTwoAsync(world);
            Assert.Equal(2, (await world.FileAsync(await world.RegisteredAsync(Second.NationalNumber))).Registrations.Count);
        }
    }

    /// <summary>The process ends at every storage request in turn while the second one is told apart; the message is delivered again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_moment_does_not_make_one_of_two(bool tookEffect)
    {
        var requests = new StorageRequests();
        var counted = await World.CreateAsync(azurite);
        await counted.TakeAllAsync(RegisteredAs(First, true, true));
        await counted.Another(requests).TakeAllAsync(RegisteredAs(Second, true, true));

        foreach (var number in Enumerable.Range(1, requests.Sent))
        {
            var world = await World.CreateAsync(azurite);
            await world.TakeAllAsync(RegisteredAs(First, true, true));
            await StorageRequests.UntilCrashAsync(() => world.Another(StorageRequests.CrashingAt(number, tookEffect)).TakeAsync(RegisteredAs(Second, true, true)));

            await world.TakeAllAsync(RegisteredAs(Second, true, true));
            await world.SettleAsync();

            await AreTwoAsync(world);
            Assert.Single((await world.FileAsync(await world.RegisteredAsync(Second.NationalNumber))).Registrations);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_national_number_follows_a_BIS_number_of_the_same_person_and_both_are_kept(bool numberFirst)
    {
        var world = await World.CreateAsync(azurite);
        Incoming[] messages =
        [
            Incoming.RegisteredUnderBis(First, "11002", First.PermitNumber, version: 3),
            Incoming.Registered(First, "44021", permitNumber: First.PermitNumber),
        ];

        await world.TakeAllAsync(numberFirst ? [.. messages.Reverse()] : messages);
        await world.SettleAsync();

        Assert.Equal(1, await world.CountFilesAsync());
        var personId = await world.RegisteredAsync(First.NationalNumber);
        var file = await world.FileAsync(personId);
        Assert.Equal(personId, await world.RegisteredAsync(First.BisNumber));
        Assert.Equal([First.BisNumber, First.NationalNumber], file.Registrations.Select(fact => fact.Content.NationalNumber));

        // Each number has a counter of its own; what is said under the national number comes after.
        Assert.Equal(("44021", Agency.Amal), (file.Registration!.Municipality, file.Agency!.Value));
    }

    [Fact]
    public async Task A_twin_who_still_has_a_BIS_number_is_not_taken_for_the_one_who_has_a_national_number()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(
            Incoming.RegisteredUnderBis(First, permitNumber: First.PermitNumber),
            Incoming.Registered(Second, permitNumber: First.PermitNumber));

        Assert.NotEqual(await world.RegisteredAsync(First.BisNumber), await world.RegisteredAsync(Second.NationalNumber));
        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task Two_BIS_numbers_are_two_people()
    {
        var world = await World.CreateAsync(azurite);
        var namesake = Second with { GivenNames = First.GivenNames };

        await world.TakeAllAsync(
            Incoming.RegisteredUnderBis(First, permitNumber: First.PermitNumber),
            Incoming.RegisteredUnderBis(namesake, permitNumber: First.PermitNumber));

        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task Two_permits_with_one_passport_number_but_other_given_names_are_two_people()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(First), Incoming.Granted(Second).With("same passport", data => data["holder"]!["passportNumber"] = First.PassportNumber));

        Assert.Equal(2, await world.CountFilesAsync());
        Assert.NotEqual(await world.HolderAsync(First.PermitNumber), await world.HolderAsync(Second.PermitNumber));
    }

    [Fact]
    public async Task A_passport_number_of_another_country_is_another_passport()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(First), Incoming.Granted(Second with { GivenNames = First.GivenNames }).With("other country", data =>
        {
            data["holder"]!["passportNumber"] = First.PassportNumber;
            data["holder"]!["nationality"] = "IN";
        }));

        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_permit_number_that_comes_with_another_person_does_not_open_the_first_ones_file()
    {
        var world = await World.CreateAsync(azurite);
        var other = new Somebody(2, BirthDate: "1985-02-02", GivenNames: "Mehmet");

        await world.TakeAllAsync(Incoming.Granted(First), Incoming.Granted(other).With("same permit", data => data["permitNumber"] = First.PermitNumber));

        Assert.Equal(2, await world.CountFilesAsync());
        Assert.Single((await world.FileAsync(await world.HolderAsync(First.PermitNumber))).HeldPermits[First.PermitNumber]);
    }

    [Fact]
    public async Task A_birth_date_that_a_later_version_corrects_stays_the_same_person()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(First), Incoming.Granted(First with { BirthDate = "1991-05-18" }, version: 2));

        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_message_whose_id_looks_like_another_ones_partner_is_a_message_of_its_own()
    {
        var world = await World.CreateAsync(azurite);
        var other = new Somebody(3, BirthDate: "1980-01-01");

        await world.TakeAllAsync(
            Incoming.Granted(First, new Somebody(2, BirthDate: "1990-11-02"), id: "X"),
            Incoming.Granted(other, id: "X#partner"));

        Assert.Equal(3, await world.CountFilesAsync());
        Assert.Equal(PermitCategory.HighlySkilled, (await world.FileAsync(await world.HolderAsync(other.PermitNumber))).HeldPermit!.Category);
    }

    private static Incoming RegisteredAs(Somebody person, bool samePermit, bool samePassport, int version = 1) =>
        Incoming.Registered(person, permitNumber: samePermit ? First.PermitNumber : null, withPassport: true, version: version)
            .With($"registered-{person.Number}-{version}", data => data["passportNumber"] = samePassport ? First.PassportNumber : person.PassportNumber);

    private static async Task AreTwoAsync(World world)
    {
        var (first, second) = (await world.RegisteredAsync(First.NationalNumber), await world.RegisteredAsync(Second.NationalNumber));
        Assert.NotEqual(first, second);
        Assert.Equal(2, await world.CountFilesAsync());
        Assert.Equal([First.NationalNumber], (await world.FileAsync(first)).Registrations.Select(fact => fact.Content.NationalNumber).Distinct());
        Assert.Equal([Second.NationalNumber], (await world.FileAsync(second)).Registrations.Select(fact => fact.Content.NationalNumber).Distinct());
    }
}
