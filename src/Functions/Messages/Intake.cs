using System.Diagnostics;
using Inburgering.Functions.Obligations;
using Inburgering.Messages;
using Inburgering.Telemetry;

namespace Inburgering.Functions.Messages;

/// <summary>
/// Takes a message and settles it: complete when its effect is written and the orchestrators know, dead-letter with a reason
/// when it is wrong. Anything else throws, and the message comes again.
/// </summary>
internal static class Intake
{
    public static async Task SettleAsync(
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        DurableTaskClient client,
        Func<ReadOnlyMemory<byte>, Task<IntakeResult>> take,
        CancellationToken cancellationToken)
    {
        using var span = Traces.Begin("take message", ActivityKind.Consumer, Cause(message));
        var result = await take(message.Body.ToMemory());
        if (result.DeadLetter is { } deadLetter)
        {
            await actions.DeadLetterMessageAsync(message, null, deadLetter.Reason, deadLetter.Description, cancellationToken);
            span?.SetTag("outcome", deadLetter.Reason);
            MessageOutcome.Note(deadLetter.Reason);
            return;
        }

        foreach (var personId in result.ToPlan)
        {
            await client.PlanAgainAsync(personId, cancellationToken);
        }

        await actions.CompleteMessageAsync(message, cancellationToken);
        MessageOutcome.Note(MessageOutcome.Completed);
    }

    /// <summary>The trace context that the sender's client wrote into the message.</summary>
    private static string? Cause(ServiceBusReceivedMessage message) =>
        (message.ApplicationProperties.GetValueOrDefault(ServiceBusMessageSender.TraceParent) ?? message.ApplicationProperties.GetValueOrDefault(ServiceBusMessageSender.DiagnosticId)) as string;
}
