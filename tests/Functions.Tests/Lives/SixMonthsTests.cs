using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.Functions.Tests.Lives;

/// <summary>
/// Obligations of people who do nothing live through their six months in one advance of the clock: three reminders and the
/// breach, each at its own instant.
/// </summary>
public sealed class SixMonthsTests(SharedApp shared)
{
    private const int Days = 5;

    // For one person's four firings: the app's own, and the local runtime's for the orchestration.
    private const int AppRequests = 50;
    private const int RuntimeRequests = 24;

    private static readonly TimeZoneInfo Brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");

    [Fact]
    public async Task Everything_due_in_six_months_happens_once_at_its_instant_and_in_order()
    {
        await using var app = await shared.StartAppAsync();
        await LiveAsync(app, people: 15);
    }

    /// <summary>Only when asked for: <c>./test --scale</c> (<c>SCALE_PEOPLE</c> takes fewer). On a store on disk, as <c>./run</c> has it.</summary>
    [Fact(Explicit = true)]
    public async Task A_thousand_obligations_live_through_six_months()
    {
        var folder = Directory.CreateTempSubdirectory("inburgering-six-months-").FullName;
        try
        {
            await using var app = await RunningApp.StartAsync(AzuriteProcess.EnsureStarted(folder), Path.Combine(folder, "app"), "");
            using var azurite = Process.GetProcessById(int.Parse((await File.ReadAllTextAsync(Path.Combine(folder, "azurite.pid"), TestContext.Current.CancellationToken)).Split(' ')[0], CultureInfo.InvariantCulture));
            await LiveAsync(app, people: int.Parse(Environment.GetEnvironmentVariable("SCALE_PEOPLE") ?? "1000", CultureInfo.InvariantCulture), azurite);
        }
        finally
        {
            AzuriteProcess.Stop(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task LiveAsync(RunningApp app, int people, Process? azurite = null)
    {
        await OweAsync(app, people);
        var (from, before, processors) = (await app.Clock.NowAsync(), await RequestsAsync(app), Processors(azurite));
        var started = Stopwatch.StartNew();

        // The deadline is six months after receipt, and that is days after the post; a seventh lets all of it happen.
        var seen = await FollowAsync(app, app.Clock.AdvanceAsync("P7M"));
        var took = started.Elapsed;
        var (ofApp, ofAzurite) = Processors(azurite);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"{people} obligations lived through seven months in {took.TotalSeconds:0.0} s (processor time: app {(ofApp - processors.App).TotalSeconds:0.0} s, Azurite {(ofAzurite - processors.Azurite).TotalSeconds:0.0} s); the clock was seen at {seen.Distinct().Count()} instants on its way."));
        Assert.Equal(seen.Order(), seen);
        await AssertEventsAsync(app, people, from);
        var requests = Between(before, await RequestsAsync(app));
        if (azurite is not null)
        {
            foreach (var (asked, count) in requests.OrderByDescending(request => request.Value))
            {
                TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{count,8} {(double)count / people,8:0.00} each  {asked.UseCase} {asked.Operation} {asked.Store}"));
            }
        }

        AssertRequests(people, requests);
    }

    private static async Task AssertEventsAsync(RunningApp app, int people, DateTimeOffset from)
    {
        var sent = (await app.Messages.SentAsync("notifications")).Concat(await app.Messages.SentAsync("agencies")).OrderBy(message => message["sequenceNumber"]!.GetValue<long>())
            .Select(message => message.Part("body")).Where(body => At(body) > from).ToList();
        var lives = sent.GroupBy(body => body.Text("subject")).ToList();
        Assert.Equal(people, lives.Count);
        Assert.All(lives, life => Assert.Equal(DueOf(life.First().Part("data").Text("deadlineOn")), life.Select(body => (body.Text("type").Split('.')[^2] + "." + body.Text("type").Split('.')[^1], At(body)))));

        // Across all of them, too: a topic numbers what it is sent.
        Assert.Equal(sent.Select(At).Order(), sent.Select(At));
    }

    /// <summary>Domain rules 3.6 and 4: reminders at nine in the morning in Brussels, the breach when the last day is over.</summary>
    private static IEnumerable<(string Type, DateTimeOffset At)> DueOf(string deadlineOn)
    {
        var deadline = DateOnly.Parse(deadlineOn, CultureInfo.InvariantCulture);
        var nine = new TimeOnly(9, 0);
        yield return ("reminder.requested", InBrussels(deadline.AddMonths(-3), nine));
        yield return ("reminder.requested", InBrussels(deadline.AddMonths(-1), nine));
        yield return ("reminder.requested", InBrussels(deadline.AddDays(-7), nine));
        yield return ("obligation.breached", InBrussels(deadline.AddDays(1), TimeOnly.MinValue));
    }

    private static void AssertRequests(int people, Dictionary<Asked, long> requests)
    {
        long Of(params string[] useCases) => requests.Where(request => useCases.Contains(request.Key.UseCase)).Sum(request => request.Value);
        Assert.InRange(Of("AdvanceObligation", "PublishOutbox"), 1, people * AppRequests);
        Assert.InRange(Of("(orchestrations)"), 1, people * RuntimeRequests);

        // One query a night.
        Assert.InRange(Of("SweepPending"), 210, 215);
    }

    /// <summary>Registers people in Ghent on five days in a row, a letter to each posted the same day.</summary>
    private static async Task OweAsync(RunningApp app, int people)
    {
        var posted = new HashSet<string>();
        for (var day = 0; day < Days; day++)
        {
            await Task.WhenAll(Enumerable.Range(0, people / Days).Select(_ => app.Messages.SendAsync(MessageDoor.Registrations, IncomingMessages.Registered(Person.Invent()))));
            await app.Clock.SettleAsync();
            var today = (await app.Clock.NowAsync()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var fresh = (await app.Messages.SentDataAsync("letters", "letter.requested")).Select(letter => letter.Text("letterId")).Where(posted.Add).ToList();
            await Task.WhenAll(fresh.Select(letterId => app.Messages.SendAsync(MessageDoor.Letters, IncomingMessages.Posted(letterId, today))));
            await app.Clock.AdvanceAsync("P1D");
        }

        Assert.Equal(people, posted.Count);
    }

    /// <summary>What the clock shows to whoever looks on, until it has got there. A caller who no longer waits for the answer changes nothing.</summary>
    private static async Task<List<DateTimeOffset>> FollowAsync(RunningApp app, Task advancing)
    {
        var seen = new List<DateTimeOffset>();
        while (true)
        {
            var reading = (await app.Api.GetAsync("/local/clock")).With(HttpStatusCode.OK).Json;
            seen.Add(DateTimeOffset.Parse(reading.Text("now"), CultureInfo.InvariantCulture));
            if (advancing.IsCompleted && !reading.ContainsKey("target"))
            {
                await advancing.ContinueWith(ended => Assert.True(ended.IsCanceled || ended.IsCompletedSuccessfully, $"{ended.Exception}"), TaskScheduler.Default);
                return seen;
            }

            await Task.WhenAny(advancing, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
        }
    }

    /// <summary>What was asked of storage so far.</summary>
    private static async Task<Dictionary<Asked, long>> RequestsAsync(RunningApp app) => (await app.Api.GetAsync("/local/telemetry")).With(HttpStatusCode.OK).Items
        .Where(item => item.Text("counter") == "inburgering.storage.requests")
        .GroupBy(item => Asked.Of(item.Part("tags")), item => item["count"]!.GetValue<long>())
        .ToDictionary(group => group.Key, group => group.Sum());

    private static Dictionary<Asked, long> Between(Dictionary<Asked, long> before, Dictionary<Asked, long> after) => after
        .Select(request => KeyValuePair.Create(request.Key, request.Value - before.GetValueOrDefault(request.Key))).Where(request => request.Value > 0).ToDictionary();

    private static (TimeSpan App, TimeSpan Azurite) Processors(Process? azurite)
    {
        azurite?.Refresh();
        return (Environment.CpuUsage.TotalTime, azurite?.TotalProcessorTime ?? TimeSpan.Zero);
    }

    private static DateTimeOffset At(JsonObject body) => DateTimeOffset.Parse(body.Text("time"), CultureInfo.InvariantCulture);

    private static DateTimeOffset InBrussels(DateOnly day, TimeOnly time) =>
        new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(time, DateTimeKind.Unspecified), Brussels), TimeSpan.Zero);

    private sealed record Asked(string UseCase, string Operation, string Store)
    {
        public static Asked Of(JsonObject tags) => new(tags.Text("use_case"), tags.Text("operation"), tags["store"]?.GetValue<string>() ?? "");
    }
}
