using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.Functions.Tests.Lives;

/// <summary>Obligations of people who do nothing live through their six months, each at its own instants, all in one advance of the clock.</summary>
public sealed class SixMonthsTests(SharedApp shared)
{
    private const int GroupsOfADay = 5;

    [Fact]
    public async Task Everything_due_in_six_months_happens_once_at_its_instant_and_in_order()
    {
        await using var app = await shared.StartAppAsync();
        await LiveAsync(app, people: 15);
    }

    /// <summary>Only when asked for: <c>./test --scale</c>. On a store on disk, as <c>./run</c> has it.</summary>
    [Fact(Explicit = true)]
    public async Task A_thousand_obligations_live_through_six_months_within_a_minute()
    {
        var folder = Directory.CreateTempSubdirectory("inburgering-six-months-").FullName;
        try
        {
            await using var app = await RunningApp.StartAsync(AzuriteProcess.EnsureStarted(folder), Path.Combine(folder, "app"), "");
            var took = await LiveAsync(app, people: 1_000);
            Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }
        finally
        {
            AzuriteProcess.Stop(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>How long the advance took, in real time.</returns>
    private static async Task<TimeSpan> LiveAsync(RunningApp app, int people)
    {
        var letters = await OweAsync(app, people);
        var before = await app.Clock.NowAsync();
        var started = Stopwatch.StartNew();
        var advancing = app.Clock.AdvanceAsync("P7M");
        var seen = await FollowAsync(app, advancing);
        await advancing;
        var took = started.Elapsed;

        Assert.Equal(seen.Order(), seen);
        Assert.All(seen, now => Assert.InRange(now, before, before.AddMonths(7).AddMinutes(5)));
        foreach (var subscription in MessageDoor.Subscriptions)
        {
            foreach (var kind in (await app.Messages.SentAsync(subscription)).GroupBy(message => message.Part("body").Text("type")))
            {
                Console.WriteLine($"{subscription} {kind.Key} {kind.Count()} {kind.Last().ToJsonString()}");
            }
        }

        Console.WriteLine(FormattableString.Invariant($"{people} obligations lived through seven months in {took.TotalSeconds:0.0} s; the clock was seen at {seen.Distinct().Count()} instants on its way. {letters.Count}"));
        return took;
    }

    /// <summary>Registers people in Ghent on five days in a row, a letter to each posted the same day.</summary>
    private static async Task<IReadOnlyList<string>> OweAsync(RunningApp app, int people)
    {
        var posted = new HashSet<string>();
        for (var day = 0; day < GroupsOfADay; day++)
        {
            await Task.WhenAll(Enumerable.Range(0, people / GroupsOfADay).Select(_ => app.Messages.SendAsync(MessageDoor.Registrations, IncomingMessages.Registered(Person.Invent()))));
            await app.Clock.SettleAsync();
            var today = (await app.Clock.NowAsync()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var fresh = (await app.Messages.SentDataAsync("letters", "letter.requested")).Select(letter => letter.Text("letterId")).Where(posted.Add).ToList();
            await Task.WhenAll(fresh.Select(letterId => app.Messages.SendAsync(MessageDoor.Letters, IncomingMessages.Posted(letterId, today))));
            await app.Clock.AdvanceAsync("P1D");
        }

        Assert.Equal(people, posted.Count);
        return [.. posted];
    }

    /// <summary>What the clock shows to whoever looks on.</summary>
    private static async Task<List<DateTimeOffset>> FollowAsync(RunningApp app, Task advancing)
    {
        var seen = new List<DateTimeOffset>();
        while (!advancing.IsCompleted)
        {
            seen.Add(await app.Clock.NowAsync());
            await Task.WhenAny(advancing, Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken));
        }

        return seen;
    }
}
