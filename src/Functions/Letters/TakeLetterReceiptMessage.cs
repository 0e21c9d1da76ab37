using Inburgering.Functions.Messages;
using Inburgering.Letters;

namespace Inburgering.Functions.Letters;

/// <summary>Queue letter-receipts: what the post and the eBox say about letters.</summary>
public sealed class TakeLetterReceiptMessage(ReceiptIntake intake)
{
    [Function(nameof(TakeLetterReceiptMessage))]
    public Task Run(
        [ServiceBusTrigger("letter-receipts", Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        Intake.SettleAsync(message, actions, client, body => intake.TakeAsync(body, cancellationToken), cancellationToken);
}
