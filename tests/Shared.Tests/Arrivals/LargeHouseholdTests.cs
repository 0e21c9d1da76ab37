using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Inburgering.Arrivals;
using Inburgering.Shared.Tests.Storage;

namespace Inburgering.Shared.Tests.Arrivals;

/// <summary>A file stays within what a row of Azure Tables holds, however large the household and however many versions.</summary>
public sealed class LargeHouseholdTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task A_thousand_members_and_twenty_versions_fit_in_a_row()
    {
        var world = await World.CreateAsync(azurite);
        var household = Enumerable.Range(1000, 1000).Select(number => new Somebody(number)).ToArray();

        foreach (var version in Enumerable.Range(1, 20))
        {
            await world.TakeAllAsync(Incoming.Registered(Person, version: version, household: household).With($"v{version.ToString(CultureInfo.InvariantCulture)}", data =>
            {
                foreach (var member in data["household"]!.AsArray())
                {
                    member!["relation"] = new string('é', 15);
                }
            }));
        }

        var personId = await world.RegisteredAsync(Person.NationalNumber);
        var file = await world.FileAsync(personId);
        Assert.Equal(20, file.Registrations.Count);
        Assert.Equal(1000, file.Registration!.Household.Count);
        TableEntity row = await world.Storage.People.GetEntityAsync<TableEntity>(personId, "file", cancellationToken: TestContext.Current.CancellationToken);
        var sizes = row.Select(property => property.Value is string text ? text.Length * 2 : 16).ToList();
        Assert.All(sizes, size => Assert.InRange(size, 0, 64 * 1024));
        Assert.InRange(sizes.Sum(), 0, 1024 * 1024);
    }

    [Fact]
    public async Task Only_the_newest_version_keeps_the_household_whichever_comes_first()
    {
        foreach (var newestFirst in new[] { true, false })
        {
            var world = await World.CreateAsync(azurite);
            Incoming[] messages = [Incoming.Registered(Person, household: [new Somebody(2)]), Incoming.Registered(Person, version: 2, household: [new Somebody(3)])];

            await world.TakeAllAsync(newestFirst ? [.. messages.Reverse()] : messages);

            var file = await world.FileAsync(await world.RegisteredAsync(Person.NationalNumber));
            Assert.Equal([0, 1], file.Registrations.Select(fact => fact.Content.Household.Count));
            Assert.Equal(new Somebody(3).NationalNumber, file.Registration!.Household[0].NationalNumber);
        }
    }

    [Fact]
    public async Task Who_is_no_longer_named_in_the_household_is_no_longer_linked_in_either_order()
    {
        foreach (var newestFirst in new[] { true, false })
        {
            var world = await World.CreateAsync(azurite);
            var partner = new Somebody(2);
            Incoming[] messages = [Incoming.Registered(Person, household: [partner]), Incoming.Registered(Person, version: 2)];

            await world.TakeAllAsync([Incoming.Registered(partner, reason: "family"), .. newestFirst ? messages.Reverse() : messages]);
            await world.SettleAsync();

            var file = await world.FileAsync(await world.RegisteredAsync(partner.NationalNumber));
            Assert.Equal(Inburgering.Eligibility.EligibilityReason.FamilyWithoutLinkedWorker, file.Eligibility!.Reason);
        }
    }

    [Theory]
    [InlineData(1001, "partner", "data.household must have at most 1000 items")]
    [InlineData(1000, "ş", "data.household must be at most 262144 bytes of JSON")]
    public async Task A_household_larger_than_can_be_kept_is_refused_and_nothing_is_written(int members, string relation, string description)
    {
        var world = await World.CreateAsync(azurite);
        var requests = new StorageRequests();
        var member = new JsonObject { ["nationalNumber"] = new Somebody(2).NationalNumber, ["relation"] = relation.PadRight(60, relation[0]), ["birthDate"] = "1991-05-17", ["nationality"] = "TR" };

        var result = await world.Another(requests).TakeAsync(Incoming.Registered(Person).With("large", data =>
            data["household"] = new JsonArray([.. Enumerable.Range(0, members).Select(_ => member.DeepClone())])));

        Assert.Equal(("invalidField", description), (result.DeadLetter!.Reason, result.DeadLetter.Description));
        Assert.Equal(0, requests.Sent);
    }

    [Fact]
    public async Task A_message_that_would_make_the_file_too_large_is_refused_with_a_reason_and_the_file_stays_as_it_was()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        await world.Get<Inburgering.Storage.PersonFiles>().ChangeAsync(
            personId,
            Inburgering.People.Actor.System,
            change =>
            {
                change.Update(file => file with { PartnerId = new string('x', 748_200) });
                return true;
            },
            cancellationToken: CancellationToken.None);
        var before = await world.FileAsync(personId);

        var result = await world.TakeAsync(Incoming.Registered(Person, version: 2));

        Assert.Equal("tooLarge", result.DeadLetter!.Reason);
        var after = await world.FileAsync(personId);
        Assert.Equal((before.LastAudit, before.Registrations.Count), (after.LastAudit, after.Registrations.Count));
    }
}
