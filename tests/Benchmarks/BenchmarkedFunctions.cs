using System.Diagnostics;
using System.Diagnostics.Metrics;
using Inburgering.LocalRuntime;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Benchmarks;

/// <summary>The functions whose cost is that of the runtime alone.</summary>
public static class BenchmarkedFunctions
{
    [Function("Hello")]
    public static IResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello")] HttpRequest request) =>
        Results.Text(Answers.Hello);

    /// <summary>An event or a timer, one activity, the end: what was measured on the real host.</summary>
    [Function(nameof(EventOrTimer))]
    public static async Task<string> EventOrTimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var source = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromDays(1), source.Token);
        var wake = context.WaitForExternalEvent<object?>("Wake", source.Token);
        var first = await Task.WhenAny(timer, wake);
        source.Cancel();
        return await context.CallActivityAsync<string>(nameof(Echo), first == timer ? "timer" : "event");
    }

    [Function(nameof(Echo))]
    public static string Echo([ActivityTrigger] string text) => text;

    /// <summary>Starts orchestrations, sends each its event and waits for its end; many at once.</summary>
    [Function(nameof(RunOrchestrations))]
    public static async Task<IResult> RunOrchestrations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orchestrations/{count:int}/{atOnce:int}")] HttpRequest request,
        int count,
        int atOnce,
        [DurableClient] DurableTaskClient client)
    {
        using var requests = new StorageRequestCount();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (_, cancellationToken) =>
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(EventOrTimer), cancellation: cancellationToken);
            await client.RaiseEventAsync(id, "Wake", cancellation: cancellationToken);
            var end = await client.WaitForInstanceCompletionAsync(id, cancellation: cancellationToken);
            if (end.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
            {
                throw new InvalidOperationException($"{id} ended as {end.RuntimeStatus}.");
            }
        });
        return Results.Json(new OrchestrationFigures(count / watch.Elapsed.TotalSeconds, (double)requests.Count / count));
    }

    /// <summary>Counts what this process asks of storage, by the meter that every HttpClient feeds.</summary>
    private sealed class StorageRequestCount : IDisposable
    {
        private readonly MeterListener listener = new();
        private long count;

        public StorageRequestCount()
        {
            listener.InstrumentPublished = (instrument, target) =>
            {
                if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.request.duration" })
                {
                    target.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref count));
            listener.Start();
        }

        public long Count => Interlocked.Read(ref count);

        public void Dispose() => listener.Dispose();
    }
}

/// <param name="PerSecond">Orchestrations that ended, a second.</param>
/// <param name="StorageRequests">Of one orchestration, from its start to its end.</param>
internal sealed record OrchestrationFigures(double PerSecond, double StorageRequests);
