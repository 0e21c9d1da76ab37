namespace Inburgering.LocalRuntime.Tests.Durable;

/// <summary>
/// The engine is dropped as by kill -9, at every place where it matters: between any two storage requests. A new one on the
/// same tables must bring every orchestration to its end, with every effect at least once and no command beside the planned.
/// </summary>
public sealed class CrashTests(AzuriteFixture azurite)
{
    // A life of one instance makes fewer requests than this; the test says so itself.
    private const int Places = 75;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(15);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_storage_request_loses_nothing(bool afterIt)
    {
        var places = Enumerable.Range(1, Places);
        var crashed = 0;
        await Parallel.ForEachAsync(places, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (place, _) =>
        {
            var story = new Story(azurite, instances: 1);
            if (await story.LiveAsync(() => new CrashingGate(place, afterIt)))
            {
                Interlocked.Increment(ref crashed);
            }

            await story.LiveAsync(() => new CrashingGate());
            await story.AssertLivedAsync($"crash {(afterIt ? "after" : "before")} request {place}");
        });
        Assert.InRange(crashed, 30, Places - 1);
    }

    [Fact]
    public async Task Crashes_again_and_again_at_random_moments_lose_nothing()
    {
        var seed = Environment.GetEnvironmentVariable("CRASH_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"CRASH_SEED={seed}");
        var random = new Random(seed);
        var story = new Story(azurite, instances: 20);
        var crashes = 0;
        while (crashes < 25 && await story.LiveAsync(() => new CrashingGate(random.Next(1, 120), random.Next(2) == 0)))
        {
            crashes++;
        }

        await story.LiveAsync(() => new CrashingGate());
        await story.AssertLivedAsync($"seed {seed}, {crashes} crashes");
        Assert.True(crashes > 5, $"{crashes} crashes with seed {seed}: the test shows too little.");
    }

    /// <summary>A number of lives, told by clients that insist until they get an answer.</summary>
    private sealed class Story(AzuriteFixture azurite, int instances)
    {
        private readonly string isolation = EngineRig.NewIsolation();
        private readonly ManualTime time = new();
        private readonly string[] ids = [.. Enumerable.Range(0, instances).Select(number => $"life {number} {Guid.NewGuid():N}")];
        private readonly HashSet<string> answered = [];

        /// <returns>Whether the engine died.</returns>
        public async Task<bool> LiveAsync(Func<CrashingGate> gate)
        {
            var life = gate();
            EngineRig rig;
            try
            {
                rig = await EngineRig.StartAsync(azurite, isolation, typeof(LifeFunctions), time, life);
            }
            catch (InvalidOperationException) when (life.Died.Task.IsCompleted)
            {
                return true;
            }

            await using (rig)
            {
                await Task.WhenAll(ids.Select(id => InsistAsync(id, () => StartAsync(rig, id))));
                if (life.Died.Task.IsCompleted)
                {
                    return true;
                }

                for (var number = 0; number < LifeFunctions.Rounds * LifeFunctions.EventsEachRound; number++)
                {
                    if (life.Died.Task.IsCompleted)
                    {
                        return true;
                    }

                    var raised = number;
                    await Task.WhenAll(ids.Select(id => InsistAsync($"{id} {raised}", () => rig.Client.RaiseEventAsync(id, "Number", raised))));
                    await rig.LiveAsync(time.Now.AddHours(3));
                }

                // Not yet the life's end: what the clock has not seen is lived with the next engine.
                await rig.LiveAsync(time.Now + Lifetime);
                return life.Died.Task.IsCompleted;
            }
        }

        public async Task AssertLivedAsync(string how)
        {
            await using var rig = await EngineRig.StartAsync(azurite, isolation, typeof(LifeFunctions), time);
            await rig.SettleAsync();
            foreach (var id in ids)
            {
                var found = await rig.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
                Assert.True(found?.SerializedOutput == "\"lived\"", $"{how}: {found?.RuntimeStatus} {found?.SerializedCustomStatus} {found?.SerializedOutput} {found?.FailureDetails}");
            }

            var commands = LifeFunctions.Effects.Keys.Where(command => ids.Any(id => command.StartsWith(id, StringComparison.Ordinal)));
            Assert.Equal(ids.SelectMany(LifeFunctions.CommandsOf).Order(StringComparer.Ordinal), commands.Order(StringComparer.Ordinal));

            // A crash may leave rows in the index that nothing stands behind; they go when their time comes.
            await rig.LiveAsync(time.Now.AddYears(1));
            Assert.Null(await rig.Engine.Index.NextAsync(TestContext.Current.CancellationToken));
        }

        private static async Task StartAsync(EngineRig rig, string id)
        {
            try
            {
                await rig.Client.ScheduleNewOrchestrationInstanceAsync(nameof(LifeFunctions.Live), null, new StartOrchestrationOptions(id));
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // An earlier try was stored after all.
            }
        }

        // Asked again by the next engine when this one dies without an answer.
        private async Task InsistAsync(string what, Func<Task> ask)
        {
            lock (answered)
            {
                if (answered.Contains(what))
                {
                    return;
                }
            }

            try
            {
                await ask();
                lock (answered)
                {
                    answered.Add(what);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
            {
                Assert.IsNotType<OrchestrationAlreadyExistsException>(exception);
            }
        }
    }
}
