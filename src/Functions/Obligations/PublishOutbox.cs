using Inburgering.Obligations;

namespace Inburgering.Functions.Obligations;

/// <summary>Activity: sends what waits in one person's outbox, and with that the plan's work is done.</summary>
public sealed class PublishOutbox(ObligationAdvancing advancing)
{
    [Function(nameof(PublishOutbox))]
    public Task Run([ActivityTrigger] ObligationWork work, CancellationToken cancellationToken) => advancing.FinishAsync(work.PersonId, work.Mark, work.Messages, cancellationToken);
}
