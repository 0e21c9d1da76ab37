using Inburgering.Arrivals;
using Inburgering.Cases;
using Inburgering.Eligibility;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Eligibility;

/// <summary>Somebody settles in Flanders at seventeen and comes of age on 15 June 2026: time opens a review, a case officer closes it.</summary>
public sealed class AdulthoodReviewTests(AzuriteFixture azurite)
{
    private const string Ghent = "44021";

    private static readonly Somebody Minor = new(1, BirthDate: "2008-06-15");

    [Fact]
    public async Task Time_opens_the_review_on_the_birthday_and_the_agency_is_told()
    {
        var world = await SettledAsync();
        var personId = await world.RegisteredAsync(Minor.NationalNumber);
        world.Clock.MoveTo(InBrussels("2026-06-14", "23:59"));
        await SweepAsync(world);
        Assert.Equal(new AdulthoodReview(Day("2026-06-15"), IsOpen: false), (await world.FileAsync(personId)).AdulthoodReview);
        Assert.Single(await world.MarkersAsync(), marker => marker.Work == PendingWork.Date);

        world.Clock.MoveTo(InBrussels("2026-06-15", "00:01"));
        await SweepAsync(world);

        var file = await world.FileAsync(personId);
        Assert.Equal((new AdulthoodReview(Day("2026-06-15"), IsOpen: true), Agency.Amal), (file.AdulthoodReview, file.ResponsibleAgency!.Value));
        Assert.Equal(("amal", "cameOfAge"), (world.Sender.DataOf("referral.made", personId)[0].GetProperty("agency").GetString(), world.Sender.DataOf("referral.made", personId)[0].GetProperty("reason").GetString()));
        Assert.IsType<NoObligation>(file.Obligation);
        Assert.Equal([personId], await ToReviewAsync(world));
        Assert.DoesNotContain(await world.MarkersAsync(), marker => marker.Work == PendingWork.Date);
    }

    [Fact]
    public async Task A_case_officer_decides_that_the_duty_applies_and_it_starts()
    {
        var world = await OpenAsync();
        var personId = await world.RegisteredAsync(Minor.NationalNumber);

        Assert.Null((await DecideAsync(world, obliged: true)).Refusal);

        var file = await world.FileAsync(personId);
        Assert.Equal(EligibilityReason.WorkerInFlanders, file.Eligibility!.Reason);
        Assert.IsType<LetterPending>(file.Obligation);
        Assert.Null((await DecideAsync(world, obliged: true)).Refusal);
        Assert.Equal("reviewClosed", (await DecideAsync(world, obliged: false)).Refusal!.Code);
        Assert.Empty(await ToReviewAsync(world));
    }

    [Fact]
    public async Task A_case_officer_decides_that_it_does_not_and_nothing_opens_it_again()
    {
        var world = await OpenAsync();
        var personId = await world.RegisteredAsync(Minor.NationalNumber);

        Assert.Null((await DecideAsync(world, obliged: false)).Refusal);
        await world.TakeAllAsync(Incoming.Moved(Minor, "11002", "2026-07-01"));

        var file = await world.FileAsync(personId);
        Assert.Equal((EligibilityReason.Minor, false), (file.Eligibility!.Reason, file.AdulthoodReview!.Decision!.Obliged));
        Assert.IsType<NoObligation>(file.Obligation);
        Assert.Contains(await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None), line => line is { Action: "adulthoodReviewed", Actor.Id: "officer-7", Reason: "At school." });
    }

    [Fact]
    public async Task Another_agency_finds_no_case_and_before_the_birthday_there_is_nothing_to_review()
    {
        var world = await OpenAsync();

        Assert.Equal("resourceNotFound", (await world.Get<AdulthoodReviewing>().DecideAsync(await world.RegisteredAsync(Minor.NationalNumber), new CaseOfficer(Agency.Atlas, "officer-8"), true, "x", CancellationToken.None)).Refusal!.Code);
        var adult = new Somebody(2);
        await world.TakeAllAsync(Incoming.Registered(adult, Ghent));
        Assert.Equal("noReviewOpen", (await world.Get<AdulthoodReviewing>().DecideAsync(await world.RegisteredAsync(adult.NationalNumber), new CaseOfficer(Agency.Amal, "officer-7"), true, "x", CancellationToken.None)).Refusal!.Code);
    }

    [Fact]
    public async Task Whoever_left_Flanders_before_the_birthday_is_not_reviewed_until_they_are_back()
    {
        var world = await SettledAsync();
        await world.TakeAllAsync(Incoming.Moved(Minor, "21004", "2026-05-01"));
        world.Clock.MoveTo(InBrussels("2026-06-16"));
        await SweepAsync(world);
        Assert.Null((await world.FileAsync(await world.RegisteredAsync(Minor.NationalNumber))).AdulthoodReview);

        await world.TakeAllAsync(Incoming.Moved(Minor, Ghent, "2026-07-01", version: 3));

        Assert.True((await world.FileAsync(await world.RegisteredAsync(Minor.NationalNumber))).AdulthoodReview!.IsOpen);
    }

    private static Task<IReadOnlyList<string>> SweepAsync(World world) => world.Get<PendingSweep>().SweepDueAsync(CancellationToken.None);

    private static async Task<Answer<Outcome<PersonFile>>> DecideAsync(World world, bool obliged) =>
        await world.Get<AdulthoodReviewing>().DecideAsync(await world.RegisteredAsync(Minor.NationalNumber), new CaseOfficer(Agency.Amal, "officer-7"), obliged, "At school.", CancellationToken.None);

    private static async Task<IReadOnlyList<string>> ToReviewAsync(World world) =>
        [.. (await world.Get<CaseList>().PageAsync(new CaseFilter(Agency.Amal, null, null, CaseToDo.AdulthoodReview), null, CancellationToken.None))!.Files.Select(file => file.PersonId)];

    private async Task<World> SettledAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Minor, Ghent));
        await world.SettleAsync();
        return world;
    }

    private async Task<World> OpenAsync()
    {
        var world = await SettledAsync();
        world.Clock.MoveTo(InBrussels("2026-06-15"));
        await SweepAsync(world);
        return world;
    }
}
