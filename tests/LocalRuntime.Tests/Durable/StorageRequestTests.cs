using Inburgering.LocalRuntime.Durable;

namespace Inburgering.LocalRuntime.Tests.Durable;

/// <summary>What the engine asks of storage is counted to the request.</summary>
public sealed class StorageRequestTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_one_activity_and_the_end_take_eight_requests()
    {
        var gate = new CrashingGate();
        var rig = await EngineRig.StartAsync(azurite, EngineRig.NewIsolation(), typeof(ShortFunctions), gate: gate);
        var id = await StartAsync(rig, gate);
        await rig.Client.RaiseEventAsync(id, "Wake", Cancellation);
        await rig.SettleAsync();
        // What is removed later is removed on a stop at the latest.
        await rig.DisposeAsync();
        Assert.Equal(
            [
                StorageRequest.ReadInstance, StorageRequest.WriteIndex, StorageRequest.WriteInstance, // the start, with its timer
                StorageRequest.WriteIndex, StorageRequest.WriteInstance, // the event, with the activity to run
                StorageRequest.WriteInstance, // the end
                StorageRequest.WriteIndex, StorageRequest.WriteIndex, // both index rows removed, each in its day
            ],
            gate.Requests);
    }

    [Fact]
    public async Task A_timer_one_activity_and_the_end_take_six_requests()
    {
        var gate = new CrashingGate();
        var rig = await EngineRig.StartAsync(azurite, EngineRig.NewIsolation(), typeof(ShortFunctions), gate: gate);
        await StartAsync(rig, gate);
        await rig.LiveAsync(rig.Time.Now.AddDays(4));
        await rig.SettleAsync();
        await rig.DisposeAsync();
        Assert.Equal(
            [
                StorageRequest.ReadInstance, StorageRequest.WriteIndex, StorageRequest.WriteInstance, // the start, with its timer
                StorageRequest.WriteInstance, // the timer, with the activity to run
                StorageRequest.WriteInstance, // the end
                StorageRequest.WriteIndex, // the index row of the timer, which stood for the activity too
            ],
            gate.Requests);
    }

    [Fact]
    public async Task A_start_without_an_id_reads_nothing()
    {
        var gate = new CrashingGate();
        await using var rig = await EngineRig.StartAsync(azurite, EngineRig.NewIsolation(), typeof(ShortFunctions), gate: gate);
        gate.Requests.Clear();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync(nameof(ShortFunctions.Sleep), TimeSpan.FromDays(1), Cancellation);
        Assert.Equal([StorageRequest.WriteIndex, StorageRequest.WriteInstance], gate.Requests);
    }

    [Fact]
    public async Task A_hundred_activities_take_far_fewer_writes_than_a_hundred()
    {
        var gate = new CrashingGate();
        await using var rig = await EngineRig.StartAsync(azurite, EngineRig.NewIsolation(), typeof(ShortFunctions), gate: gate);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(nameof(ShortFunctions.FanOut), Cancellation);
        await rig.Client.WaitForInstanceCompletionAsync(id, Cancellation);
        Assert.InRange(gate.Requests.Count(request => request == StorageRequest.WriteInstance), 2, 60);
    }

    [Fact]
    public async Task A_start_of_the_engine_reads_two_ranges_of_the_index_and_no_instance()
    {
        var isolation = EngineRig.NewIsolation();
        await using (var before = await EngineRig.StartAsync(azurite, isolation, typeof(ShortFunctions)))
        {
            for (var number = 0; number < 20; number++)
            {
                await before.Client.ScheduleNewOrchestrationInstanceAsync(nameof(ShortFunctions.Sleep), TimeSpan.FromDays(number + 1), Cancellation);
            }
        }

        var gate = new CrashingGate();
        await using var rig = await EngineRig.StartAsync(azurite, isolation, typeof(ShortFunctions), gate: gate);
        await rig.SettleAsync();
        Assert.Equal([StorageRequest.QueryIndex, StorageRequest.QueryIndex], gate.Requests);
        Assert.Equal(0, rig.Engine.Active);
    }

    private static async Task<string> StartAsync(EngineRig rig, CrashingGate gate)
    {
        gate.Requests.Clear();
        return await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(ShortFunctions.EventOrTimer), null, new StartOrchestrationOptions($"short-{Guid.NewGuid():N}"), Cancellation);
    }
}
