using Inburgering.Arrivals;
using Inburgering.Functions.Messages;

namespace Inburgering.Functions.Arrivals;

/// <summary>Queue household-changes, the app's own: somebody's facts changed, so who depends on them is decided again.</summary>
public sealed class ReevaluateHousehold(HouseholdReevaluation reevaluation)
{
    [Function(nameof(ReevaluateHousehold))]
    public Task Run(
        [ServiceBusTrigger("household-changes", Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        Intake.SettleAsync(message, actions, client, body => reevaluation.TakeAsync(body, cancellationToken), cancellationToken);
}
