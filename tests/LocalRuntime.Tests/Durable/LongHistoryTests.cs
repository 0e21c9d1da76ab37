namespace Inburgering.LocalRuntime.Tests.Durable;

public sealed class LongHistoryTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_history_over_several_rows_is_read_again_shortened_and_purged()
    {
        var isolation = EngineRig.NewIsolation();
        // Each just too small for a blob: together more than the instance's own row holds.
        var events = Enumerable.Range(0, 60).Select(number => new string((char)('a' + (number % 26)), 15_000)).ToList();
        string id;
        await using (var rig = await EngineRig.StartAsync(azurite, isolation, typeof(LongFunctions)))
        {
            id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(nameof(LongFunctions.Collect), new CollectInput(events.Count, 0), Cancellation);
            foreach (var text in events.Take(50))
            {
                await rig.Client.RaiseEventAsync(id, "Text", text, Cancellation);
            }
        }

        await using var next = await EngineRig.StartAsync(azurite, isolation, typeof(LongFunctions));
        foreach (var text in events.Skip(50))
        {
            await next.Client.RaiseEventAsync(id, "Text", text, Cancellation);
        }

        // It has started anew with what it collected, on fewer rows, and ends.
        await next.SettleAsync();
        await next.Client.RaiseEventAsync(id, "Text", "the end", Cancellation);
        var found = await next.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);
        Assert.Equal(60 * 15_000, found.ReadOutputAs<int>());
        Assert.Equal(1, (await next.Client.PurgeInstanceAsync(id, Cancellation)).PurgedInstanceCount);
        var rows = azurite.Storage.Tables.GetTableClient(isolation + "DurableInstances").QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Cancellation);
        Assert.Empty(await rows.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_step_that_asks_for_more_than_one_write_holds_is_stored_all_the_same()
    {
        await using var rig = await EngineRig.StartAsync(azurite, EngineRig.NewIsolation(), typeof(LongFunctions));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(nameof(LongFunctions.Spread), Cancellation);
        var found = await rig.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);
        Assert.Equal(200 * 12_000, found.ReadOutputAs<int>());
    }
}

public static class LongFunctions
{
    [Function(nameof(Collect))]
    public static async Task<int> Collect([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<CollectInput>()!;
        if (input.Left == 0)
        {
            await context.WaitForExternalEvent<string>("Text");
            return input.Length;
        }

        var length = input.Length;
        for (var left = input.Left; left > 0; left--)
        {
            length += (await context.WaitForExternalEvent<string>("Text")).Length;
        }

        context.ContinueAsNew(new CollectInput(0, length));
        return 0;
    }

    [Function(nameof(Spread))]
    public static async Task<int> Spread([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var lengths = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => context.CallActivityAsync<int>(nameof(Measure), new string('x', 12_000))));
        return lengths.Sum();
    }

    [Function(nameof(Measure))]
    public static int Measure([ActivityTrigger] string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length;
    }
}

public sealed record CollectInput(int Left, int Length);
