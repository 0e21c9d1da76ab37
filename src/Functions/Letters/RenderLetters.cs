using Inburgering.Functions.Obligations;
using Inburgering.Letters;
using Inburgering.Telemetry;

namespace Inburgering.Functions.Letters;

/// <summary>Activity: makes the PDFs of the person's letters that have none yet and asks for their dispatch.</summary>
public sealed class RenderLetters(LetterRendering rendering)
{
    [Function(nameof(RenderLetters))]
    public async Task Run([ActivityTrigger] ObligationWork work, CancellationToken cancellationToken)
    {
        using var span = Traces.Begin(nameof(RenderLetters), cause: work.TraceParent);
        await rendering.RenderAsync(work.PersonId, cancellationToken);
    }
}
