using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Letters;

public sealed class ReceiptIntakeTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task A_receipt_taken_five_times_sets_the_term_once()
    {
        var (world, letterId) = await WithLetterAsync();

        await world.TakeAllAsync([.. Enumerable.Repeat(Incoming.Posted(letterId, "2026-03-02"), 5)]);

        Assert.Single((await LetterAsync(world)).DispatchFacts);
        Assert.Equal(Day("2026-09-07"), (await TermAsync(world))!.DeadlineOn);
    }

    [Fact]
    public async Task A_newer_version_corrects_an_older_and_an_older_after_it_changes_nothing()
    {
        var (world, letterId) = await WithLetterAsync();

        world.Clock.MoveTo(InBrussels("2026-03-12"));

        await world.TakeAllAsync(Incoming.Posted(letterId, "2026-03-09", version: 2));
        await world.TakeAllAsync(Incoming.Posted(letterId, "2026-03-02", version: 1));

        Assert.Equal(Day("2026-03-12"), (await TermAsync(world))!.ReceivedOn);
        Assert.Equal([1, 2], (await LetterAsync(world)).DispatchFacts.Select(fact => fact.Version));
    }

    [Fact]
    public async Task A_correction_that_leaves_no_receipt_takes_the_term_back_until_the_delivery_is_known()
    {
        var (world, letterId) = await WithLetterAsync();
        await world.TakeAllAsync(Incoming.Posted(letterId, "2026-03-02"));

        await world.TakeAllAsync(Incoming.Posted(letterId, "2026-03-02", method: "registeredWithReceipt", version: 2));
        Assert.Null(await TermAsync(world));

        world.Clock.MoveTo(InBrussels("2026-03-12"));
        await world.TakeAllAsync(Incoming.Delivered(letterId, "2026-03-10"));
        Assert.Equal(Day("2026-03-11"), (await TermAsync(world))!.ReceivedOn);
    }

    [Theory]
    [InlineData("nobody-1")]
    [InlineData("nobody")]
    [InlineData("-1")]
    [InlineData("a b-1")]
    [InlineData("../file")]
    public async Task A_letter_that_was_never_written_is_refused(string letterId)
    {
        var (world, _) = await WithLetterAsync();

        var result = await world.TakeAsync(Incoming.Posted(letterId, "2026-03-02"));

        Assert.Equal((DeadLetter.UnknownLetter, "data.letterId names no letter of ours"), (result.DeadLetter!.Reason, result.DeadLetter.Description));
    }

    [Fact]
    public async Task A_letter_number_that_the_person_does_not_have_is_refused_and_nothing_is_written()
    {
        var (world, letterId) = await WithLetterAsync();
        var before = await world.FileAsync(await PersonAsync(world));

        Assert.Equal(DeadLetter.UnknownLetter, (await world.TakeAsync(Incoming.Posted(letterId + "1", "2026-03-02"))).DeadLetter!.Reason);
        Assert.Equal(before.LastAudit, (await world.FileAsync(before.PersonId)).LastAudit);
    }

    [Theory]
    [InlineData("postedOn", "02/03/2026", "data.postedOn must be a date like 2026-05-04")]
    [InlineData("method", "pigeon", "data.method must be one of ordinary, registered, registeredWithReceipt, eBox, registeredEBox")]
    [InlineData("letterId", "", "data.letterId must not be empty")]
    public async Task A_field_that_breaks_a_rule_is_refused_by_its_name(string field, string value, string description)
    {
        var (world, letterId) = await WithLetterAsync();

        var result = await world.TakeAsync(Incoming.Posted(letterId, "2026-03-02").With("broken", data => data[field] = value));

        Assert.Equal((DeadLetter.InvalidField, description), (result.DeadLetter!.Reason, result.DeadLetter.Description));
    }

    [Fact]
    public async Task The_post_may_leave_out_the_version_and_then_the_time_orders()
    {
        var (world, letterId) = await WithLetterAsync();

        await world.TakeAllAsync(Incoming.Posted(letterId, "2026-03-02").With("no-version", data => data.Remove("version")));

        Assert.Equal(0, Assert.Single((await LetterAsync(world)).DispatchFacts).Version);
    }

    [Fact]
    public async Task The_receipt_of_a_letter_that_sets_no_term_is_only_kept()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person, "21004"));
        await world.SettleAsync();
        var letterId = (await LetterAsync(world)).LetterId;

        await world.TakeAllAsync(Incoming.Posted(letterId, "2026-03-02"));

        Assert.IsType<NoObligation>((await world.FileAsync(await PersonAsync(world))).Obligation);
        Assert.Single((await LetterAsync(world)).DispatchFacts);
    }

    [Theory]
    [InlineData("2026-03-01", "data.postedOn must not be before the letter's own date")]
    [InlineData("2025-03-02", "data.postedOn must not be before the letter's own date")]
    [InlineData("1800-01-01", "data.postedOn must not be before the letter's own date")]
    [InlineData("2026-03-03", "data.postedOn must not be in the future")]
    [InlineData("2999-12-31", "data.postedOn must not be in the future")]
    public async Task A_day_on_which_the_letter_cannot_have_been_posted_is_refused_and_sets_no_term(string day, string description)
    {
        var (world, letterId) = await WithLetterAsync(); // dated 2 March 2026, which is today

        var result = await world.TakeAsync(Incoming.Posted(letterId, day));

        Assert.Equal((DeadLetter.InvalidField, description), (result.DeadLetter!.Reason, result.DeadLetter.Description));
        Assert.Empty((await LetterAsync(world)).DispatchFacts);
        Assert.Null(await TermAsync(world));
    }

    [Fact]
    public async Task Delivery_and_return_are_held_to_the_same_days()
    {
        var (world, letterId) = await WithLetterAsync();

        Assert.Equal("data.deliveredOn must not be in the future", (await world.TakeAsync(Incoming.Delivered(letterId, "2026-03-03"))).DeadLetter!.Description);
        Assert.Equal("data.returnedOn must not be before the letter's own date", (await world.TakeAsync(Incoming.Returned(letterId, "2026-03-01"))).DeadLetter!.Description);
    }

    [Fact]
    public async Task A_letter_that_came_back_was_not_received_and_the_term_is_taken_back()
    {
        var (world, letterId) = await WithLetterAsync();
        await world.TakeAllAsync(Incoming.Posted(letterId, "2026-03-02"));
        world.Clock.MoveTo(InBrussels("2026-03-20"));

        await world.TakeAllAsync(Incoming.Returned(letterId, "2026-03-20", version: 2));

        Assert.IsType<LetterPending>((await world.FileAsync(await PersonAsync(world))).Obligation);
        Assert.Equal("not collected", (await LetterAsync(world)).DispatchFacts[^1].Content.ReturnReason);
        await world.MoveToAsync(InBrussels("2027-03-20"), await PersonAsync(world));
        Assert.Empty(world.Sender.DataOf("obligation.breached"));
    }

    [Fact]
    public async Task A_letter_that_came_back_is_sent_again_and_received_then()
    {
        var (world, letterId) = await WithLetterAsync();
        world.Clock.MoveTo(InBrussels("2026-05-01"));

        // In any order.
        await world.TakeAllAsync(
            Incoming.Posted(letterId, "2026-04-14", method: "registeredWithReceipt", version: 4),
            Incoming.Returned(letterId, "2026-04-01", version: 3),
            Incoming.Posted(letterId, "2026-03-02", method: "registeredWithReceipt"));
        Assert.Null(await TermAsync(world));

        await world.TakeAllAsync(Incoming.Delivered(letterId, "2026-04-17").With("delivered-again", data => data["version"] = 5));
        Assert.Equal(Day("2026-04-18"), (await TermAsync(world))!.ReceivedOn);
    }

    [Fact]
    public async Task A_return_that_is_older_than_the_delivery_takes_nothing_back()
    {
        var (world, letterId) = await WithLetterAsync();
        world.Clock.MoveTo(InBrussels("2026-05-01"));

        await world.TakeAllAsync(
            Incoming.Posted(letterId, "2026-03-02", method: "eBox"),
            Incoming.Delivered(letterId, "2026-04-17").With("delivered-late", data => data["version"] = 3),
            Incoming.Returned(letterId, "2026-04-01", version: 2));

        Assert.Equal(Day("2026-04-17"), (await TermAsync(world))!.ReceivedOn);
    }

    private async Task<(World World, string LetterId)> WithLetterAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        await world.SettleAsync();
        return (world, (await LetterAsync(world)).LetterId);
    }

    private static Task<string> PersonAsync(World world) => world.RegisteredAsync(Person.NationalNumber);

    private static async Task<Letter> LetterAsync(World world) => (await world.FileAsync(await PersonAsync(world))).Letters.Single();

    private static async Task<Term?> TermAsync(World world) => (await world.FileAsync(await PersonAsync(world))).Obligation.Term;
}
