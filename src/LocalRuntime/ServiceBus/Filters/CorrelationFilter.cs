namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Takes a message when every property that the filter names has exactly the given value.</summary>
/// <param name="system">Values by the names in <see cref="SystemNames"/>.</param>
/// <param name="application">Values by application property.</param>
internal sealed class CorrelationFilter(IReadOnlyDictionary<string, string> system, IReadOnlyDictionary<string, object> application) : IMessageFilter
{
    public static IReadOnlyList<string> SystemNames { get; } =
        ["ContentType", "CorrelationId", "Label", "MessageId", "ReplyTo", "SessionId", "Subject", "To"];

    public bool Matches(MessageContent message) =>
        system.All(expected => message.SystemProperty(expected.Key) is string actual && actual == expected.Value)
        && application.All(expected =>
            SqlValue.TryFrom(message.ApplicationProperty(expected.Key), out var actual)
            && SqlValue.TryFrom(expected.Value, out var wanted)
            && SqlValue.Compare(actual, wanted) == 0);
}
