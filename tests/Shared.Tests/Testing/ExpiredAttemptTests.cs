using Inburgering.Arrivals;
using Inburgering.Compliance;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Storage;
using Inburgering.Testing;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Testing;

/// <summary>
/// A test whose answers were kept but never submitted is graded when its time is up, on the day its time was up: whoever passed
/// by it on or before the deadline has fulfilled in time, whenever anybody looks.
/// </summary>
public sealed class ExpiredAttemptTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    // Posted on Monday 2 March 2026, received on the 5th; the 5th of September is a Saturday.
    private static readonly DateTimeOffset LastDay = InBrussels("2026-09-07");
    private static readonly DateTimeOffset DayAfter = InBrussels("2026-09-08");

    [Fact]
    public async Task Who_passed_by_kept_answers_before_the_deadline_has_fulfilled_when_time_passes_and_nobody_calls()
    {
        var (world, personId) = await RunningAsync();
        await KeepAnswersAsync(world, personId, LastDay.AddDays(-2), "basis", "rights-duties", "labour-rights");

        await world.MoveToAsync(DayAfter, personId);

        await IsFulfilledInTimeAsync(world, personId, "2026-09-05");
    }

    [Fact]
    public async Task On_the_last_day_it_is_still_in_time()
    {
        var (world, personId) = await RunningAsync();
        await KeepAnswersAsync(world, personId, InBrussels("2026-09-07", "23:00"), "basis", "rights-duties", "labour-rights");

        await world.MoveToAsync(DayAfter, personId);

        await IsFulfilledInTimeAsync(world, personId, "2026-09-07");
    }

    [Fact]
    public async Task A_breach_that_nobody_looked_for_is_not_confirmed_and_no_dossier_is_built()
    {
        var (world, personId) = await RunningAsync();
        await KeepAnswersAsync(world, personId, LastDay, "basis", "rights-duties", "labour-rights");
        world.Clock.MoveTo(DayAfter);

        var answer = await world.Get<BreachConfirming>().ConfirmAsync(personId, Agency.Agii, "officer-7", "No contact.", CancellationToken.None);

        Assert.Equal("notBreached", answer.Refusal!.Code);
        await world.OrchestrateAsync(personId);
        await IsFulfilledInTimeAsync(world, personId, "2026-09-07");
    }

    [Fact]
    public async Task Submitting_after_the_deadline_what_was_kept_before_it_counts_before_it()
    {
        var (world, personId) = await RunningAsync();
        var attempts = await KeepAnswersAsync(world, personId, LastDay, "basis", "rights-duties", "labour-rights");
        world.Clock.MoveTo(DayAfter);

        foreach (var attempt in attempts)
        {
            Assert.True((await world.Get<TestTaking>().SubmitAsync(personId, attempt.AttemptId, null, CancellationToken.None)).Value!.Result.Result!.Passed);
        }

        await world.OrchestrateAsync(personId);
        await IsFulfilledInTimeAsync(world, personId, "2026-09-07");
    }

    [Fact]
    public async Task Any_other_message_after_the_deadline_finds_the_test_graded()
    {
        var (world, personId) = await RunningAsync();
        await KeepAnswersAsync(world, personId, LastDay, "basis", "rights-duties", "labour-rights");
        world.Clock.MoveTo(DayAfter);

        await world.TakeAllAsync(Incoming.Registered(Person, municipality: Given.Ghent, version: 2));

        await world.SettleAsync();
        await IsFulfilledInTimeAsync(world, personId, "2026-09-07");
    }

    [Fact]
    public async Task DWEWIS_hears_of_a_pass_by_kept_answers_as_soon_as_it_asks()
    {
        var (world, personId) = await RunningAsync();
        await KeepAnswersAsync(world, personId, LastDay.AddDays(-2), "basis", "rights-duties", "labour-rights");
        world.Clock.MoveTo(DayAfter);

        var answer = await world.Get<ComplianceQuery>().ByNationalNumberAsync(Person.NationalNumber, "dwewis", CancellationToken.None);

        Assert.Equal(ComplianceStatus.Fulfilled, answer.Status);
        Assert.IsType<Fulfilled>((await world.FileAsync(personId)).Obligation);
    }

    [Fact]
    public async Task The_orchestrator_wakes_when_the_time_of_a_test_that_goes_over_the_deadline_is_up()
    {
        var (world, personId) = await RunningAsync();
        var attempt = (await KeepAnswersAsync(world, personId, InBrussels("2026-09-07", "23:50"), "labour-rights", passingBefore: ["basis", "rights-duties"]))[0];
        world.Clock.MoveTo(InBrussels("2026-09-08", "00:00"));

        var plan = await world.OrchestrateAsync(personId);

        Assert.Equal((true, attempt.ExpiresAt), (plan.IsOpen, plan.NextDueAt));
        Assert.IsType<Breached>((await world.FileAsync(personId)).Obligation);
        await world.MoveToAsync(attempt.ExpiresAt, personId);
        Assert.Equal(Day("2026-09-08"), Assert.IsType<FulfilledLate>((await world.FileAsync(personId)).Obligation).FulfilledOn);
    }

    [Fact]
    public async Task The_sweep_closes_the_test_of_somebody_without_a_running_term_and_the_certificate_is_out()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person));
        var personId = await world.HolderAsync(Person.PermitNumber);
        var attempts = await KeepAnswersAsync(world, personId, InBrussels("2026-03-10"), "basis", "rights-duties", "labour-rights");
        await world.SettleAsync();
        Assert.Null((await world.FileAsync(personId)).Certificate);

        world.Clock.MoveTo(attempts[^1].ExpiresAt);
        await world.SettleAsync();

        Assert.NotNull((await world.FileAsync(personId)).Certificate);
        Assert.Equal(["fulfilled"], world.ToldDwewis(personId));
        Assert.Empty(await world.MarkersAsync());
        var closed = (await world.Get<PersonStore>().AttemptsAsync(personId, CancellationToken.None)).ToDictionary(attempt => attempt.AttemptId);
        Assert.All(attempts, attempt => Assert.Equal(attempt.ExpiresAt, closed[attempt.AttemptId].Result!.ClosedAt));
    }

    [Fact]
    public async Task A_test_that_fails_by_its_time_asks_for_the_part_again_when_next_read()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person));
        var personId = await world.HolderAsync(Person.PermitNumber);
        await world.CompleteSectionsAsync(personId, "basis");
        var attempt = (await world.Get<TestTaking>().StartAsync(personId, "basis", null, null, CancellationToken.None)).Value!;
        world.Clock.MoveTo(attempt.ExpiresAt);

        var progress = (await world.Get<PersonFiles>().ReadAsync(personId, CancellationToken.None))!.Progress("basis");

        Assert.Equal((1, null), (progress.FailedAttempts, progress.OpenAttemptId));
        Assert.Single(await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None), line => line is { Action: "testFailed", Actor.Role: "system" });
    }

    [Fact]
    public async Task A_crash_at_any_request_of_the_closing_leaves_it_whole()
    {
        for (var request = 1; request < 30; request++)
        {
            foreach (var tookEffect in new[] { false, true })
            {
                var (world, personId) = await RunningAsync();
                await KeepAnswersAsync(world, personId, LastDay, "labour-rights", passingBefore: ["basis", "rights-duties"]);
                world.Clock.MoveTo(DayAfter);
                var requests = StorageRequests.CrashingAt(request, tookEffect);
                await StorageRequests.UntilCrashAsync(() => world.Another(requests).OrchestrateAsync(personId));

                await world.OrchestrateAsync(personId);
                await world.SettleAsync();

                await IsFulfilledInTimeAsync(world, personId, "2026-09-07");
                if (requests.Sent < request)
                {
                    return;
                }
            }
        }
    }

    private static async Task IsFulfilledInTimeAsync(World world, string personId, string day)
    {
        var file = await world.FileAsync(personId);
        Assert.Equal(Day(day), Assert.IsType<Fulfilled>(file.Obligation).FulfilledOn);
        Assert.Null(file.Enforcement);
        Assert.NotNull(file.Certificate);
        Assert.Empty(world.Sender.DataOf("obligation.breached"));
        Assert.Empty(world.Sender.DataOf("enforcement.referred"));
        Assert.False(Assert.Single(world.Sender.DataOf("obligation.fulfilled")).GetProperty("late").GetBoolean());
        await world.SettleAsync();
        Assert.Empty(await world.MarkersAsync());
    }

    /// <summary>Starts tests at an instant and keeps right answers to every question, without submitting.</summary>
    private static async Task<IReadOnlyList<Attempt>> KeepAnswersAsync(World world, string personId, DateTimeOffset at, params string[] modules) =>
        await KeepAnswersAsync(world, personId, at, modules, passingBefore: []);

    private static Task<IReadOnlyList<Attempt>> KeepAnswersAsync(World world, string personId, DateTimeOffset at, string module, string[] passingBefore) =>
        KeepAnswersAsync(world, personId, at, [module], passingBefore);

    private static async Task<IReadOnlyList<Attempt>> KeepAnswersAsync(World world, string personId, DateTimeOffset at, string[] modules, string[] passingBefore)
    {
        foreach (var module in passingBefore)
        {
            await world.TakeTestAsync(personId, module, pass: true);
        }

        world.Clock.MoveTo(at);
        var attempts = new List<Attempt>();
        foreach (var module in modules)
        {
            await world.CompleteSectionsAsync(personId, module);
            var attempt = (await world.Get<TestTaking>().StartAsync(personId, module, null, null, CancellationToken.None)).Value!;
            Assert.Null((await world.Get<TestTaking>().SaveAsync(personId, attempt.AttemptId, World.Answers(attempt, right: true), CancellationToken.None)).Refusal);
            attempts.Add(attempt);
        }

        return attempts;
    }

    private async Task<(World World, string PersonId)> RunningAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        await world.SettleAsync();
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        await world.TakeAllAsync(Incoming.Posted($"{personId}-1", "2026-03-02"));
        await world.SettleAsync();
        return (world, personId);
    }
}
