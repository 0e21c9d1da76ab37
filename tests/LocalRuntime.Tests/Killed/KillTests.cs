using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Tests.Hosting;

namespace Inburgering.LocalRuntime.Tests.Killed;

/// <summary>
/// The real thing dies: a process that hosts 200 orchestrations is killed with SIGKILL at random moments and started again on
/// the same data folder, where Azurite lives on. At the end every orchestration must have completed, every effect have happened
/// at least once, and every effect behind a command id exactly once.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Instances = 200;

    // As many as the orchestrations wait for: the last is told after the last kill, so none ends before it.
    private const int Numbers = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string folder = TemporaryFolder.Create();
    private readonly int port = FreePort();
    private ChildApp? app;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Twenty_five_kills_at_random_moments_lose_nothing_and_repeat_no_guarded_effect() => SurviveAsync(25);

    /// <summary>Only when asked for: <c>./test --crash</c>.</summary>
    [Fact(Explicit = true)]
    public Task Two_hundred_kills_at_random_moments_lose_nothing_and_repeat_no_guarded_effect() => SurviveAsync(200);

    [Fact]
    public void A_seed_gives_the_same_schedule_again()
    {
        Assert.Equal(KillSchedule.Of(4_711, 200), KillSchedule.Of(4_711, 200));
        Assert.NotEqual(KillSchedule.Of(4_711, 200), KillSchedule.Of(4_712, 200));
        Assert.InRange(KillSchedule.Of(4_711, 200).Count(kill => kill.WhileStarting), 20, 60);
    }

    public void Dispose()
    {
        app?.Dispose();
        AzuriteProcess.Stop(folder);
    }

    private async Task SurviveAsync(int kills)
    {
        var seed = KillSchedule.Seed();
        Say($"CRASH_SEED={seed} gives these {kills} kills again.");
        var schedule = KillSchedule.Of(seed, kills);
        var waited = Stopwatch.StartNew();
        var told = 0;
        for (var number = 0; number < kills; number++)
        {
            app = ChildApp.Start(folder, port);
            var telling = Task.FromResult(told);
            if (!schedule[number].WhileStarting)
            {
                await app.RunningAsync();
                telling = TellAsync(told, due: 1 + (number * (Numbers - 1) / kills));
            }

            await Task.Delay(schedule[number].After, Cancellation);
            Assert.False(app.HasExited, $"The app ended by itself before kill {number} with seed {seed}: {(app.HasExited ? await app.EndedAsync() : default)}");
            app.Signal("KILL");
            told = await telling;
            app.Dispose();
            if ((number + 1) % 25 == 0)
            {
                Say($"{number + 1} kills in {waited.Elapsed.TotalSeconds:0} s.");
            }
        }

        var killed = waited.Elapsed;
        app = await ChildApp.Start(folder, port).RunningAsync();
        Assert.Equal(Numbers, await TellAsync(told, due: Numbers));
        await UntilAllEndedAsync(seed);
        await AssertEffectsAsync(seed, kills, killed, waited.Elapsed);
    }

    /// <summary>Starts the orchestrations and tells them what is due, as far as answers come. What got no answer is told again by the next call.</summary>
    /// <returns>How much was told; the start is the first.</returns>
    private async Task<int> TellAsync(int told, int due)
    {
        try
        {
            while (told < due)
            {
                var path = told == 0 ? $"/api/endure/{Instances}/begin/{Numbers - 1}" : $"/api/endure/{Instances}/tell/{told}";
                using var answer = await app!.Http.PostAsync(path, null, Cancellation);
                answer.EnsureSuccessStatusCode();
                told++;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException { StatusCode: null } or SocketException)
        {
            // Killed before it answered.
        }

        return told;
    }

    private async Task UntilAllEndedAsync(int seed)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var instances = await InstancesAsync();
            var open = instances.Where(instance => instance.Status is "Running" or "Pending").ToList();
            Assert.All(instances.Except(open), instance => Assert.True(instance.Status == "Completed", $"{instance} with seed {seed}"));
            if (open.Count == 0)
            {
                Assert.Equal(Instances, instances.Count(instance => instance.Name == nameof(EndureFunctions.Endure)));
                return;
            }

            Assert.True(waited.Elapsed < Patience, $"With seed {seed}, {open.Count} orchestrations have not ended: {string.Join(", ", open.Take(5))}");
            await Task.Delay(500, Cancellation);
        }
    }

    private async Task AssertEffectsAsync(int seed, int kills, TimeSpan killed, TimeSpan whole)
    {
        var ledger = await Ledger.ReadAsync(AzuriteProcess.EnsureStarted(folder).ConnectionString);
        Assert.Equal(Enumerable.Range(0, Instances).Select(EndureFunctions.InstanceId), ledger.Keys.Order(StringComparer.Ordinal));
        var (rounds, runs, commands) = (0, 0, 0);
        foreach (var (id, account) in ledger)
        {
            var lived = await RoundsAsync(id);
            var expected = Enumerable.Range(0, lived).SelectMany(CommandsOf).Order(StringComparer.Ordinal).ToList();
            var where = $"{id} with seed {seed}: ";
            Assert.True(expected.SequenceEqual(account.Runs.Distinct().Order(StringComparer.Ordinal)), where + "an effect is missing, or one that nobody asked for is there.");
            Assert.True(expected.SequenceEqual(account.Commands.Order(StringComparer.Ordinal)), where + "a command is missing, or one that nobody gave is there.");
            Assert.True(expected.Count == account.Balance, $"{where}{expected.Count} commands took effect {account.Balance} times.");
            (rounds, runs, commands) = (rounds + lived, runs + account.Runs.Count, commands + expected.Count);
        }

        // A kill that meets nothing under way would show nothing.
        Assert.True(runs > commands, $"No activity ran twice with seed {seed}: the kills showed too little.");
        Say($"{kills} kills in {killed.TotalSeconds:0} s; all {Instances} orchestrations ended after {whole.TotalSeconds:0} s and {rounds} rounds.");
        Say($"{commands} guarded effects took place once each; {runs - commands} of {runs} runs of activities were repeats.");
    }

    private static IEnumerable<string> CommandsOf(int round) =>
        EndureFunctions.HasChild(round) ? [$"{round}-before", $"{round}-after", $"{round}-child"] : [$"{round}-before", $"{round}-after"];

    private async Task<int> RoundsAsync(string instanceId)
    {
        var shown = JsonDocument.Parse(await app!.Http.GetStringAsync($"/local/orchestrations/{instanceId}", Cancellation));
        return shown.RootElement.GetProperty("output").GetInt32();
    }

    private async Task<List<Seen>> InstancesAsync()
    {
        var listed = JsonDocument.Parse(await app!.Http.GetStringAsync("/local/orchestrations", Cancellation));
        return
        [
            .. listed.RootElement.GetProperty("items").EnumerateArray().Select(item => new Seen(
                item.GetProperty("instanceId").GetString()!, item.GetProperty("name").GetString()!, item.GetProperty("runtimeStatus").GetString()!)),
        ];
    }

    // To the test's own report, and to the screen of who runs it alone.
    private static void Say(FormattableString line)
    {
        var text = line.ToString(CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        Console.WriteLine(text);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Seen(string InstanceId, string Name, string Status);
}
