using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Intake;

/// <summary>The same message any number of times, at once, ends as once.</summary>
public sealed class RepeatedMessageTests(IntakeApp fixture) : IClassFixture<IntakeApp>
{
    private const int Times = 5;

    private RunningApp App => fixture.App;

    [Fact]
    public async Task Every_message_of_a_family_five_times_at_once_ends_as_once()
    {
        var once = await LiveAsync(1);
        var fiveTimes = await LiveAsync(Times);

        Assert.Equal(once.Worker.State, fiveTimes.Worker.State);
        Assert.Equal(once.Worker.Events, fiveTimes.Worker.Events);
        Assert.Equal(once.Partner.State, fiveTimes.Partner.State);
        Assert.Equal(once.Partner.Events, fiveTimes.Partner.Events);

        Assert.Equal(
            """
            running 2026-03-05 2026-09-07
            region flanders, agency amal, access true
            letters recruitment
            DWEWIS: pending, by permit pending
            """,
            once.Worker.State);
        Assert.Equal(
            [
                "agencies: obligation.started amal", "agencies: referral.made agii preArrival", "agencies: referral.made amal agii registered", "dwewis: compliance.changed pending", "letters: letter.requested recruitment",
                "notifications: invitation.requested",
            ],
            once.Worker.Events);
    }

    [Fact]
    public async Task A_repeat_long_after_changes_nothing()
    {
        var person = Person.Invent();
        JsonObject[] messages = [IncomingMessages.Granted(person), IncomingMessages.Registered(person, permit: person.PermitNumber)];
        foreach (var message in messages)
        {
            await SendAsync(message, 1);
        }

        var before = await Footprint.OfAsync(App, person);
        foreach (var message in messages)
        {
            await SendAsync(message, 1);
        }

        var after = await Footprint.OfAsync(App, person);
        Assert.Equal(before.State, after.State);
        Assert.Equal(before.Events, after.Events);
    }

    [Fact]
    public async Task The_same_id_of_another_sender_is_another_message()
    {
        var person = Person.Invent();
        var first = IncomingMessages.Registered(person, IncomingMessages.Antwerp);
        var second = IncomingMessages.Registered(person, IncomingMessages.Ghent, version: 2);
        second["id"] = first.Text("id");
        second["source"] = "/rijksregister/other";

        await SendAsync(first, 1);
        await SendAsync(second, 1);

        Assert.Contains("agency amal", (await Footprint.OfAsync(App, person)).State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_comes_back_with_other_content_changes_nothing()
    {
        var (person, other) = (Person.Invent(), Person.Invent());
        var (first, second) = (IncomingMessages.Granted(person), IncomingMessages.Granted(other));
        second["id"] = first.Text("id");
        await SendAsync(first, 1);
        var before = await Footprint.OfAsync(App, person);

        await SendAsync(second, 1);

        var after = await Footprint.OfAsync(App, person);
        Assert.Equal(before.State, after.State);
        Assert.Equal(before.Events, after.Events);
        Assert.DoesNotContain(await App.Messages.SentDataAsync("notifications", "invitation.requested"), sent => sent.Text("email") == other.Email);
    }

    private async Task<(Footprint Worker, Footprint Partner)> LiveAsync(int times)
    {
        var (worker, partner) = (Person.Invent(), Person.Invent("IN"));
        await SendAsync(IncomingMessages.Granted(worker, partner), times);
        await SendAsync(IncomingMessages.Registered(worker, permit: worker.PermitNumber, household: partner), times);
        await SendAsync(IncomingMessages.Registered(partner, reason: "family", household: worker), times);
        foreach (var letter in (await App.Messages.SentDataAsync("letters", "letter.requested")).Where(letter => new[] { worker.Name, partner.Name }.Contains(letter.Part("recipient").Text("name"))).ToList())
        {
            await SendAsync(IncomingMessages.Posted(letter.Text("letterId")), times);
        }

        return (await Footprint.OfAsync(App, worker), await Footprint.OfAsync(App, partner));
    }

    private async Task SendAsync(JsonObject message, int times)
    {
        var queue = Queues.Of(message);
        var sent = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => App.Messages.SendAsync(queue, message)));
        foreach (var messageId in sent)
        {
            Assert.Null(await App.Messages.OutcomeAsync(queue, messageId));
        }

        await App.Clock.SettleAsync();
    }
}
