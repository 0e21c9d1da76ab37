using System.Collections.Concurrent;
using System.Diagnostics;
using Inburgering.Messages;
using Inburgering.Telemetry;

namespace Inburgering.Functions.Messages;

/// <summary>Sends outbox messages to Service Bus.</summary>
internal sealed class ServiceBusMessageSender(ServiceBusClient client, OperationMetrics metrics) : IMessageSender
{
    // The official clients write and read both; whoever finds them filled leaves them as they are.
    internal const string TraceParent = "traceparent";
    internal const string DiagnosticId = "Diagnostic-Id";

    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new(StringComparer.Ordinal);

    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        using var span = Traces.Begin("send", ActivityKind.Producer, message.TraceParent);
        span?.SetTag("messaging.destination.name", message.Destination).SetTag("type", message.Type);
        var outgoing = new ServiceBusMessage(BinaryData.FromBytes(message.Body()))
        {
            MessageId = message.BrokerId,
            ContentType = OutgoingMessage.ContentType,
            ApplicationProperties = { ["type"] = message.Type },
        };
        if (message.Late is { } late)
        {
            outgoing.ApplicationProperties["late"] = late;
        }

        if ((span?.Id ?? message.TraceParent) is { } trace)
        {
            outgoing.ApplicationProperties[TraceParent] = trace;
            outgoing.ApplicationProperties[DiagnosticId] = trace;
        }

        try
        {
            await senders.GetOrAdd(message.Destination, client.CreateSender).SendMessageAsync(outgoing, cancellationToken);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }

        metrics.MessageSent(message.Destination, message.Type);
    }
}
