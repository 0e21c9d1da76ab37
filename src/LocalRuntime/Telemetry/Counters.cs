using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Inburgering.LocalRuntime.Telemetry;

/// <summary>
/// Sums up every counter that the app and the runtime keep, and holds the last value of every gauge: what a telemetry exporter sends to a monitor in Azure is looked
/// at here. Those of .NET itself are left out.
/// </summary>
internal sealed class Counters : IDisposable
{
    private readonly ConcurrentDictionary<Key, long> sums = new();
    private readonly MeterListener listener = new();

    /// <param name="meters">Of the host: another app in the same process has its own.</param>
    public Counters(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument is Counter<long> or Gauge<long> && !IsOfDotNet(instrument.Meter.Name))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            sums.AddOrUpdate(Key.Of(instrument.Name, tags), value, (_, sum) => instrument is Gauge<long> ? value : sum + value));
        listener.Start();
    }

    /// <summary>Every counter with each combination of tags it was counted with, in order.</summary>
    public IReadOnlyList<(string Counter, IReadOnlyList<KeyValuePair<string, string>> Tags, long Count)> Read() =>
        [.. sums.OrderBy(sum => sum.Key.Text, StringComparer.Ordinal).Select(sum => (sum.Key.Counter, sum.Key.Tags, sum.Value))];

    public void Dispose() => listener.Dispose();

    private static bool IsOfDotNet(string meter) =>
        meter.StartsWith("Microsoft.", StringComparison.Ordinal) || meter.StartsWith("System.", StringComparison.Ordinal);

    private readonly struct Key(string counter, IReadOnlyList<KeyValuePair<string, string>> tags, string text) : IEquatable<Key>
    {
        public string Counter => counter;

        public IReadOnlyList<KeyValuePair<string, string>> Tags => tags;

        public string Text => text;

        public static Key Of(string counter, ReadOnlySpan<KeyValuePair<string, object?>> measured)
        {
            var tags = new KeyValuePair<string, string>[measured.Length];
            for (var index = 0; index < measured.Length; index++)
            {
                tags[index] = new(measured[index].Key, FormattableString.Invariant($"{measured[index].Value}"));
            }

            return new Key(counter, tags, $"{counter}|{string.Join('|', tags.Select(tag => $"{tag.Key}={tag.Value}"))}");
        }

        public bool Equals(Key other) => text == other.Text;

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);
    }
}
