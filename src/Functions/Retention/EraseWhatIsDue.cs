using Inburgering.Functions.Obligations;
using Inburgering.Retention;

namespace Inburgering.Functions.Retention;

/// <summary>Timer, daily at 03:30 UTC: erases what the policy no longer lets be kept (docs/privacy.md).</summary>
public sealed class EraseWhatIsDue(Erasing erasing)
{
    [Function(nameof(EraseWhatIsDue))]
    public Task Run([TimerTrigger("0 30 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        erasing.EraseDueAsync(personId => client.PurgeInstanceAsync(ObligationInstances.InstanceId(personId), cancellation: cancellationToken), cancellationToken);
}
