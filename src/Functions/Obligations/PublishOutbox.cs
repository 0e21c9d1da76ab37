using Inburgering.Obligations;
using Inburgering.Telemetry;

namespace Inburgering.Functions.Obligations;

/// <summary>Activity: sends what waits in one person's outbox, and with that the plan's work is done.</summary>
public sealed class PublishOutbox(ObligationAdvancing advancing)
{
    [Function(nameof(PublishOutbox))]
    public async Task Run([ActivityTrigger] ObligationWork work, CancellationToken cancellationToken)
    {
        using var span = Traces.Begin(nameof(PublishOutbox), cause: work.TraceParent);
        await advancing.FinishAsync(work.PersonId, work.Mark, work.Waiting, cancellationToken);
    }
}
