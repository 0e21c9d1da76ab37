using Inburgering.Messages;
using Inburgering.Shared.Tests.Storage;

namespace Inburgering.Shared.Tests.Messages;

/// <summary>A date at the ends of the calendar breaks a rule that is named; it never breaks what is reckoned from it.</summary>
public sealed class CalendarEndsTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);
    private static readonly string[] Ends = ["0001-01-01", "0001-02-03", "1799-12-31", "3000-01-01", "9999-12-31"];

    private static readonly string[] Fields =
    [
        "permit validFrom", "permit validUntil", "permit holder.birthDate", "permit partner.birthDate",
        "registration birthDate", "registration registeredOn", "registration household[0].birthDate", "posted postedOn", "delivered deliveredOn",
    ];

    public static TheoryData<string, string> Dates => [.. Fields.SelectMany(place => Ends.Select(end => (place, end)))];

    [Theory]
    [MemberData(nameof(Dates))]
    public async Task A_date_at_the_ends_of_the_calendar_is_refused_by_field_and_rule_and_nothing_is_written(string place, string date)
    {
        var world = await World.CreateAsync(azurite);
        var requests = new StorageRequests();
        var (kind, path) = (place.Split(' ')[0], place.Split(' ')[1]);
        var message = kind switch
        {
            "permit" => Incoming.Granted(Person, new Somebody(2)),
            "registration" => Incoming.Registered(Person, household: [new Somebody(2)]),
            "posted" => Incoming.Posted("p1-1", "2026-05-04"),
            _ => Incoming.Delivered("p1-1", "2026-05-04"),
        };

        var result = await world.Another(requests).TakeAsync(message.With("ends", data => At(data, path, date)));

        Assert.Equal("invalidField", result.DeadLetter!.Reason);
        Assert.Contains($"data.{path} must be a date from 1800 to 2999", result.DeadLetter.Description, StringComparison.Ordinal);
        Assert.Equal(0, requests.Sent);
    }

    [Theory]
    [InlineData("1800-01-01", "2999-12-31")]
    [InlineData("2999-12-31", "2999-12-31")]
    public async Task The_first_and_the_last_day_that_are_taken_break_nothing(string from, string until)
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(
            Incoming.Granted(Person).With("ends", data => (data["validFrom"], data["validUntil"], data["renewableBeyondOneYear"]) = (from, until, false)),
            Incoming.Registered(Person, permitNumber: Person.PermitNumber).With("late", data => data["registeredOn"] = until));
        await world.SettleAsync();

        var personId = await world.RegisteredAsync(Person.NationalNumber);
        foreach (var letter in (await world.FileAsync(personId)).Letters)
        {
            await world.TakeAllAsync(Incoming.Posted(letter.LetterId, "2026-03-02"));
            await world.OrchestrateAsync(personId);
        }
    }

    private static void At(System.Text.Json.Nodes.JsonObject data, string path, string date)
    {
        var parts = path.Split('.');
        var parent = parts.Length == 1 ? data : parts[0] == "household[0]" ? data["household"]![0]!.AsObject() : data[parts[0]]!.AsObject();
        parent[parts[^1]] = date;
    }
}
