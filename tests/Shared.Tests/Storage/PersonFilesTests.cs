using System.Globalization;
using System.Text.Json.Nodes;
using Inburgering.Eligibility;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Shared.Tests.Storage;

public sealed class PersonFilesTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_decision_that_met_a_newer_file_is_taken_again_on_that_file()
    {
        var world = await World.CreateAsync(azurite);
        var workers = Enumerable.Range(0, 10).Select(number => $"w{number.ToString(CultureInfo.InvariantCulture)}").ToList();

        await Task.WhenAll(workers.Select(worker => AddAsync(world, worker)));

        var file = await world.FileAsync("p1");
        Assert.Equal(workers, file.LinkedWorkers.Keys);
        Assert.Equal(10, file.LastAudit);
        Assert.Equal(10, file.LastEvent);
        Assert.Equal(10, world.Sender.Received.Count);
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task A_decision_that_changes_nothing_writes_nothing()
    {
        var world = await World.CreateAsync(azurite);
        await AddAsync(world, "w1");
        var requests = new StorageRequests();

        var outcome = await world.Another(requests).Get<PersonFiles>().ChangeAsync("p1", Actor.System, change => change.File.LastAudit, cancellationToken: CancellationToken.None);

        Assert.Equal((1L, false), (outcome!.Result, outcome.PlanChanged));
        Assert.Equal(1, requests.Sent);
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task Nobody_is_changed_where_nobody_is_known()
    {
        var world = await World.CreateAsync(azurite);

        Assert.Null(await world.Get<PersonFiles>().ChangeAsync("p1", Actor.System, _ => true, cancellationToken: CancellationToken.None));
        Assert.Equal(0, await world.CountFilesAsync());
    }

    [Fact]
    public async Task What_could_not_be_sent_stays_marked_until_the_sweep_sends_it()
    {
        var world = await World.CreateAsync(azurite);
        world.Sender.IsDown = true;
        await AddAsync(world, "w1");
        await world.Get<PendingSweep>().SweepAsync(CancellationToken.None);

        Assert.Equal([(PendingWork.Outbox, "p1")], (await world.MarkersAsync()).Select(marker => (marker.Work, marker.PersonId)));
        Assert.Single(await world.Get<PersonStore>().OutboxAsync("p1", CancellationToken.None));

        world.Sender.IsDown = false;
        Assert.Empty(await world.Get<PendingSweep>().SweepAsync(CancellationToken.None));

        Assert.Single(world.Sender.Received);
        Assert.Empty(await world.MarkersAsync());
        Assert.Empty(await world.Get<PersonStore>().OutboxAsync("p1", CancellationToken.None));
    }

    [Fact]
    public async Task A_crash_between_the_commit_and_the_sending_leaves_the_message_to_the_sweep()
    {
        var world = await World.CreateAsync(azurite);
        var requests = new StorageRequests();
        requests.After = (request, _) => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? Task.FromException(new CrashException()) : Task.CompletedTask;

        await Assert.ThrowsAsync<CrashException>(() => AddAsync(world.Another(requests), "w1"));
        Assert.Empty(world.Sender.Tries);
        await world.Get<PendingSweep>().SweepAsync(CancellationToken.None);

        Assert.Single(world.Sender.Received);
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task A_crash_before_the_commit_leaves_only_a_marker_that_the_sweep_clears()
    {
        var world = await World.CreateAsync(azurite);
        var requests = new StorageRequests();
        requests.Before = (request, _) => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? Task.FromException(new CrashException()) : Task.CompletedTask;

        await Assert.ThrowsAsync<CrashException>(() => AddAsync(world.Another(requests), "w1"));
        Assert.Single(await world.MarkersAsync());
        await world.Get<PendingSweep>().SweepAsync(CancellationToken.None);

        Assert.Empty(world.Sender.Tries);
        Assert.Empty(await world.MarkersAsync());
        Assert.Equal(0, await world.CountFilesAsync());
    }

    [Fact]
    public async Task The_repeat_of_a_message_sends_what_its_first_delivery_left_and_changes_nothing()
    {
        var world = await World.CreateAsync(azurite);
        var message = world.Keys.Message("/test", "m1");
        world.Sender.IsDown = true;
        await AddAsync(world, "w1", message);
        world.Sender.IsDown = false;

        var outcome = await AddAsync(world, "w2", message);

        Assert.False(outcome.PlanChanged);
        Assert.Equal(["w1"], (await world.FileAsync("p1")).LinkedWorkers.Keys);
        Assert.Single(world.Sender.Received);
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public async Task A_claim_is_made_before_the_commit_so_that_what_is_written_can_be_found()
    {
        var world = await World.CreateAsync(azurite);
        var key = world.Keys.VerificationCode("ABCD");
        var requests = new StorageRequests();
        requests.Before = async (request, _) =>
        {
            if (request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
            {
                Assert.Equal("p1", await world.FindAsync(key));
            }
        };

        await world.Another(requests).Get<PersonFiles>().ChangeAsync(
            "p1",
            Actor.System,
            change =>
            {
                change.Claim(key);
                change.Record("claimed");
                return true;
            },
            createIfUnknown: true,
            cancellationToken: CancellationToken.None);

        Assert.Equal("p1", await world.FindAsync(key));
    }

    private static async Task<Outcome<bool>> AddAsync(World world, string worker, IndexKey? message = null) => (await world.Get<PersonFiles>().ChangeAsync(
        "p1",
        Actor.System,
        change =>
        {
            change.Update(file => file with { LinkedWorkers = file.LinkedWorkers.SetItem(worker, WorkerStanding.TargetGroup) });
            change.Record("linked", worker);
            change.Publish("referral.made", new JsonObject { ["personId"] = "p1" });
            return true;
        },
        createIfUnknown: true,
        messageKey: message,
        cancellationToken: CancellationToken.None))!;
}
