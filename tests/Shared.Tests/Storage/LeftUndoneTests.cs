using Azure;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>What one failure may leave undone, and who does it: the act itself, or the sweep. A test that waits for the daily sweep is a person who waits for a day.</summary>
public sealed class LeftUndoneTests(AzuriteFixture azurite)
{
    private const int MostRequests = 60;
    private const int MostDeliveries = 3;

    private static readonly Somebody Person = new(1);
    private static readonly PublishRetries Twice = new(TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_invitation_leaves_although_any_one_storage_request_fails_and_nobody_sweeps(bool tookEffect)
    {
        for (var number = 1; number < MostRequests; number++)
        {
            var world = await World.CreateAsync(azurite);
            var requests = FailingAt(number, tookEffect);
            await DeliverAsync(world.Another(requests, Twice));

            Assert.Single(world.Sender.DataOf("invitation.requested"));
            Assert.Empty(await world.Get<PersonStore>().OutboxAsync(await world.HolderAsync(Person.PermitNumber), CancellationToken.None));
            if (requests.Sent < number)
            {
                return;
            }
        }

        Assert.Fail("The act makes more requests than this test looks at.");
    }

    [Fact]
    public async Task An_invitation_leaves_although_the_broker_fails_once()
    {
        var world = await World.CreateAsync(azurite);
        world.Sender.FailNext();

        await DeliverAsync(world.Another(retries: Twice));

        Assert.Single(world.Sender.DataOf("invitation.requested"));
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task A_timeout_of_the_client_is_a_failure_like_any_other()
    {
        var world = await World.CreateAsync(azurite);
        world.Sender.FailNext(new TaskCanceledException("The operation timed out."));

        await DeliverAsync(world.Another(retries: Twice));

        Assert.Single(world.Sender.DataOf("invitation.requested"));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_as_soon_as_it_is_written_leaves_nothing_to_the_sweep()
    {
        var world = await World.CreateAsync(azurite);
        using var hungUp = new CancellationTokenSource();
        var requests = new StorageRequests { After = (request, _) => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? hungUp.CancelAsync() : Task.CompletedTask };

        await world.Another(requests).Get<Inburgering.Permits.PermitIntake>().TakeAsync(Incoming.Granted(Person).Body, hungUp.Token);

        Assert.Single(world.Sender.DataOf("invitation.requested"));
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task After_a_kill_the_first_sweep_of_the_next_process_sends_what_was_left_a_moment_ago()
    {
        var world = await KilledBeforePublishingAsync();

        await world.Another().Get<PendingSweep>().SweepDueAsync(CancellationToken.None);

        Assert.Single(world.Sender.DataOf("invitation.requested"));
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task A_process_that_lives_leaves_what_is_younger_than_a_minute_to_whoever_wrote_it()
    {
        var world = await KilledBeforePublishingAsync(afterFirstSweep: true);

        await world.Get<PendingSweep>().SweepDueAsync(CancellationToken.None);
        Assert.Empty(world.Sender.DataOf("invitation.requested"));

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Get<PendingSweep>().SweepDueAsync(CancellationToken.None);
        Assert.Single(world.Sender.DataOf("invitation.requested"));
    }

    [Fact]
    public async Task A_sweep_that_finds_nothing_due_costs_one_request_however_many_tests_are_open()
    {
        var world = await World.CreateAsync(azurite);
        foreach (var number in Enumerable.Range(0, 50))
        {
            await world.Get<PendingMarkers>().MarkAsync(PendingWork.Attempt, $"p{number}", CancellationToken.None, world.Clock.GetUtcNow().AddHours(1));
        }

        var requests = new StorageRequests();
        var another = world.Another(requests);
        await another.Get<PendingSweep>().SweepDueAsync(CancellationToken.None);
        var first = requests.Sent;
        await another.Get<PendingSweep>().SweepDueAsync(CancellationToken.None);

        Assert.Equal(1, requests.Sent - first);
    }

    [Fact]
    public async Task A_newer_act_that_marks_while_an_older_one_removes_keeps_its_marker_and_its_message_leaves()
    {
        var world = await World.CreateAsync(azurite);
        var (requests, second) = (new StorageRequests(), world.Another());
        requests.Before = async (request, _) =>
        {
            if (request.Method == Azure.Core.RequestMethod.Delete && request.Uri.Path.Contains("pending", StringComparison.Ordinal))
            {
                requests.Before = null;
                world.Sender.IsDown = true;
                await PublishSomethingAsync(second, "second");
                world.Sender.IsDown = false;
            }
        };

        await PublishSomethingAsync(world.Another(requests), "first");

        Assert.Single(await world.MarkersAsync());
        await world.SettleAsync();
        Assert.Equal(2, world.Sender.Received.Count);
    }

    private async Task<World> KilledBeforePublishingAsync(bool afterFirstSweep = false)
    {
        var world = await World.CreateAsync(azurite);
        if (afterFirstSweep)
        {
            await world.Get<PendingSweep>().SweepDueAsync(CancellationToken.None);
        }

        world.Sender.IsDown = true;
        await world.TakeAllAsync(Incoming.Granted(Person));
        world.Sender.IsDown = false;
        Assert.Empty(world.Sender.Received);
        return world;
    }

    // As Service Bus does it: what throws comes again.
    private static async Task DeliverAsync(World world)
    {
        for (var delivery = 1; ; delivery++)
        {
            try
            {
                Assert.Null((await world.TakeAsync(Incoming.Granted(Person))).DeadLetter);
                return;
            }
            catch (RequestFailedException) when (delivery < MostDeliveries)
            {
                // It comes again.
            }
        }
    }

    private static async Task PublishSomethingAsync(World world, string detail) => await world.Get<PersonFiles>().ChangeAsync(
        "p1",
        Actor.System,
        change =>
        {
            change.Record(detail);
            change.Publish("referral.made", new System.Text.Json.Nodes.JsonObject { ["personId"] = "p1" });
            return true;
        },
        createIfUnknown: true,
        cancellationToken: CancellationToken.None);

    private static StorageRequests FailingAt(int number, bool tookEffect)
    {
        Task Fail(Azure.Core.Request request, int at) => at == number ? Task.FromException(new RequestFailedException(503, "The server is busy.")) : Task.CompletedTask;
        return tookEffect ? new StorageRequests { After = Fail } : new StorageRequests { Before = Fail };
    }
}
