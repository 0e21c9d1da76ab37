using Inburgering.Enforcement;
using Inburgering.Functions.Messages;

namespace Inburgering.Functions.Enforcement;

/// <summary>Queue enforcement-outcomes: what the enforcement officers of ABB did with a case.</summary>
public sealed class TakeEnforcementOutcomeMessage(OutcomeIntake intake)
{
    [Function(nameof(TakeEnforcementOutcomeMessage))]
    public Task Run(
        [ServiceBusTrigger("enforcement-outcomes", Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        Intake.SettleAsync(message, actions, client, body => intake.TakeAsync(body, cancellationToken), cancellationToken);
}
