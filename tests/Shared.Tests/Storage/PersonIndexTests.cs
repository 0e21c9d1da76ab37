using System.Globalization;
using Inburgering.Storage;

namespace Inburgering.Shared.Tests.Storage;

public sealed class PersonIndexTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Of_many_who_claim_one_key_at_once_one_has_it_and_all_are_told_who()
    {
        var world = await World.CreateAsync(azurite);
        var index = world.Get<PersonIndex>();
        foreach (var round in Enumerable.Range(0, 5))
        {
            var key = world.Keys.Passport(round.ToString(CultureInfo.InvariantCulture), "TR", new DateOnly(1991, 5, 17));

            var owners = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => index.ClaimAsync(key, $"p{number}", CancellationToken.None)));

            Assert.Single(owners.Distinct());
            Assert.Equal(owners[0], await world.FindAsync(key));
        }
    }

    [Fact]
    public async Task A_claim_of_a_taken_key_changes_nothing()
    {
        var world = await World.CreateAsync(azurite);
        var (index, key) = (world.Get<PersonIndex>(), world.Keys.NationalNumber("85073003328"));

        Assert.Equal("p1", await index.ClaimAsync(key, "p1", CancellationToken.None));
        Assert.Equal("p1", await index.ClaimAsync(key, "p2", CancellationToken.None));
        Assert.Equal("p1", await index.ClaimAsync(key, "p1", CancellationToken.None));
    }

    [Fact]
    public async Task A_released_key_can_be_claimed_again()
    {
        var world = await World.CreateAsync(azurite);
        var (index, key) = (world.Get<PersonIndex>(), world.Keys.Account("issuer", "subject"));
        await index.ClaimAsync(key, "p1", CancellationToken.None);
        var row = (await index.ReadAsync(key, CancellationToken.None))!;

        await index.ReleaseAsync(row, CancellationToken.None);

        Assert.Null(await world.FindAsync(key));
        await index.ReleaseAsync(row, CancellationToken.None);
        Assert.Equal("p2", await index.ClaimAsync(key, "p2", CancellationToken.None));
    }

    [Fact]
    public async Task A_key_that_was_written_anew_since_it_was_read_is_neither_released_nor_replaced()
    {
        var world = await World.CreateAsync(azurite);
        var (index, key) = (world.Get<PersonIndex>(), world.Keys.Account("issuer", "subject"));
        await index.ClaimAsync(key, "p1", CancellationToken.None);
        var row = (await index.ReadAsync(key, CancellationToken.None))!;
        Assert.NotNull(await index.ReplaceAsync(row, "p1", null, CancellationToken.None));

        await index.ReleaseAsync(row, CancellationToken.None);

        Assert.Null(await index.ReplaceAsync(row, "p2", null, CancellationToken.None));
        Assert.Equal("p1", await world.FindAsync(key));
    }

    [Fact]
    public async Task A_key_is_pointed_to_another_person_only_by_whoever_knows_whose_it_is()
    {
        var world = await World.CreateAsync(azurite);
        var (index, key) = (world.Get<PersonIndex>(), world.Keys.Permit("W-1"));
        await index.ClaimAsync(key, "p1", CancellationToken.None);

        Assert.Equal("p1", await index.RepointAsync(key, "p2", "p3", CancellationToken.None));
        Assert.Equal("p3", await index.RepointAsync(key, "p1", "p3", CancellationToken.None));
        Assert.Equal("p3", await index.RepointAsync(key, "p1", "p4", CancellationToken.None));
        Assert.Equal("p3", await world.FindAsync(key));
    }

    [Fact]
    public async Task A_household_leads_to_everybody_in_it_each_once_and_to_nobody_else()
    {
        var world = await World.CreateAsync(azurite);
        var index = world.Get<PersonIndex>();
        var (household, other) = (world.Keys.HouseholdOf("85073003328"), world.Keys.HouseholdOf("17073003384"));
        foreach (var personId in new[] { "p1", "p2", "p1" })
        {
            await index.AddToAsync(household, personId, CancellationToken.None);
        }

        await index.AddToAsync(other, "p3", CancellationToken.None);

        Assert.Equal(["p1", "p2"], (await index.AllOfAsync(household, CancellationToken.None)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_identifier_stands_in_the_index_or_in_a_request()
    {
        var world = await World.CreateAsync(azurite);
        var urls = new List<string>();
        var requests = new StorageRequests();
        requests.Before = (request, _) =>
        {
            urls.Add(request.Uri.ToString());
            return Task.CompletedTask;
        };

        var index = world.Another(requests).Get<PersonIndex>();
        await index.ClaimAsync(world.Keys.NationalNumber("85073003328"), "p1", CancellationToken.None);
        await index.FindAsync(world.Keys.NationalNumber("85073003328"), CancellationToken.None);

        Assert.NotEmpty(urls);
        Assert.DoesNotContain(urls, url => url.Contains("85073003328", StringComparison.Ordinal));
        Assert.NotEqual(world.Keys.NationalNumber("85073003328").Hash, world.Keys.HouseholdOf("85073003328").Hash);
    }
}
