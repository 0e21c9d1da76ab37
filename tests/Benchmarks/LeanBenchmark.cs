using System.Globalization;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.Benchmarks;

/// <summary>First answer, memory and requests a second of a trivial function, against a bare Kestrel app.</summary>
internal static class LeanBenchmark
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    /// <returns>0 if every target is met, else 1.</returns>
    public static async Task<int> RunAsync(bool quick)
    {
        var starts = quick ? 3 : 9;
        var rounds = quick ? 1 : 5;
        var duration = TimeSpan.FromSeconds(quick ? 2 : 5);
        var folder = Directory.CreateTempSubdirectory("inburgering-benchmark-").FullName;
        try
        {
            AzuriteProcess.EnsureStarted(folder);
            var bare = new Figures();
            var runtime = new Figures();
            for (var start = 0; start <= starts; start++)
            {
                await StartAsync(bare, start > 0, ServedApp.StartBareAsync).ConfigureAwait(false);
                await StartAsync(runtime, start > 0, () => ServedApp.StartRuntimeAsync(folder)).ConfigureAwait(false);
            }

            using (var bareApp = await ServedApp.StartBareAsync().ConfigureAwait(false))
            using (var runtimeApp = await ServedApp.StartRuntimeAsync(folder).ConfigureAwait(false))
            {
                for (var round = 0; round <= rounds; round++)
                {
                    await LoadAsync(bare, round > 0, bareApp, duration).ConfigureAwait(false);
                    await LoadAsync(runtime, round > 0, runtimeApp, duration).ConfigureAwait(false);
                }

                await Task.Delay(Rest).ConfigureAwait(false);
                bare.AfterLoad.Add(bareApp.MebibytesInUse);
                runtime.AfterLoad.Add(runtimeApp.MebibytesInUse);
            }

            return Print(bare, runtime);
        }
        finally
        {
            AzuriteProcess.Stop(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task StartAsync(Figures figures, bool counts, Func<Task<ServedApp>> start)
    {
        using var app = await start().ConfigureAwait(false);
        await Task.Delay(Rest).ConfigureAwait(false);
        if (counts)
        {
            figures.FirstAnswer.Add(app.FirstAnswer.TotalMilliseconds);
            figures.StartProcessor.Add(app.ProcessorAtFirstAnswer.TotalMilliseconds);
            figures.AfterStart.Add(app.MebibytesInUse);
        }
    }

    private static async Task LoadAsync(Figures figures, bool counts, ServedApp app, TimeSpan duration)
    {
        var load = await Load.RunAsync(app, duration).ConfigureAwait(false);
        if (counts)
        {
            figures.PerSecond.Add(load.PerSecond);
            figures.Processor.Add(load.ProcessorMicroseconds);
        }
    }

    private static int Print(Figures bare, Figures runtime)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, Azurite running already; medians; {Load.Connections} connections"));
        Console.WriteLine();
        Console.WriteLine("                                bare Kestrel     local runtime     ratio   target");
        var met = Row("first answer, ms", bare.FirstAnswer, runtime.FirstAnswer, "≤ 4", ratio => ratio <= 4)
            & Row("processor until then, ms", bare.StartProcessor, runtime.StartProcessor, "", _ => true)
            & Row("memory after it, MiB", bare.AfterStart, runtime.AfterStart, "≤ 2", ratio => ratio <= 2)
            & Row("memory after load, MiB", bare.AfterLoad, runtime.AfterLoad, "≤ 2", ratio => ratio <= 2)
            & Row("trivial function, requests/s", bare.PerSecond, runtime.PerSecond, "≥ 0.5", ratio => ratio >= 0.5)
            & Row("processor, µs a request", bare.Processor, runtime.Processor, "", _ => true);
        return met ? 0 : 1;
    }

    private static bool Row(string what, List<double> bare, List<double> runtime, string target, Func<double, bool> isMet)
    {
        var ratio = Median(runtime) / Median(bare);
        var met = isMet(ratio);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-30}{Median(bare),14:N0}{Median(runtime),18:N0}{ratio,10:0.00}   {target}{(met ? "" : "  missed")}"));
        return met;
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private sealed class Figures
    {
        public List<double> FirstAnswer { get; } = [];

        public List<double> StartProcessor { get; } = [];

        public List<double> AfterStart { get; } = [];

        public List<double> AfterLoad { get; } = [];

        public List<double> PerSecond { get; } = [];

        public List<double> Processor { get; } = [];
    }
}
