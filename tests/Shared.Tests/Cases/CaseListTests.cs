using Azure.Data.Tables;
using Inburgering.Arrivals;
using Inburgering.Cases;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;

namespace Inburgering.Shared.Tests.Cases;

/// <summary>The agencies' lists against crashes and races: late perhaps, never wrong.</summary>
public sealed class CaseListTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Somebody Person = new(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_moment_leaves_a_case_that_the_sweep_lists(bool tookEffect)
    {
        for (var number = 1; ; number++)
        {
            var world = await World.CreateAsync(azurite);
            var requests = StorageRequests.CrashingAt(number, tookEffect);
            var crashed = false;
            try
            {
                await world.Another(requests).TakeAsync(Incoming.Registered(Person, "44021"));
            }
            catch (CrashException)
            {
                crashed = true;
            }

            if (crashed && await world.FindAsync(world.Keys.NationalNumber(Person.NationalNumber)) is { } personId && await world.Get<Inburgering.Storage.PersonStore>().FindAsync(personId, CancellationToken.None) is not null)
            {
                await world.SettleAsync();
                Assert.Equal([personId], await ListedAsync(world, Agency.Amal));
            }

            await world.TakeAllAsync(Incoming.Registered(Person, "44021"));
            await world.SettleAsync();
            Assert.Single(await ListedAsync(world, Agency.Amal));
            if (!crashed)
            {
                Assert.True(number > 5, "The intake made no requests to crash at.");
                return;
            }
        }
    }

    [Fact]
    public async Task A_row_that_came_too_late_is_not_shown_and_goes_away()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person, "11002"));
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        var atAtlas = (await world.FileAsync(personId)).Listing;
        await world.TakeAllAsync(Incoming.Registered(Person, "44021", version: 2));
        await world.SettleAsync();

        // Whoever listed the first registration was slow.
        await world.Get<CaseList>().MoveAsync(personId, null, atAtlas, CancellationToken.None);

        Assert.Equal(2, await RowsAsync(world));
        Assert.Empty(await ListedAsync(world, Agency.Atlas));
        Assert.Equal([personId], await ListedAsync(world, Agency.Amal));
        Assert.Equal(1, await RowsAsync(world));
    }

    [Fact]
    public async Task A_case_that_comes_back_to_its_old_place_stays_listed_when_its_old_row_is_removed_late()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person, "11002"));
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        var first = (await world.FileAsync(personId)).Listing;
        await world.TakeAllAsync(Incoming.Registered(Person, "44021", version: 2));
        await world.TakeAllAsync(Incoming.Registered(Person, "11002", version: 3));
        await world.SettleAsync();

        await world.Get<CaseList>().MoveAsync(personId, first, null, CancellationToken.None);

        Assert.Equal([personId], await ListedAsync(world, Agency.Atlas));
    }

    [Fact]
    public async Task Nothing_about_the_person_stands_in_the_list()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person, "44021"));

        await foreach (var row in world.Storage.Cases.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal(["PartitionKey", "RowKey", "Timestamp", "odata.etag"], row.Keys.Order(StringComparer.Ordinal));
            Assert.DoesNotContain(Person.NationalNumber, row.RowKey, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("!!!")]
    [InlineData("c2xlZXBpbmchMjAyNg")]
    public async Task A_place_that_no_page_named_is_refused(string from)
    {
        var world = await World.CreateAsync(azurite);

        Assert.Null(await world.Get<CaseList>().PageAsync(new CaseFilter(Agency.Amal, null, null), from, CancellationToken.None));
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(World world, Agency agency) =>
        [.. (await world.Get<CaseList>().PageAsync(new CaseFilter(agency, null, null), null, CancellationToken.None))!.Files.Select(file => file.PersonId)];

    private static async Task<int> RowsAsync(World world)
    {
        var count = 0;
        await foreach (var row in world.Storage.Cases.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            count++;
        }

        return count;
    }
}
