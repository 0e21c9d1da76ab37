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

        Assert.Equal(0, await VerifyAuditCommand.RunAsync(["--data", app.DataFolder]));
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
    }

    private static async Task<string> DecidedUnderAsync(RunningApp app, string version)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await DecidedUnderCommand.RunAsync(["--policy", version, "--data", app.DataFolder], output));
        return output.ToString();
    }
}
