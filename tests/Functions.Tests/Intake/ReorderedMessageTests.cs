using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Intake;

/// <summary>The end state is the same in whatever order messages come.</summary>
public sealed class ReorderedMessageTests(SharedApp shared, IntakeApp fixture) : IClassFixture<IntakeApp>
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task A_registration_before_the_permit_ends_as_after_it()
    {
        var (after, before) = (Person.Invent(), Person.Invent());
        await InOrderAsync(IncomingMessages.Granted(after), IncomingMessages.Registered(after, permit: after.PermitNumber));
        await InOrderAsync(IncomingMessages.Registered(before, permit: before.PermitNumber), IncomingMessages.Granted(before));

        var (usual, unusual) = (await Footprint.OfAsync(App, after), await Footprint.OfAsync(App, before));
        Assert.Equal(usual.State, unusual.State);
        Assert.Equal(ButReferrals(usual), ButReferrals(unusual));
        Assert.StartsWith("letterPending", usual.State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permit_and_a_registration_at_once_are_one_person()
    {
        var people = Enumerable.Range(0, 8).Select(_ => Person.Invent()).ToList();
        await Task.WhenAll(people.SelectMany(person => new[] { IncomingMessages.Granted(person), IncomingMessages.Registered(person, permit: person.PermitNumber) })
            .Select(message => App.Messages.SendAsync(Queues.Of(message), message)));

        foreach (var person in people)
        {
            var footprint = await Footprint.OfAsync(App, person);
            Assert.EndsWith("letters recruitment\nDWEWIS: pending, by permit pending", footprint.State, StringComparison.Ordinal);
            Assert.Equal(4, ButReferrals(footprint).Count());
        }
    }

    [Fact]
    public async Task A_seasonal_permit_ends_the_same_before_and_after_the_registration()
    {
        // The account is opened by the code of an earlier, ordinary permit.
        var ends = new List<string>();
        foreach (var permitFirst in new[] { true, false })
        {
            var learner = await Learner.AbroadAsync(App);
            var (seasonal, registered) = (
                IncomingMessages.Granted(learner.Person, version: 2, category: "seasonal"), IncomingMessages.Registered(learner.Person, permit: learner.Person.PermitNumber));
            await InOrderAsync(permitFirst ? [seasonal, registered] : [registered, seasonal]);
            await App.Clock.SettleAsync();
            var me = await learner.MeAsync();
            ends.Add($"access {me["access"]}; DWEWIS {await App.Api.ComplianceAsync("permitNumber", learner.Person.PermitNumber)}");
            Assert.Equal(permitFirst ? "none" : "ended", me.Part("obligation").Text("status"));
        }

        Assert.All(ends, end => Assert.Equal("access false; DWEWIS notApplicable", end));
    }

    [Fact]
    public async Task An_older_permit_after_a_newer_changes_nothing()
    {
        var person = Person.Invent();
        await InOrderAsync(IncomingMessages.Granted(person, version: 2), IncomingMessages.Registered(person, permit: person.PermitNumber));
        var before = await Footprint.OfAsync(App, person);

        await InOrderAsync(IncomingMessages.Granted(person, version: 1, category: "seasonal"));

        var after = await Footprint.OfAsync(App, person);
        Assert.Equal(before.State, after.State);
        Assert.Equal(before.Events, after.Events);
        Assert.StartsWith("letterPending", after.State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_registration_after_a_newer_changes_nothing()
    {
        var person = Person.Invent();
        await InOrderAsync(IncomingMessages.Registered(person, IncomingMessages.Ghent, version: 2));
        var before = await Footprint.OfAsync(App, person);

        await InOrderAsync(IncomingMessages.Registered(person, IncomingMessages.Antwerp, version: 1), IncomingMessages.Registered(person, IncomingMessages.Brussels, version: 1));

        var after = await Footprint.OfAsync(App, person);
        Assert.Equal(before.State, after.State);
        Assert.Equal(before.Events, after.Events);
    }

    [Fact]
    public async Task A_newer_registration_wins_whenever_it_comes()
    {
        var states = new List<string>();
        foreach (var newerFirst in new[] { false, true })
        {
            var person = Person.Invent();
            JsonObject[] messages = [IncomingMessages.Registered(person, IncomingMessages.Leuven, version: 1), IncomingMessages.Registered(person, IncomingMessages.Ghent, version: 2)];
            await InOrderAsync(newerFirst ? [.. messages.Reverse()] : messages);
            states.Add((await Footprint.OfAsync(App, person)).State);
        }

        Assert.Equal(states[0], states[1]);
        Assert.Contains("agency amal", states[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("posted, delivered by registered post with proof of receipt", "registeredWithReceipt", "running 2026-03-07 2026-09-07")]
    [InlineData("posted, delivered in the eBox", "eBox", "running 2026-03-06 2026-09-07")]
    [InlineData("posted, delivered by ordinary post", "ordinary", "running 2026-03-05 2026-09-07")]
    public async Task What_is_known_of_a_letter_sets_the_same_term_in_either_order(string what, string method, string state)
    {
        Assert.StartsWith("posted", what, StringComparison.Ordinal);
        await using var app = await shared.StartAppAsync();
        var letters = new[] { await RecruitedAsync(app), await RecruitedAsync(app) };
        await app.Clock.AdvanceAsync("P7D");
        foreach (var (person, letterId) in letters)
        {
            JsonObject[] facts = [IncomingMessages.Posted(letterId, method: method), IncomingMessages.Delivered(letterId, "2026-03-06")];

            await InOrderAsync(app, person == letters[0].Person ? facts : [.. facts.Reverse()]);

            var footprint = await Footprint.OfAsync(app, person);
            Assert.StartsWith(state, footprint.State, StringComparison.Ordinal);
            Assert.Single(footprint.Events, sent => sent.Contains("letter.requested", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_older_posting_after_its_correction_changes_nothing()
    {
        await using var app = await shared.StartAppAsync();
        var (person, letterId) = await RecruitedAsync(app);
        await app.Clock.AdvanceAsync("P7D");

        await InOrderAsync(app, IncomingMessages.Posted(letterId, "2026-03-03", version: 2), IncomingMessages.Posted(letterId, "2026-03-02", version: 1));

        Assert.StartsWith("running 2026-03-06", (await Footprint.OfAsync(app, person)).State, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("permit", "worker", "partner")]
    [InlineData("permit", "partner", "worker")]
    [InlineData("worker", "permit", "partner")]
    [InlineData("worker", "partner", "permit")]
    [InlineData("partner", "permit", "worker")]
    [InlineData("partner", "worker", "permit")]
    public async Task A_family_ends_the_same_in_every_order(params string[] order)
    {
        var (worker, partner) = (Person.Invent(), Person.Invent("IN"));
        await InOrderAsync([.. order.Select(step => Step(step, worker, partner))]);

        await AssertFamilyAsync(worker, partner);
    }

    [Fact]
    public async Task A_family_whose_messages_come_all_at_once_ends_the_same()
    {
        for (var round = 0; round < 3; round++)
        {
            var (worker, partner) = (Person.Invent(), Person.Invent("IN"));
            var messages = new[] { "partner", "permit", "worker" }.Select(step => Step(step, worker, partner)).ToList();
            var sent = await Task.WhenAll(messages.Select(message => App.Messages.SendAsync(Queues.Of(message), message)));
            for (var i = 0; i < sent.Length; i++)
            {
                Assert.Null(await App.Messages.OutcomeAsync(Queues.Of(messages[i]), sent[i]));
            }

            await AssertFamilyAsync(worker, partner);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_family_that_no_permit_links_is_linked_by_the_household(bool workerFirst)
    {
        var (worker, partner) = (Person.Invent(), Person.Invent("IN"));

        // Only one of the two names the other: either is enough.
        JsonObject[] messages = [IncomingMessages.Registered(worker), IncomingMessages.Registered(partner, reason: "family", household: worker)];
        await InOrderAsync(workerFirst ? messages : [.. messages.Reverse()]);

        var footprint = await Footprint.OfAsync(App, partner);
        Assert.StartsWith("letterPending", footprint.State, StringComparison.Ordinal);
        Assert.Single(footprint.Events, sent => sent.StartsWith("agencies: obligation.started", StringComparison.Ordinal));
    }

    private static JsonObject Step(string step, Person worker, Person partner) => step switch
    {
        "permit" => IncomingMessages.Granted(worker, partner),
        "worker" => IncomingMessages.Registered(worker, permit: worker.PermitNumber, household: partner),
        "partner" => IncomingMessages.Registered(partner, reason: "family", permit: worker.PermitNumber, household: worker),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Unknown step."),
    };

    private async Task AssertFamilyAsync(Person worker, Person partner)
    {
        var (workers, partners) = (await Footprint.OfAsync(App, worker), await Footprint.OfAsync(App, partner));
        Assert.Equal(
            """
            letterPending
            region flanders, agency amal, access true
            letters recruitment
            DWEWIS: pending, by permit pending
            """,
            workers.State);
        Assert.Equal(
            [
                "agencies: obligation.started amal", "dwewis: compliance.changed pending", "letters: letter.requested recruitment",
                "notifications: invitation.requested",
            ],
            ButReferrals(workers));
        Assert.Equal(
            """
            letterPending
            region flanders, agency amal, access true
            letters recruitment
            DWEWIS: pending, by permit unknown
            """,
            partners.State);

        // A partner is no applicant: DWEWIS is told nothing.
        Assert.Equal(
            ["agencies: obligation.started amal", "letters: letter.requested recruitment", "notifications: invitation.requested"],
            ButReferrals(partners));
        Assert.All(new[] { workers, partners }, footprint => Assert.Single(footprint.Events, sent => sent.StartsWith("agencies: referral.made amal", StringComparison.Ordinal)));
    }

    // Only whoever may begin before arrival is referred to AgII first.
    private static IEnumerable<string> ButReferrals(Footprint footprint) => footprint.Events.Where(sent => !sent.StartsWith("agencies: referral.made", StringComparison.Ordinal));

    /// <summary>Somebody who is registered, and the letter that went out.</summary>
    private static async Task<(Person Person, string LetterId)> RecruitedAsync(RunningApp app)
    {
        var person = Person.Invent();
        await InOrderAsync(app, IncomingMessages.Registered(person));
        var letter = await app.Messages.SoonSentAsync("letters", "letter.requested", letter => letter.Part("recipient").Text("name") == person.Name);
        return (person, letter.Text("letterId"));
    }

    private Task InOrderAsync(params JsonObject[] messages) => InOrderAsync(App, messages);

    private static async Task InOrderAsync(RunningApp app, params JsonObject[] messages)
    {
        foreach (var message in messages)
        {
            await app.Messages.DeliverAsync(Queues.Of(message), message);
            await app.Clock.SettleAsync();
        }
    }
}
