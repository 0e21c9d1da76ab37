using System.Diagnostics.Metrics;

namespace Inburgering.Telemetry;

/// <summary>What operators watch, on the meter <c>Inburgering.Operations</c>. No tag names a person.</summary>
public sealed class OperationMetrics
{
    /// <summary>The meter, for whoever exports it.</summary>
    public const string MeterName = "Inburgering.Operations";

    private readonly Counter<long> functions;
    private readonly Counter<long> messagesIn;
    private readonly Counter<long> messagesOut;
    private readonly Counter<long> attempts;
    private readonly Gauge<long> outboxAge;
    private readonly Gauge<long> obligations;
    private readonly Gauge<long> deadlines;
    private readonly Gauge<long> overdueDeadlines;
    private readonly Gauge<long> overdueConfirmations;

    public OperationMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        functions = meter.CreateCounter<long>("inburgering.functions", "{execution}", "Executions of functions, orchestrators left out");
        messagesIn = meter.CreateCounter<long>("inburgering.messages.in", "{message}", "Messages taken from a queue, by what became of them");
        messagesOut = meter.CreateCounter<long>("inburgering.messages.out", "{message}", "Messages sent");
        attempts = meter.CreateCounter<long>("inburgering.attempts", "{attempt}", "Tests closed, passed or not");
        outboxAge = meter.CreateGauge<long>("inburgering.outbox.age", "s", "How long the oldest work that was left behind has waited");
        obligations = meter.CreateGauge<long>("inburgering.obligations", "{person}", "People by the state of their obligation, as of last night");
        deadlines = meter.CreateGauge<long>("inburgering.deadlines", "{person}", "Running obligations whose deadline is near, as of last night");
        overdueDeadlines = meter.CreateGauge<long>("inburgering.deadlines.overdue", "{person}", "Running obligations whose deadline has passed: something is stuck");
        overdueConfirmations = meter.CreateGauge<long>("inburgering.confirmations.overdue", "{person}", "Breaches that no officer has confirmed within two weeks, as of last night");
    }

    public void FunctionRan(string function) => functions.Add(1, new KeyValuePair<string, object?>("function", function));

    /// <summary>A message was settled.</summary>
    /// <param name="function">Which function took it; each has a queue of its own.</param>
    /// <param name="outcome"><c>completed</c>, or the reason it was dead-lettered for.</param>
    public void MessageTaken(string function, string outcome) => messagesIn.Add(1, new("function", function), new("outcome", outcome));

    public void MessageSent(string destination, string type) => messagesOut.Add(1, new("destination", destination), new("type", type));

    public void AttemptClosed(string moduleId, bool passed) => attempts.Add(1, new("module", moduleId), new("passed", passed));

    /// <summary>What the sweep found: how long the oldest marker has been due, zero where none is.</summary>
    public void LeftBehind(TimeSpan age) => outboxAge.Record((long)age.TotalSeconds);

    /// <summary>What the night's count found.</summary>
    public void Counted(MatterTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        foreach (var (status, count) in tally.ByStatus)
        {
            obligations.Record(count, new KeyValuePair<string, object?>("status", status));
        }

        deadlines.Record(tally.DueWithin7Days, new KeyValuePair<string, object?>("within_days", 7));
        deadlines.Record(tally.DueWithin30Days, new KeyValuePair<string, object?>("within_days", 30));
        overdueDeadlines.Record(tally.OverdueDeadlines);
        overdueConfirmations.Record(tally.OverdueConfirmations);
    }
}
