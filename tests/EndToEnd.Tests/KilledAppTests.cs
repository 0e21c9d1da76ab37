using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>
/// The app is killed hard in the middle of a life and started again on the same data folder: it goes on and ends the same.
/// That nothing went out twice is checked by the last step of the life.
/// </summary>
public sealed class KilledAppTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Life_b_ends_the_same_when_the_app_is_killed_after_every_second_step(int remainder)
    {
        await using var app = await RunningApp.StartAsync();
        var life = NewLife(app);
        var kills = 0;

        for (var index = 0; index < life.Steps.Count; index++)
        {
            await life.RunAsync(life.Steps[index]);
            if (index % 2 == remainder)
            {
                await app.KillAndStartAgainAsync();
                kills++;
            }
        }

        Assert.True(kills > 15, $"only {kills} kills");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Life_b_ends_the_same_when_the_app_is_killed_while_the_clock_moves(int seed)
    {
        await using var app = await RunningApp.StartAsync();
        var life = NewLife(app);
        var random = new Random(seed);
        var interrupted = 0;

        foreach (var step in life.Steps)
        {
            if (step.OnlyMovesTime)
            {
                // Not a synchronisation: the moment of the kill is what is varied.
                var moment = TimeSpan.FromMilliseconds(random.Next(1, 200));
                interrupted += await IsInterruptedAsync(life, step, async () =>
                {
                    await Task.Delay(moment, TestContext.Current.CancellationToken);
                    await app.KillAsync();
                }) ? 1 : 0;
                await app.StartAgainAsync();
            }

            await life.RunAsync(step);
        }

        // A move that was over before the kill proves nothing.
        Assert.True(interrupted > 0, "every move was over before its kill");
    }

    /// <summary>Runs a step and something else at the same time, and says whether the step lost its connection by that.</summary>
    private static async Task<bool> IsInterruptedAsync(EscalatedWithPartner life, LifeStep step, Func<Task> meanwhile)
    {
        var run = life.RunAsync(step);
        await meanwhile();
        try
        {
            await run;
            return false;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"(killed in the middle: {exception.Message})");
            return true;
        }
    }

    private static EscalatedWithPartner NewLife(RunningApp app) =>
        new(app.Doors, new KnownAnswers(Repository.Modules), new Witness(new TestOutput()));
}
