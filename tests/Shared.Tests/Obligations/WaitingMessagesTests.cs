using System.Text.Json.Nodes;
using Azure.Core;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Obligations;

/// <summary>What time alone writes leaves without a look through the outbox; whatever others left there at any moment leaves all the same.</summary>
public sealed class WaitingMessagesTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);
    private static readonly DateTimeOffset FirstReminder = InBrussels("2026-06-07", "09:00");

    [Fact]
    public async Task A_reminder_leaves_without_a_look_through_the_outbox()
    {
        var (world, personId) = await TermRunsAsync();
        var asked = new List<string>();
        var requests = new StorageRequests { Before = (request, _) => Task.Run(() => asked.Add($"{request.Method} {request.Uri.Query}")) };
        var advancing = world.Another(requests).Get<ObligationAdvancing>();

        var plan = await advancing.AdvanceAsync(personId, CancellationToken.None);
        await advancing.FinishAsync(personId, plan.Mark, plan.Waiting, CancellationToken.None);

        Assert.Single(plan.Waiting!);
        Assert.DoesNotContain(asked, request => request.Contains("filter", StringComparison.Ordinal));
        Assert.Single(world.Sender.DataOf("reminder.requested"));
        await AssertNothingIsLeftAsync(world, personId);
    }

    [Theory]
    [InlineData("before it looks for a marker")]
    [InlineData("before it marks")]
    [InlineData("before it writes")]
    [InlineData("before it sends")]
    public async Task What_another_act_leaves_meanwhile_leaves_too(string moment)
    {
        var (world, personId) = await TermRunsAsync();
        var requests = new StorageRequests();
        requests.Before = async (request, number) =>
        {
            var isNow = moment switch
            {
                "before it looks for a marker" => number == 1,
                "before it marks" => request.Method == RequestMethod.Post && request.Uri.Path.EndsWith("pending", StringComparison.OrdinalIgnoreCase),
                "before it writes" => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal),
                _ => false,
            };
            if (isNow)
            {
                requests.Before = null;
                await LeaveAsync(world, personId);
            }
        };
        var advancing = world.Another(requests).Get<ObligationAdvancing>();

        var plan = await advancing.AdvanceAsync(personId, CancellationToken.None);
        if (moment == "before it sends")
        {
            requests.Before = null;
            await LeaveAsync(world, personId);
        }

        await advancing.FinishAsync(personId, plan.Mark, plan.Waiting, CancellationToken.None);

        Assert.Null(requests.Before);
        // The act's own wake.
        await world.OrchestrateAsync(personId);
        Assert.Single(world.Sender.DataOf("reminder.requested"));
        Assert.Single(world.Sender.DataOf("left.behind"));
        await AssertNothingIsLeftAsync(world, personId);
    }

    /// <summary>An act that changes the plan and leaves a message, as one does whose caller has not woken the orchestrator yet.</summary>
    private static async Task LeaveAsync(World world, string personId) => await world.Get<PersonFiles>().ChangeAsync(
        personId,
        Actor.Operator("o-1"),
        change =>
        {
            change.Update(file => file with { Obligation = file.Obligation with { } });
            change.Publish("left.behind", new JsonObject { ["version"] = 1 });
            return true;
        });

    private static async Task AssertNothingIsLeftAsync(World world, string personId)
    {
        Assert.Empty(await world.Get<PersonStore>().OutboxAsync(personId, CancellationToken.None));
        Assert.Empty(await world.MarkersAsync());
    }

    private async Task<(World World, string PersonId)> TermRunsAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        await world.SettleAsync();
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        await world.TakeAllAsync(Incoming.Posted($"{personId}-1", "2026-03-02"));
        await world.SettleAsync();
        Assert.Empty(await world.MarkersAsync());
        world.Clock.MoveTo(FirstReminder);
        return (world, personId);
    }
}
