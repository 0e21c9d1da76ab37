using Inburgering.Obligations;

namespace Inburgering.Functions.Obligations;

/// <summary>Activity: lets time pass for one person and says what is to be done next.</summary>
public sealed class AdvanceObligation(ObligationAdvancing advancing)
{
    [Function(nameof(AdvanceObligation))]
    public Task<ObligationPlan> Run([ActivityTrigger] ObligationWork work, CancellationToken cancellationToken) => advancing.AdvanceAsync(work.PersonId, cancellationToken);
}
