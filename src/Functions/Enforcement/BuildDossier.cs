using Inburgering.Enforcement;
using Inburgering.Functions.Obligations;

namespace Inburgering.Functions.Enforcement;

/// <summary>Activity: builds the dossier of a confirmed breach, once, and refers it to ABB.</summary>
public sealed class BuildDossier(DossierBuilding building)
{
    [Function(nameof(BuildDossier))]
    public Task Run([ActivityTrigger] ObligationWork work, CancellationToken cancellationToken) => building.BuildAsync(work.PersonId, cancellationToken);
}
