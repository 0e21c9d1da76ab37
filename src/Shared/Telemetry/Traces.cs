using System.Diagnostics;

namespace Inburgering.Telemetry;

/// <summary>
/// The product's spans. The W3C trace context of an act goes with what it leaves behind (a row of the outbox, a marker, a message), so that
/// whatever is done about it later, by whichever instance, belongs to the same trace.
/// </summary>
public static class Traces
{
    /// <summary>The source, for whoever exports it.</summary>
    public const string SourceName = "Inburgering";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The trace context to leave behind: <c>traceparent</c> of what goes on now; <see langword="null"/> outside of any.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>Begins a span.</summary>
    /// <param name="name">What is done; it is shown to operators, so it names nobody.</param>
    /// <param name="kind">Whether something came in, goes out or is done inside.</param>
    /// <param name="cause">The <c>traceparent</c> that was left behind by what caused it; what runs around it is linked then. Without one, or with one that is none, the span belongs to what runs around it.</param>
    /// <returns><see langword="null"/> where nobody listens.</returns>
    public static Activity? Begin(string name, ActivityKind kind = ActivityKind.Internal, string? cause = null)
    {
        if (!ActivityContext.TryParse(cause, null, isRemote: true, out var parent))
        {
            return Source.StartActivity(name, kind);
        }

        return Source.StartActivity(name, kind, parent, links: Activity.Current is { } around && around.TraceId != parent.TraceId ? [new ActivityLink(around.Context)] : null);
    }

    /// <summary>Notes that it failed. Nothing of the exception but its kind: a message may quote what was sent to us.</summary>
    public static void Fail(this Activity? span, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        span?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
    }
}
