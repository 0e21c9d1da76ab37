using System.Globalization;
using System.Text.Json;
using Inburgering.Calendar;
using Inburgering.Commands.Audit;
using Inburgering.Commands.Demo;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>The two lives of the demo, each on a copy of its own. A step that does not end as the law says throws.</summary>
public sealed class LivesTests
{
    [Fact]
    public async Task One_who_passes_before_arrival_gets_a_confirmation_and_no_deadline()
    {
        await using var app = await RunningApp.StartAsync();
        var witness = new Witness(new TestOutput());

        await new FulfilledBeforeArrival(app.Doors, new KnownAnswers(Repository.Modules), witness).LiveAsync();

        Assert.Equal(0, await VerifyAuditCommand.RunAsync(["--data", app.DataFolder], TimeProvider.System));
        Assert.Contains("1 of 1 persons have decisions under 2026-1.", await DecidedUnderAsync(app, "2026-1"), StringComparison.Ordinal);
        Assert.Contains("0 of 1 persons have decisions under 2025-9.", await DecidedUnderAsync(app, "2025-9"), StringComparison.Ordinal);
        Assert.True(witness.Checks > 40, $"only {witness.Checks} checks");
    }

    [Fact]
    public async Task One_who_misses_the_deadline_is_escalated_once_and_the_partner_is_untouched()
    {
        await using var app = await RunningApp.StartAsync();
        var witness = new Witness(new TestOutput());

        await new EscalatedWithPartner(app.Doors, new KnownAnswers(Repository.Modules), witness).LiveAsync();

        Assert.True(witness.Checks > 100, $"only {witness.Checks} checks");
        await ExportAuditAsync(app);
    }

    private static async Task<string> DecidedUnderAsync(RunningApp app, string version)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await DecidedUnderCommand.RunAsync(["--policy", version, "--data", app.DataFolder], output));
        return output.ToString();
    }

    /// <summary>The trail of one person and one period, and that it was exported; the trails stay whole.</summary>
    private static async Task ExportAuditAsync(RunningApp app)
    {
        var personId = (await app.Doors.Messages.SentAsync("enforcement")).First(sent => sent.Type == "enforcement.referred").Required("personId");
        async Task<JsonElement> ExportAsync(int exitCode, params string[] options)
        {
            using var written = new StringWriter();
            Assert.Equal(exitCode, await ExportAuditCommand.RunAsync(["--data", app.DataFolder, "--by", "auditor", "--reason", "Complaint 12.", .. options], TimeProvider.System, written));
            return exitCode == 0 ? JsonDocument.Parse(written.ToString()).RootElement.GetProperty("lines") : default;
        }

        var whole = (await ExportAsync(0, "--person", personId)).EnumerateArray().Select(line => line.GetProperty("line")).ToList();
        var days = whole.Select(line => LegalCalendar.DayOf(line.GetProperty("at").GetDateTimeOffset())).ToList();
        var day = days[days.Count / 2].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var some = (await ExportAsync(0, "--person", personId, "--from", day, "--until", day)).EnumerateArray().ToList();

        Assert.Equal(("auditExported", "Complaint 12."), (whole[^1].GetProperty("action").GetString(), whole[^1].GetProperty("reason").GetString()));
        Assert.Equal(days.Count(at => at == days[days.Count / 2]), some.Count);
        Assert.True(some.Count < whole.Count);
        await ExportAsync(1, "--person", "nobody");
        await ExportAsync(2, "--person", personId, "--from", "yesterday");
        Assert.Equal(0, await VerifyAuditCommand.RunAsync(["--data", app.DataFolder], TimeProvider.System));
    }
}
