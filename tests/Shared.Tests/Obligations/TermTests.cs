using Inburgering.Arrivals;
using Inburgering.Compliance;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Obligations;

/// <summary>The whole term on storage: letter, receipt, reminders, deadline, breach, confirmation, late pass. Deadline 7 September 2026.</summary>
public sealed class TermTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task A_posted_letter_sets_the_term_and_the_orchestrator_waits_for_the_first_reminder()
    {
        var (world, personId) = await ReceivedAsync();

        var term = Assert.IsType<Running>((await world.FileAsync(personId)).Obligation).Term;
        Assert.Equal((Day("2026-03-05"), Day("2026-09-07")), (term.ReceivedOn, term.DeadlineOn)); // 5 September is a Saturday
        var plan = await world.OrchestrateAsync(personId);
        Assert.Equal((InBrussels("2026-06-07", "09:00").ToUniversalTime(), true), (plan.NextDueAt!.Value, plan.IsOpen));
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task Three_reminders_leave_once_each_and_name_what_is_left()
    {
        var (world, personId) = await ReceivedAsync();
        await world.TakeTestAsync(personId, "basis", pass: true);

        foreach (var day in new[] { "2026-06-07", "2026-06-08", "2026-08-07", "2026-08-31", "2026-09-01" })
        {
            await world.MoveToAsync(InBrussels(day), personId);
            await world.MoveToAsync(InBrussels(day, "13:00"), personId);
        }

        var reminders = world.Sender.DataOf("reminder.requested", personId);
        Assert.Equal(3, reminders.Count);
        Assert.All(reminders, reminder =>
        {
            Assert.Equal("2026-09-07", reminder.GetProperty("deadlineOn").GetString());
            Assert.Equal(["rights-duties", "labour-rights"], reminder.GetProperty("remainingModules").EnumerateArray().Select(module => module.GetString()));
        });
    }

    [Fact]
    public async Task Passing_on_the_last_day_is_in_time()
    {
        var (world, personId) = await ReceivedAsync();
        await world.MoveToAsync(InBrussels("2026-09-07", "23:59"), personId);

        await world.PassEverythingAsync(personId);
        await world.MoveToAsync(InBrussels("2026-09-08"), personId);

        Assert.IsType<Fulfilled>((await world.FileAsync(personId)).Obligation);
        Assert.Equal(["pending", "fulfilled"], world.ToldDwewis(personId));
        Assert.False(Assert.Single(world.Sender.DataOf("obligation.fulfilled")).GetProperty("late").GetBoolean());
        Assert.Equal("notBreached", (await ConfirmAsync(world, personId)).Refusal!.Code);
        Assert.Empty(world.Sender.DataOf("enforcement.referred"));
    }

    [Fact]
    public async Task A_confirmed_breach_makes_one_dossier_and_a_late_pass_lifts_the_block()
    {
        var (world, personId) = await ReceivedAsync();
        await world.MoveToAsync(InBrussels("2026-09-08", "00:00"), personId);
        Assert.Equal(ComplianceStatus.Pending, await AnswerAsync(world));
        Assert.Single(world.Sender.DataOf("obligation.breached"));
        Assert.Empty(world.Sender.DataOf("enforcement.referred"));

        Assert.NotNull((await ConfirmAsync(world, personId)).Value);
        await world.SettleAsync();
        Assert.Equal(ComplianceStatus.NotFulfilled, await AnswerAsync(world));
        Assert.Single(world.Sender.DataOf("enforcement.referred"));

        world.Clock.MoveTo(InBrussels("2026-10-01"));
        await world.PassEverythingAsync(personId);
        Assert.Equal(ComplianceStatus.Fulfilled, await AnswerAsync(world));
        Assert.IsType<FulfilledLate>((await world.FileAsync(personId)).Obligation);
        Assert.Equal(["pending", "notFulfilled", "fulfilled"], world.ToldDwewis(personId));
        Assert.Equal(true, Assert.Single(world.Sender.Received, message => message.Type.EndsWith("obligation.fulfilled", StringComparison.Ordinal)).Late);
        Assert.NotNull((await world.FileAsync(personId)).Certificate);
    }

    [Fact]
    public async Task A_late_pass_before_the_confirmation_makes_no_dossier_and_tells_ABB_nothing()
    {
        var (world, personId) = await ReceivedAsync();
        await world.MoveToAsync(InBrussels("2026-09-08"), personId);

        await world.PassEverythingAsync(personId);

        Assert.Equal("notBreached", (await ConfirmAsync(world, personId)).Refusal!.Code);
        await world.SettleAsync();
        Assert.Empty(world.Sender.DataOf("enforcement.referred"));
        Assert.Null(Assert.Single(world.Sender.Received, message => message.Type.EndsWith("obligation.fulfilled", StringComparison.Ordinal)).Late);
        Assert.True(Assert.Single(world.Sender.DataOf("obligation.fulfilled")).GetProperty("late").GetBoolean());
    }

    [Fact]
    public async Task Confirming_again_or_five_times_at_once_makes_one_referral()
    {
        var (world, personId) = await ReceivedAsync();
        await world.MoveToAsync(InBrussels("2026-09-08"), personId);

        var answers = await World.AtOnceAsync([.. Enumerable.Range(0, 5).Select(_ => (Func<Task<Answer<Outcome<PersonFile>>>>)(() => ConfirmAsync(world.Another(), personId)))]);
        await ConfirmAsync(world, personId);
        await world.SettleAsync();

        Assert.All(answers, answer => Assert.NotNull(answer.Value));
        Assert.Single(world.Sender.DataOf("enforcement.referred"));
        Assert.Single(await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None), line => line.Action == "breachConfirmed");
    }

    [Fact]
    public async Task A_confirmation_and_a_late_pass_at_once_end_in_one_of_the_two_lawful_ways()
    {
        foreach (var _ in Enumerable.Range(0, 6))
        {
            var (world, personId) = await ReceivedAsync();
            await world.TakeTestAsync(personId, "basis", pass: true);
            await world.TakeTestAsync(personId, "rights-duties", pass: true);
            await world.MoveToAsync(InBrussels("2026-09-08"), personId);

            await World.AtOnceAsync(
                () => ConfirmAsync(world, personId),
                () => world.Another().TakeTestAsync(personId, "labour-rights", pass: true));
            await world.SettleAsync();

            var file = await world.FileAsync(personId);
            var late = Assert.IsType<FulfilledLate>(file.Obligation);
            Assert.Equal(late.Confirmation is null ? 0 : 1, world.Sender.DataOf("enforcement.referred").Count);
            Assert.Equal("fulfilled", world.ToldDwewis(personId)[^1]);
        }
    }

    [Fact]
    public async Task Another_agencys_officer_finds_no_such_case()
    {
        var (world, personId) = await ReceivedAsync();
        await world.MoveToAsync(InBrussels("2026-09-08"), personId);

        Assert.Equal(RefusalKind.NotFound, (await ConfirmAsync(world, personId, Agency.Atlas)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await ConfirmAsync(world, "nobody")).Refusal!.Kind);
        Assert.IsType<Breached>((await world.FileAsync(personId)).Obligation);
        Assert.DoesNotContain(await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None), line => line.Actor.Id == "officer-7");
    }

    [Fact]
    public async Task A_receipt_that_comes_in_after_the_deadline_breaches_at_once_and_sends_no_reminder()
    {
        var (world, personId) = await WithLetterAsync();
        world.Clock.MoveTo(InBrussels("2026-12-01"));

        await world.TakeAllAsync(Incoming.Posted($"{personId}-1", "2026-03-02"));
        await world.SettleAsync();

        Assert.Equal(Day("2026-09-08"), Assert.IsType<Breached>((await world.FileAsync(personId)).Obligation).BreachedOn);
        Assert.Empty(world.Sender.DataOf("reminder.requested"));
    }

    [Fact]
    public async Task An_orchestrator_of_nobody_ends()
    {
        var world = await World.CreateAsync(azurite);

        Assert.Equal(new ObligationPlan(false, false, false, null, false), await world.Get<ObligationAdvancing>().AdvanceAsync("nobody", CancellationToken.None));
    }

    [Fact]
    public async Task A_wake_that_was_lost_is_healed_by_the_sweep()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        var personId = await world.RegisteredAsync(Person.NationalNumber);

        Assert.Equal([personId], await world.Get<PendingSweep>().SweepAsync(CancellationToken.None));
        Assert.Equal([personId], await world.Get<PendingSweep>().SweepAsync(CancellationToken.None));
        await world.OrchestrateAsync(personId);

        Assert.Empty(await world.Get<PendingSweep>().SweepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_changes_while_the_orchestrator_plans_keeps_its_marker()
    {
        var (world, personId) = await WithLetterAsync();
        await world.Get<PendingMarkers>().MarkAsync(PendingWork.Plan, personId, CancellationToken.None);
        var requests = new StorageRequests();
        requests.Before = async (request, _) =>
        {
            if (request.Method == Azure.Core.RequestMethod.Delete)
            {
                requests.Before = null;
                await world.TakeAllAsync(Incoming.Posted($"{personId}-1", "2026-03-02"));
            }
        };

        await world.Another(requests).Get<ObligationAdvancing>().AdvanceAsync(personId, CancellationToken.None);

        Assert.Null(requests.Before);
        Assert.Equal([personId], await world.Get<PendingSweep>().SweepAsync(CancellationToken.None));
    }

    private async Task<(World World, string PersonId)> WithLetterAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        await world.SettleAsync();
        return (world, await world.RegisteredAsync(Person.NationalNumber));
    }

    private async Task<(World World, string PersonId)> ReceivedAsync()
    {
        var (world, personId) = await WithLetterAsync();
        await world.TakeAllAsync(Incoming.Posted($"{personId}-1", "2026-03-02"));
        await world.SettleAsync();
        return (world, personId);
    }

    private static Task<Answer<Outcome<PersonFile>>> ConfirmAsync(World world, string personId, Agency agency = Agency.Agii) =>
        world.Get<BreachConfirming>().ConfirmAsync(personId, agency, "officer-7", "No contact.", CancellationToken.None);

    private static async Task<ComplianceStatus> AnswerAsync(World world) =>
        (await world.Get<ComplianceQuery>().ByNationalNumberAsync(Person.NationalNumber, "dwewis", CancellationToken.None)).Status;
}
