using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Durable;

namespace Inburgering.LocalRuntime.Tests.Durable;

public sealed class DueIndexTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_timers_than_memory_holds_come_in_order_also_those_put_in_between()
    {
        var isolation = EngineRig.NewIsolation();
        const int count = 2_500;
        await using (var first = await OpenAsync(isolation))
        {
            var minutes = Enumerable.Range(0, count).ToArray();
            new Random(7).Shuffle(minutes);
            await Task.WhenAll(minutes.Select(minute => first.PutAsync(DueIndex.KeyOf($"id {minute}", Start.AddMinutes(minute * 2)), null)));
        }

        await using var index = await OpenAsync(isolation);
        var taken = new List<string>();
        while (await index.NextAsync(Cancellation) is { } next)
        {
            taken.AddRange(await index.TakeAsync(next, Cancellation));
            if (taken.Count == 500)
            {
                await index.PutAsync(DueIndex.KeyOf("soon", Start.AddMinutes(1_501)), null);
                await index.PutAsync(DueIndex.KeyOf("late", Start.AddMinutes(4_001)), null);
            }
        }

        Assert.Equal(count + 2, taken.Count);
        Assert.Equal(taken.Order(StringComparer.Ordinal), taken);
    }

    [Fact]
    public async Task A_row_that_was_put_again_after_it_was_to_be_removed_stays()
    {
        var isolation = EngineRig.NewIsolation();
        var key = DueIndex.KeyOf("again", Start);
        await using (var index = await OpenAsync(isolation))
        {
            await index.PutAsync(key, null);
            index.DeleteLater(key);
            await index.PutAsync(key, null);
        }

        await using var next = await OpenAsync(isolation);
        Assert.Equal(Start, await next.NextAsync(Cancellation));
    }

    [Fact]
    public async Task Rows_that_are_gone_already_keep_no_other_from_being_stored()
    {
        var isolation = EngineRig.NewIsolation();
        await using (var index = await OpenAsync(isolation))
        {
            index.DeleteLater(DueIndex.KeyOf("never there", Start));
            await index.PutAsync(DueIndex.KeyOf("a", Start.AddDays(1)), DueIndex.KeyOf("b / \\ # ?", Start));
        }

        await using var next = new DueIndex(azurite.Storage.Tables, isolation, new StorageGate(), new DueSignal());
        Assert.Equal(["b / \\ # ?"], (await next.OpenAsync(Start, Cancellation)).Select(DueIndex.InstanceOf));
        Assert.Equal(Start.AddDays(1), await next.NextAsync(Cancellation));
    }

    private async Task<DueIndex> OpenAsync(string isolation)
    {
        var index = new DueIndex(azurite.Storage.Tables, isolation, new StorageGate(), new DueSignal());
        await index.OpenAsync(Start.AddDays(-1), Cancellation);
        return index;
    }
}
