using Inburgering.Functions.Obligations;
using Inburgering.Letters;

namespace Inburgering.Functions.Letters;

/// <summary>Activity: makes the PDFs of the person's letters that have none yet and asks for their dispatch.</summary>
public sealed class RenderLetters(LetterRendering rendering)
{
    [Function(nameof(RenderLetters))]
    public Task Run([ActivityTrigger] ObligationWork work, CancellationToken cancellationToken) => rendering.RenderAsync(work.PersonId, cancellationToken);
}
