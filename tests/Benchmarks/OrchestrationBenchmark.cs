using System.Globalization;
using System.Net.Http.Json;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.Benchmarks;

/// <summary>Orchestrations "event or timer, one activity, complete", on Azurite on disk.</summary>
internal static class OrchestrationBenchmark
{
    // On the real host 4.1037 with its Azure Storage backend, on a 2-core machine with Azurite.
    private const double HostPerSecond = 16.7;
    private const int HostStorageRequests = 33;

    private const double MostStorageRequests = 8;
    private const double TimesTheHost = 10;

    /// <returns>0 if both targets are met, else 1.</returns>
    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("inburgering-benchmark-").FullName;
        try
        {
            AzuriteProcess.EnsureStarted(folder);
            using var app = await ServedApp.StartRuntimeAsync(folder).ConfigureAwait(false);
            using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{app.Port}"), Timeout = TimeSpan.FromMinutes(5) };
            await MeasureAsync(http, 200, 16).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, .NET {Environment.Version}; real host: {HostPerSecond} a second, {HostStorageRequests} storage requests each"));
            Console.WriteLine();
            Console.WriteLine("at once   orchestrations/s   times the host   storage requests each");
            var best = 0.0;
            var most = 0.0;
            foreach (var (count, atOnce) in new[] { (200, 1), (1000, 16), (1000, 64) })
            {
                var figures = await MeasureAsync(http, count, atOnce).ConfigureAwait(false);
                best = Math.Max(best, figures.PerSecond);
                most = Math.Max(most, figures.StorageRequests);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{atOnce,7}{figures.PerSecond,19:N0}{figures.PerSecond / HostPerSecond,17:N1}{figures.StorageRequests,24:N1}"));
            }

            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Targets: ≥ {TimesTheHost} times the host, ≤ {MostStorageRequests} storage requests each."));
            return best >= TimesTheHost * HostPerSecond && most <= MostStorageRequests ? 0 : 1;
        }
        finally
        {
            AzuriteProcess.Stop(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<OrchestrationFigures> MeasureAsync(HttpClient http, int count, int atOnce)
    {
        using var answer = await http.PostAsync(new Uri($"api/orchestrations/{count}/{atOnce}", UriKind.Relative), null).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<OrchestrationFigures>().ConfigureAwait(false))!;
    }
}
