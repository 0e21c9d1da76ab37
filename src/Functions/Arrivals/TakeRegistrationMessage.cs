using Inburgering.Arrivals;
using Inburgering.Functions.Messages;

namespace Inburgering.Functions.Arrivals;

/// <summary>Queue registry-registrations: what the National Register says.</summary>
public sealed class TakeRegistrationMessage(RegistrationIntake intake)
{
    [Function(nameof(TakeRegistrationMessage))]
    public Task Run(
        [ServiceBusTrigger("registry-registrations", Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        Intake.SettleAsync(message, actions, client, body => intake.TakeAsync(body, cancellationToken), cancellationToken);
}
