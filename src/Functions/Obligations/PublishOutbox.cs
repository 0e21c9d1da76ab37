using Inburgering.Storage;

namespace Inburgering.Functions.Obligations;

/// <summary>Activity: sends what waits in one person's outbox.</summary>
public sealed class PublishOutbox(Outbox outbox)
{
    [Function(nameof(PublishOutbox))]
    public Task Run([ActivityTrigger] ObligationWork work, CancellationToken cancellationToken) => outbox.PublishAsync(work.PersonId, cancellationToken);
}
