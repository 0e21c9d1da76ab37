using Inburgering.Functions.Http;
using Inburgering.Obligations;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Letters;

/// <summary>GET /me/letters: every letter, newest first.</summary>
public sealed class ListMyLetters(PersonStore store, PolicyBook policies)
{
    [Function(nameof(ListMyLetters))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/letters")] HttpRequest request, CancellationToken cancellationToken)
    {
        var file = (await store.FindAsync(request.PersonId(), cancellationToken))!.File;
        return Answers.List(request, file.Letters.Reverse().Select(letter => new
        {
            letter.LetterId,
            letter.Kind,
            Act = letter.Told?.Kind,
            letter.Language,
            letter.DatedOn,
            letter.Agency,
            Deadline.Of(letter.Dispatch, policies.Version(letter.PolicyVersion))?.ReceivedOn,
            Href = letter.DocumentPath is null ? null : $"/api/v1/me/letters/{letter.LetterId}",
        }).ToList());
    }
}
