using System.Diagnostics;
using System.Net;

namespace Inburgering.Benchmarks;

/// <param name="PerSecond">Answers a second, all connections together.</param>
/// <param name="ProcessorMicroseconds">What the app's process spent on one request, on all cores.</param>
internal sealed record LoadFigures(double PerSecond, double ProcessorMicroseconds);

/// <summary>Connections that each ask again as soon as they are answered.</summary>
internal static class Load
{
    public const int Connections = 64;

    public static async Task<LoadFigures> RunAsync(ServedApp app, TimeSpan duration)
    {
        var server = new IPEndPoint(IPAddress.Loopback, app.Port);
        var asking = Enumerable.Range(0, Connections).Select(_ => new Asking(server, app.Path)).ToList();
        await Task.WhenAll(asking.Select(each => each.ConnectAsync())).ConfigureAwait(false);
        var before = app.ProcessorTime;
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(asking.Select(each => Task.Run(async () =>
        {
            long count = 0;
            while (watch.Elapsed < duration)
            {
                await each.AskAsync().ConfigureAwait(false);
                count++;
            }

            return count;
        }))).ConfigureAwait(false);
        var (elapsed, spent, answers) = (watch.Elapsed, app.ProcessorTime - before, counts.Sum());
        asking.ForEach(each => each.Dispose());
        return new LoadFigures(answers / elapsed.TotalSeconds, spent.TotalMicroseconds / answers);
    }
}
