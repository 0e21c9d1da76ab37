using System.Globalization;
using System.Net;
using System.Text.Json;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.Clock;

public sealed class ClockTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private Task<RunningApp> StartAsync(Func<LocalRuntimeSettings, LocalRuntimeSettings>? with = null) => RunningApp.StartAsync(
        azurite,
        [],
        builder =>
        {
            builder.Services.AddSingleton<PlannedWork>();
            builder.Services.AddSingleton<IDueWork>(services => services.GetRequiredService<PlannedWork>());
        },
        settings => with?.Invoke(settings with { Clock = Start }) ?? settings with { Clock = Start });

    [Fact]
    public async Task The_clock_starts_where_it_is_told_and_runs()
    {
        await using var app = await StartAsync();
        var first = Now(await app.GetJsonAsync("/local/clock"));
        var second = Now(await app.GetJsonAsync("/local/clock"));
        Assert.InRange(first, Start, Start.AddMinutes(5));
        Assert.True(second > first);
    }

    [Fact]
    public async Task Without_a_start_the_clock_shows_the_real_time()
    {
        await using var app = await StartAsync(settings => settings with { Clock = null });
        var before = DateTimeOffset.UtcNow;
        var now = Now(await app.GetJsonAsync("/local/clock"));
        Assert.InRange(now, before.AddMilliseconds(-1), DateTimeOffset.UtcNow.AddMilliseconds(1));
    }

    [Fact]
    public async Task The_time_that_was_reached_survives_a_restart()
    {
        var folder = TemporaryFolder.Create();
        DateTimeOffset reached;
        using (var host = RunningApp.Build(azurite, [], with: settings => settings with { DataFolder = folder, Clock = Start }))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            reached = await host.Services.GetRequiredService<ClockDriver>().AdvanceAsync(IsoDuration.Parse("P1Y")!, TestContext.Current.CancellationToken);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        // The start is for an empty folder only.
        await using var again = await RunningApp.StartAsync(azurite, [], with: settings => settings with { DataFolder = folder, Clock = Start });
        Assert.InRange(again.Clock.GetUtcNow(), reached, reached.AddMinutes(5));
    }

    [Fact]
    public async Task Time_that_is_advanced_is_lived_in_order_with_all_that_comes_of_it()
    {
        await using var app = await StartAsync();
        var plan = app.Services.GetRequiredService<PlannedWork>();
        plan.Plan("deadline", Start.AddMonths(6));
        plan.Plan("letter", Start.AddDays(1), () =>
        {
            plan.Plan("reminder", Start.AddMonths(3), () =>
            {
                plan.Plan("at once", Start.AddMonths(3));
                return Task.CompletedTask;
            });
            plan.Plan("after the end", Start.AddYears(2));
            return Task.CompletedTask;
        });
        using var response = await app.SendAsync(HttpMethod.Post, "/local/clock", """{ "advance": "P1Y" }""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            [("letter", Start.AddDays(1)), ("reminder", Start.AddMonths(3)), ("at once", Start.AddMonths(3)), ("deadline", Start.AddMonths(6))],
            plan.Lived);
        Assert.InRange(await NowAsync(response), Start.AddYears(1), Start.AddYears(1).AddMinutes(5));
    }

    [Fact]
    public async Task The_clock_waits_for_work_in_flight_and_its_progress_can_be_followed()
    {
        await using var app = await StartAsync();
        var plan = app.Services.GetRequiredService<PlannedWork>();
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        plan.Plan("slow", Start.AddDays(1), () =>
        {
            reached.SetResult();
            return goOn.Task;
        });
        plan.Plan("later", Start.AddDays(2));
        var advancing = app.SendAsync(HttpMethod.Post, "/local/clock", $$"""{ "to": "{{Start.AddDays(3):O}}" }""");
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        var reading = await app.GetJsonAsync("/local/clock");
        Assert.Equal(Start.AddDays(1), Now(reading));
        Assert.Equal(Start.AddDays(3), reading.GetProperty("target").GetDateTimeOffset());
        Assert.Equal(1, reading.GetProperty("inFlight").GetInt64());
        Assert.False(advancing.IsCompleted);
        goOn.SetResult();
        using var response = await advancing;
        Assert.Equal(["slow", "later"], plan.Lived.Select(lived => lived.Name));
        Assert.False((await app.GetJsonAsync("/local/clock")).TryGetProperty("target", out _));
    }

    [Fact]
    public async Task A_stop_ends_an_advance_and_the_clock_keeps_where_it_had_got_to()
    {
        await using var app = await StartAsync();
        var plan = app.Services.GetRequiredService<PlannedWork>();
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        plan.Plan("slow", Start.AddDays(1), () =>
        {
            reached.SetResult();
            return goOn.Task;
        });
        var advancing = app.SendAsync(HttpMethod.Post, "/local/clock", """{ "advance": "P1Y" }""");
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        await app.StopAsync();
        using var response = await advancing;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(app.Clock.GetUtcNow(), Start.AddDays(1), Start.AddDays(1).AddMinutes(5));
        goOn.SetResult();
    }

    [Fact]
    public async Task Two_advances_follow_one_another()
    {
        await using var app = await StartAsync();
        var answers = await Task.WhenAll(
            app.SendAsync(HttpMethod.Post, "/local/clock", """{ "advance": "P10D" }"""),
            app.SendAsync(HttpMethod.Post, "/local/clock", """{ "advance": "P10D" }"""));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.InRange(app.Clock.GetUtcNow(), Start.AddDays(20), Start.AddDays(20).AddMinutes(5));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Due_work_fires_in_real_time_when_nobody_moves_the_clock()
    {
        await using var app = await StartAsync();
        var plan = app.Services.GetRequiredService<PlannedWork>();
        plan.Plan("far away", Start.AddYears(1));
        var done = new TaskCompletionSource();
        plan.Plan("soon", app.Clock.GetUtcNow().AddMilliseconds(50), () =>
        {
            done.SetResult();
            return Task.CompletedTask;
        });
        await done.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(["soon"], plan.Lived.Select(lived => lived.Name));
    }

    [Fact]
    public async Task Work_that_becomes_due_again_and_again_at_one_instant_ends_the_advance_with_a_clear_error()
    {
        await using var app = await StartAsync();
        var plan = app.Services.GetRequiredService<PlannedWork>();
        var stop = false;
        var at = Start.AddDays(1);
        Task AgainAsync()
        {
            if (!Volatile.Read(ref stop))
            {
                plan.Plan("again", at, AgainAsync);
            }

            return Task.CompletedTask;
        }

        plan.Plan("again", at, AgainAsync);
        using var response = await app.SendAsync(HttpMethod.Post, "/local/clock", """{ "advance": "P2D" }""");
        Volatile.Write(ref stop, true);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var problem = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(nameof(PlannedWork), problem, StringComparison.Ordinal);
        Assert.Contains("2026-03-03T08:00:00", problem, StringComparison.Ordinal);
        Assert.InRange(app.Clock.GetUtcNow(), at, at.AddMinutes(5));
    }

    [Theory]
    [InlineData("""{ "to": "2026-03-01T00:00:00Z" }""", "to")]
    [InlineData("""{ "to": "2027-01-01" }""", "to")]
    [InlineData("""{ "to": "2027-01-01T00:00:00" }""", "to")]
    [InlineData("""{ "to": 5 }""", "to")]
    [InlineData("""{ "advance": "-P1D" }""", "advance")]
    [InlineData("""{ "advance": "a month" }""", "advance")]
    [InlineData("""{ "advance": "P9000Y" }""", "advance")]
    [InlineData("""{ "advance": null }""", "advance")]
    [InlineData("""{ "back": "P1D" }""", "back")]
    [InlineData("""{ "advance": "P1D", "to": "2027-01-01T00:00:00Z" }""", "advance")]
    [InlineData("""{}""", "advance")]
    [InlineData("""[]""", "body")]
    [InlineData("P1D", "body")]
    [InlineData("", "body")]
    public async Task Bad_input_is_refused_with_the_field_that_is_wrong_and_the_clock_stays(string body, string field)
    {
        await using var app = await StartAsync();
        using var response = await app.SendAsync(HttpMethod.Post, "/local/clock", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("urn:problem-type:belgif:badRequest", problem.GetProperty("type").GetString());
        Assert.Equal(field, problem.GetProperty("issues")[0].GetProperty("name").GetString());
        Assert.InRange(app.Clock.GetUtcNow(), Start, Start.AddMinutes(5));
    }

    private static DateTimeOffset Now(JsonElement reading)
    {
        var text = reading.GetProperty("now").GetString()!;
        Assert.EndsWith("Z", text, StringComparison.Ordinal);
        return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    private static async Task<DateTimeOffset> NowAsync(HttpResponseMessage response) =>
        Now(JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
}
