using Inburgering.Functions.Messages;
using Inburgering.Permits;

namespace Inburgering.Functions.Permits;

/// <summary>Queue dwewis-permits: what DWEWIS says about permits.</summary>
public sealed class TakePermitMessage(PermitIntake intake)
{
    [Function(nameof(TakePermitMessage))]
    public Task Run(
        [ServiceBusTrigger("dwewis-permits", Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        Intake.SettleAsync(message, actions, client, body => intake.TakeAsync(body, cancellationToken), cancellationToken);
}
