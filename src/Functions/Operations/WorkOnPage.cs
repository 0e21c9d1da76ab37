using Inburgering.Operations;

namespace Inburgering.Functions.Operations;

/// <summary>Activity: does one page of an operator's run.</summary>
public sealed class WorkOnPage(PeopleRuns runs)
{
    [Function(nameof(WorkOnPage))]
    public Task<RunProgress> Run([ActivityTrigger] RunProgress progress, CancellationToken cancellationToken) => runs.WorkAsync(progress, cancellationToken);
}
