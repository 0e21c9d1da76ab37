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

    [Fact]
    public async Task The_person_is_told_in_writing_of_each_act_that_moves_or_lifts_the_term()
    {
        var (world, personId) = await RunningAsync();

        await PostponeAsync(world, personId, "2026-06-01", "2026-06-30");
        await world.Get<ReceiptProving>().ProveAsync(personId, Officer, $"{personId}-1", Day("2026-03-12"), "Signed for.", CancellationToken.None);
        await world.Get<Exempting>().GrantAsync(personId, Officer, "seriousIllness", "Attest.", CancellationToken.None);
        await world.Get<Exempting>().WithdrawAsync(personId, Officer, "Of somebody else.", CancellationToken.None);
        await world.SettleAsync();

        var told = (await world.FileAsync(personId)).Letters.Skip(1).Select(letter => letter.Told!).ToList();
        Assert.Equal(
            [
                (ToldActKind.Postponement, "2026-09-07", "2026-10-07"),
                (ToldActKind.ReceiptProof, "2026-10-07", "2026-10-14"),
                (ToldActKind.Exemption, null, null),
                (ToldActKind.ExemptionWithdrawal, "2026-10-14", "2026-10-15"),
            ],
            told.Select(act => (act.Kind, Text(act.EarlierDeadlineOn), Text(act.Term?.DeadlineOn))));
        Assert.Equal(("illness", "seriousIllness", "Of somebody else."), (told[0].Ground, told[2].Ground, told[3].Words));
        Assert.Equal(
            ["recruitment", "confirmation", "confirmation", "withdrawal", "confirmation"],
            world.Sender.DataOf("letter.requested", personId).Select(data => data.GetProperty("kind").GetString()));
        Assert.Equal([null, "postponement", "receiptProof", "exemption", "exemptionWithdrawal"], world.Sender.DataOf("letter.requested", personId).Select(data => data.TryGetProperty("act", out var act) ? act.GetString() : null));

        // What the post says about them moves no term.
        await world.TakeAllAsync(Incoming.Posted($"{personId}-2", "2026-03-16"));
        Assert.Equal(Day("2026-10-15"), (await world.FileAsync(personId)).Obligation.Term!.DeadlineOn);
    }

    [Fact]
    public async Task A_letter_that_tells_of_an_act_and_came_back_is_sent_again_and_moves_no_term()
    {
        var (world, personId) = await RunningAsync();
        await PostponeAsync(world, personId, "2026-06-01", "2026-06-30");
        await world.SettleAsync();
        await world.TakeAllAsync(Incoming.Returned($"{personId}-2", "2026-03-16"));
        Assert.Equal([personId], await ListedAsync(world, CaseToDo.ReturnedLetter));

        await world.Get<LetterResending>().SendAgainAsync(personId, Officer, $"{personId}-2", "New address.", CancellationToken.None);

        var file = await world.FileAsync(personId);
        Assert.Equal((ToldActKind.Postponement, Day("2026-10-07"), $"{personId}-3"), (file.Letters[2].Told!.Kind, file.Letters[2].Told!.Term!.DeadlineOn, file.Letters[1].SentAgainAs));
        Assert.Equal((Day("2026-10-07"), $"{personId}-1"), (file.Obligation.Term!.DeadlineOn, file.Obligation.SettingLetterId));
    }

    [Fact]
    public async Task The_answer_to_a_named_act_is_kept_in_the_commit_that_does_it()
    {
        var (world, personId) = await RunningAsync();
        var name = world.Keys.Act("issuer", "officer-7", "/postponements", "key-1");
        var requests = new StorageRequests { After = (request, _) => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? Task.FromException(new CrashException()) : Task.CompletedTask };
        NamedAct.Current = new NamedAct(name, (decided, inFile) => decided is Answer<PersonFile> { Value: { } file } ? new KeptAnswer("sha", 201, inFile, null, $"{file.Obligation.Term!.DeadlineOn:O}", world.Clock.GetUtcNow()) : null);

        await Assert.ThrowsAsync<CrashException>(() => PostponeAsync(world.Another(requests), personId, "2026-06-01", "2026-06-30"));

        var kept = await world.Get<PersonStore>().FindAnswerAsync(personId, name, CancellationToken.None);
        Assert.Equal((personId, "2026-10-07"), (kept!.Location, kept.Json));

        // Whoever does it once more under that name meets the answer, and nothing is written.
        await Assert.ThrowsAsync<ActDoneException>(() => PostponeAsync(world, personId, "2026-07-01", "2026-07-31"));
        NamedAct.Current = null;
        Assert.Single((await world.FileAsync(personId)).Obligation.Postponements);
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

    private static string? Text(DateOnly? day) => day?.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The state, and under which the case is listed.</summary>
    private static async Task<(ObligationStatus State, ObligationStatus Listed)> StatusAsync(World world, string personId)
    {
        var file = await world.FileAsync(personId);
        return (file.Obligation.Status, file.Listing!.Status);
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(World world, CaseToDo toDo) =>
        [.. (await world.Get<CaseList>().PageAsync(new CaseFilter(Agency.Agii, null, null, toDo), null, CancellationToken.None))!.Files.Select(file => file.PersonId)];
}
