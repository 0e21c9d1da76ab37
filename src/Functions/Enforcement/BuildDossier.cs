using Inburgering.Enforcement;
using Inburgering.Functions.Obligations;
using Inburgering.Telemetry;

namespace Inburgering.Functions.Enforcement;

/// <summary>Activity: builds the dossier of a confirmed breach, once, and refers it to ABB.</summary>
public sealed class BuildDossier(DossierBuilding building)
{
    [Function(nameof(BuildDossier))]
    public async Task Run([ActivityTrigger] ObligationWork work, CancellationToken cancellationToken)
    {
        using var span = Traces.Begin(nameof(BuildDossier), cause: work.TraceParent);
        await building.BuildAsync(work.PersonId, cancellationToken);
    }
}
