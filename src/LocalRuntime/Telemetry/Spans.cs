using System.Collections.Concurrent;
using System.Diagnostics;

namespace Inburgering.LocalRuntime.Telemetry;

/// <summary>
/// The newest spans of the app, with which what belongs together can be followed from a message to its last effect. Those of .NET and of
/// the Azure clients are left out. Sources belong to the process: another app in it is seen too.
/// </summary>
internal sealed class Spans : IDisposable
{
    private const int Kept = 5000;

    private readonly ConcurrentQueue<Activity> newest = new();
    private readonly ActivityListener listener;

    public Spans()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => !Foreign.Any(prefix => source.Name.StartsWith(prefix, StringComparison.Ordinal)),
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(listener);
    }

    private static IReadOnlyList<string> Foreign { get; } = ["Microsoft.", "System.", "Azure.", "Experimental."];

    /// <summary>The spans that are kept, in the order in which they ended.</summary>
    /// <param name="traceId">Only those of this trace.</param>
    public IReadOnlyList<Activity> Read(string? traceId) => [.. newest.Where(span => traceId is null || span.TraceId.ToHexString() == traceId)];

    public void Dispose() => listener.Dispose();

    private void Keep(Activity span)
    {
        newest.Enqueue(span);
        while (newest.Count > Kept && newest.TryDequeue(out _))
        {
        }
    }
}
