using System.Diagnostics;
using Azure.Data.Tables;
using Inburgering.LocalRuntime.Durable;

namespace Inburgering.LocalRuntime.Tests.Durable;

/// <summary>Orchestrations that wait cost storage, and next to no memory.</summary>
public sealed class IdleInstancesTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Idle_instances_take_two_rows_each_and_a_start_reads_none_of_them() => WaitAsync(1_500);

    /// <summary>Only when asked for: <c>./test --scale</c>, alone in its process, so that the figures are its own.</summary>
    [Fact(Explicit = true)]
    public Task Twenty_thousand_idle_instances() => WaitAsync(20_000);

    private async Task WaitAsync(int instances)
    {
        var isolation = EngineRig.NewIsolation();
        await using (var before = await EngineRig.StartAsync(azurite, isolation, typeof(ShortFunctions)))
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, instances), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Cancellation }, async (number, _) =>
                await before.Client.ScheduleNewOrchestrationInstanceAsync(
                    nameof(ShortFunctions.Sleep), TimeSpan.FromHours(1 + number), new StartOrchestrationOptions($"idle-{number:00000}"), Cancellation));
            await before.SettleAsync();
            Assert.Equal(0, before.Engine.Active);
        }

        Assert.Equal(instances, await CountAsync($"{isolation}DurableInstances"));
        Assert.Equal(instances, await CountAsync($"{isolation}DurableDue"));

        var empty = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.StartNew();
        var gate = new CrashingGate();
        await using var rig = await EngineRig.StartAsync(azurite, isolation, typeof(ShortFunctions), gate: gate);
        var took = started.Elapsed;
        await rig.SettleAsync();
        Assert.Equal([StorageRequest.QueryIndex, StorageRequest.QueryIndex], gate.Requests);
        Assert.Equal(0, rig.Engine.Active);
        var held = GC.GetTotalMemory(forceFullCollection: true) - empty;
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{instances} idle instances: the engine starts in {took.TotalMilliseconds:0} ms with two range queries and holds {held / 1024} KB, {(double)held / instances:0} bytes each."));

        // The first is woken by its row alone, whatever else waits.
        gate.Requests.Clear();
        await rig.LiveAsync(rig.Time.Now.AddMinutes(90));
        Assert.Equal(1, gate.Requests.Count(request => request == StorageRequest.ReadInstance));
        Assert.DoesNotContain(StorageRequest.QueryIndex, gate.Requests);
    }

    private async Task<int> CountAsync(string table) =>
        await azurite.Storage.Tables.GetTableClient(table).QueryAsync<TableEntity>(select: ["RowKey"], cancellationToken: Cancellation).CountAsync(Cancellation);
}
