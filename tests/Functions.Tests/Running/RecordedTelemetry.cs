using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Tests.Running;

/// <summary>Everything an app logs at the most verbose level, and everything this process traces and measures meanwhile, as lines of text.</summary>
internal sealed class RecordedTelemetry : ILoggerProvider
{
    /// <summary>Settings under which an app logs all it can.</summary>
    public static readonly IReadOnlyDictionary<string, string?> MostVerbose = new[] { "Default", "Microsoft", "Azure", "System", "Inburgering" }
        .ToDictionary(category => $"Logging:LogLevel:{category}", string? (_) => nameof(LogLevel.Trace));

    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentDictionary<string, int> kinds = new();
    private readonly ActivityListener activities;
    private readonly MeterListener measurements;
    private readonly AzureEventSourceListener azure;

    private RecordedTelemetry()
    {
        activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Add(
                "trace",
                $"{activity.DisplayName} {activity.StatusDescription} {Text(activity.TagObjects)} {Text(activity.Baggage.Select(item => KeyValuePair.Create(item.Key, (object?)item.Value)))} {string.Join(' ', activity.Events.Select(happened => happened.Name + Text(happened.Tags)))}"),
        };
        ActivitySource.AddActivityListener(activities);
        measurements = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add("metric", instrument.Name + Text(tags.ToArray())));
        measurements.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Add("metric", instrument.Name + Text(tags.ToArray())));
        measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add("metric", instrument.Name + Text(tags.ToArray())));
        measurements.Start();
        azure = new AzureEventSourceListener((_, message) => Add("azure", message), EventLevel.Verbose);
    }

    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>How many lines of each kind: log, trace, metric, azure (what the storage clients say).</summary>
    public IReadOnlyDictionary<string, int> Kinds => kinds;

    /// <summary>Records from now on.</summary>
    public static RecordedTelemetry Of(RunningApp app)
    {
        var telemetry = new RecordedTelemetry();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(telemetry);
        return telemetry;
    }

    /// <summary>Reads the instruments that are read and not written to.</summary>
    public void Observe() => measurements.RecordObservableInstruments();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        activities.Dispose();
        measurements.Dispose();
        azure.Dispose();
    }

    private static string Text(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}"));

    private void Add(string kind, string line)
    {
        kinds.AddOrUpdate(kind, 1, (_, count) => count + 1);
        lines.Enqueue($"{kind}: {line}");
    }

    private sealed class Logger(RecordedTelemetry telemetry, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Write("scope", state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Write(formatter(state, exception), state);
            if (exception is not null)
            {
                telemetry.Add("log", $"{category} {exception}");
            }
        }

        private void Write<TState>(string text, TState state) =>
            telemetry.Add("log", $"{category} {text} {(state is IEnumerable<KeyValuePair<string, object?>> values ? Text(values) : state?.ToString())}");
    }
}
