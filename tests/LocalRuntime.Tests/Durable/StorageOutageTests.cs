using Azure;
using Inburgering.LocalRuntime.Durable;

namespace Inburgering.LocalRuntime.Tests.Durable;

public sealed class StorageOutageTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_engine_must_do_goes_on_when_storage_answers_again(bool loseAnswers)
    {
        var gate = new FlakyGate(loseAnswers);
        await using var rig = await EngineRig.StartAsync(azurite, EngineRig.NewIsolation(), typeof(ShortFunctions), gate: gate);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(nameof(ShortFunctions.FanOut), Cancellation);
        gate.FailNext(5);
        await rig.SettleAsync();
        gate.FailNext(0);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.Client.GetInstanceAsync(id, Cancellation))!.RuntimeStatus);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_not_made_twice()
    {
        var gate = new FlakyGate(loseAnswers: true);
        await using var rig = await EngineRig.StartAsync(azurite, EngineRig.NewIsolation(), typeof(ShortFunctions), gate: gate);
        gate.FailNext(1, StorageRequest.WriteInstance);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(ShortFunctions.Sleep), TimeSpan.FromDays(1), new StartOrchestrationOptions("once"), Cancellation);
        gate.FailNext(1, StorageRequest.WriteInstance);
        await rig.Client.RaiseEventAsync(id, "Nothing", Cancellation);
        var record = (await rig.Engine.Store.ReadAsync(id, Cancellation))!.Record;
        Assert.Single(record.History, item => item.Kind == HistoryEventKind.EventRaised);
        Assert.Single(record.History, item => item.Kind == HistoryEventKind.ExecutionStarted);
    }

    [Fact]
    public async Task A_client_is_told_when_storage_does_not_answer_for_long()
    {
        var gate = new FlakyGate(loseAnswers: false);
        await using var rig = await EngineRig.StartAsync(azurite, EngineRig.NewIsolation(), typeof(ShortFunctions), gate: gate);
        gate.FailNext(1_000);
        await Assert.ThrowsAsync<RequestFailedException>(() => rig.Client.RaiseEventAsync("someone", "Wake", Cancellation));
        gate.FailNext(0);
        await rig.Client.RaiseEventAsync("someone", "Wake", Cancellation);
    }

    /// <summary>Storage that refuses requests, or answers them to nobody.</summary>
    private sealed class FlakyGate(bool loseAnswers) : CrashingGate
    {
        private StorageRequest? only;
        private int failures;

        public void FailNext(int count, StorageRequest? request = null)
        {
            only = request;
            Volatile.Write(ref failures, count);
        }

        public override async Task BeforeAsync(StorageRequest request)
        {
            await base.BeforeAsync(request);
            FailIf(!loseAnswers, request);
        }

        public override async Task AfterAsync(StorageRequest request)
        {
            await base.AfterAsync(request);
            FailIf(loseAnswers, request);
        }

        private void FailIf(bool now, StorageRequest request)
        {
            if (now && (only is null || only == request) && Volatile.Read(ref failures) > 0)
            {
                Interlocked.Decrement(ref failures);
                throw new RequestFailedException(503, "Storage does not answer.");
            }
        }
    }
}
