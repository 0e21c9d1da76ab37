using Inburgering.Arrivals;
using Inburgering.Cases;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Cases;

/// <summary>The acts of case officers on storage: against each other, against crashes, and as time then passes.</summary>
public sealed class CaseActsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly Somebody Person = new(1);
    private static readonly CaseOfficer Officer = new(Agency.Agii, "officer-7");

    [Fact]
    public async Task Two_officers_who_postpone_the_same_days_at_once_take_them_out_once()
    {
        var (world, personId) = await RunningAsync();

        var answers = await World.AtOnceAsync(
            () => PostponeAsync(world.Another(), personId, "2026-06-01", "2026-06-30", "Certificate 1."),
            () => PostponeAsync(world.Another(), personId, "2026-06-01", "2026-06-30", "Certificate 2."));

        Assert.Equal(["alreadyPostponed"], answers.Select(answer => answer.Refusal?.Code).OfType<string>());
        var obligation = (await world.FileAsync(personId)).Obligation;
        Assert.Equal((1, Day("2026-10-07")), (obligation.Postponements.Count, obligation.Term!.DeadlineOn));
    }

    [Fact]
    public async Task The_term_stands_still_and_goes_on_and_the_breach_comes_after_the_moved_deadline()
    {
        var (world, personId) = await RunningAsync();
        Assert.Null((await PostponeAsync(world, personId, "2026-06-01", "2026-06-30")).Refusal);
        Assert.Equal(InBrussels("2026-06-01", "00:00").ToUniversalTime(), (await world.OrchestrateAsync(personId)).NextDueAt);

        await world.MoveToAsync(InBrussels("2026-06-01", "00:00"), personId);
        Assert.Equal((ObligationStatus.Suspended, ObligationStatus.Suspended), await StatusAsync(world, personId));
        await world.MoveToAsync(InBrussels("2026-07-01", "00:00"), personId);
        Assert.Equal((ObligationStatus.Running, ObligationStatus.Running), await StatusAsync(world, personId));
        await world.MoveToAsync(InBrussels("2026-10-07"), personId);
        Assert.Equal((ObligationStatus.Running, ObligationStatus.Running), await StatusAsync(world, personId));
        await world.MoveToAsync(InBrussels("2026-10-08"), personId);
        Assert.Equal((ObligationStatus.Breached, ObligationStatus.Breached), await StatusAsync(world, personId));

        Assert.Equal(["pending"], world.ToldDwewis(personId));
        Assert.Equal([personId], (await ListedAsync(world, CaseToDo.BreachToConfirm)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_moment_leaves_the_act_whole_or_not_there_and_its_repeat_does_it_once(bool tookEffect)
    {
        for (var number = 1; ; number++)
        {
            var (world, personId) = await RunningAsync();
            var crashed = false;
            try
            {
                await PostponeAsync(world.Another(StorageRequests.CrashingAt(number, tookEffect)), personId, "2026-06-01", "2026-06-30");
            }
            catch (CrashException)
            {
                crashed = true;
            }

            await PostponeAsync(world, personId, "2026-06-01", "2026-06-30");
            await world.SettleAsync();

            Assert.Single((await world.FileAsync(personId)).Obligation.Postponements);
            Assert.Single(await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None), line => line.Action == "postponementGranted");
            Assert.Empty(await world.MarkersAsync());
            if (!crashed)
            {
                Assert.True(number > 3, "The act made no requests to crash at.");
                return;
            }
        }
    }

    [Fact]
    public async Task What_is_refused_writes_nothing()
    {
        var (world, personId) = await RunningAsync();
        var before = (await world.FileAsync(personId)).AuditHead;

        Assert.Equal("postponementAfterDeadline", (await PostponeAsync(world, personId, "2026-10-01", "2026-10-30")).Refusal!.Code);
        Assert.Equal(RefusalKind.NotFound, (await world.Get<Postponing>().GrantAsync(personId, new CaseOfficer(Agency.Atlas, "officer-8"), "illness", "x", Day("2026-06-01"), Day("2026-06-30"), CancellationToken.None)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Outdated, (await world.Get<Postponing>().GrantAsync(personId, Officer with { SeenVersion = "old" }, "illness", "x", Day("2026-06-01"), Day("2026-06-30"), CancellationToken.None)).Refusal!.Kind);

        Assert.Equal(before, (await world.FileAsync(personId)).AuditHead);
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task A_returned_letter_waits_in_the_queue_until_it_is_sent_again_with_a_letter_of_its_own()
    {
        var (world, personId) = await RunningAsync();
        await world.TakeAllAsync(Incoming.Returned($"{personId}-1", "2026-03-10"));
        await world.SettleAsync();
        Assert.Equal([personId], await ListedAsync(world, CaseToDo.ReturnedLetter));

        var again = (await world.Get<LetterResending>().SendAgainAsync(personId, Officer, $"{personId}-1", "New box number.", CancellationToken.None)).Value!;
        Assert.True(again.PlanChanged);
        await world.SettleAsync();

        Assert.Empty(await ListedAsync(world, CaseToDo.ReturnedLetter));
        Assert.Equal([$"{personId}-1", $"{personId}-2"], world.Sender.DataOf("letter.requested", personId).Select(data => data.GetProperty("letterId").GetString()));
        await world.TakeAllAsync(Incoming.Posted($"{personId}-2", "2026-03-16"));
        Assert.Equal(Day("2026-03-19"), (await world.FileAsync(personId)).Obligation.Term!.ReceivedOn);
    }

    [Fact]
    public async Task Whoever_passes_while_exempted_has_fulfilled_when_the_exemption_is_withdrawn()
    {
        var (world, personId) = await RunningAsync();
        Assert.Null((await world.Get<Exempting>().GrantAsync(personId, Officer, "seriousIllness", "Attest.", CancellationToken.None)).Refusal);
        await world.PassEverythingAsync(personId);
        Assert.Equal(ObligationStatus.Exempted, (await world.FileAsync(personId)).Obligation.Status);

        Assert.Null((await world.Get<Exempting>().WithdrawAsync(personId, Officer, "Of somebody else.", CancellationToken.None)).Refusal);
        await world.SettleAsync();

        Assert.Equal(ObligationStatus.Fulfilled, (await world.FileAsync(personId)).Obligation.Status);
        Assert.Equal(["pending", "notApplicable", "fulfilled"], world.ToldDwewis(personId));
    }

    private async Task<(World World, string PersonId)> RunningAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        await world.SettleAsync();
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        await world.TakeAllAsync(Incoming.Posted($"{personId}-1", "2026-03-02"));
        world.Clock.MoveTo(InBrussels("2026-03-16"));
        await world.SettleAsync();
        return (world, personId);
    }

    private static Task<Answer<Outcome<PersonFile>>> PostponeAsync(World world, string personId, string from, string to, string evidence = "Certificate.") =>
        world.Get<Postponing>().GrantAsync(personId, Officer, "illness", evidence, Day(from), Day(to), CancellationToken.None);

    /// <summary>The state, and under which the case is listed.</summary>
    private static async Task<(ObligationStatus State, ObligationStatus Listed)> StatusAsync(World world, string personId)
    {
        var file = await world.FileAsync(personId);
        return (file.Obligation.Status, file.Listing!.Status);
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(World world, CaseToDo toDo) =>
        [.. (await world.Get<CaseList>().PageAsync(new CaseFilter(Agency.Agii, null, null, toDo), null, CancellationToken.None))!.Files.Select(file => file.PersonId)];
}
