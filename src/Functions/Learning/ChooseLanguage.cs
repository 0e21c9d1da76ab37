using Inburgering.Functions.Http;
using Inburgering.Learning;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Learning;

/// <summary>PUT /me/modules/{moduleId}/language: in which language the module is read and tested; idempotent.</summary>
public sealed class ChooseLanguage(LanguageChoosing choosing)
{
    [Function(nameof(ChooseLanguage))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/me/modules/{moduleId}/language")] HttpRequest request, string moduleId, CancellationToken cancellationToken)
    {
        var (language, problem) = await RequestBody.ReadAsync(request, fields => fields.Text("language", 2), cancellationToken);
        return problem ?? (await choosing.ChooseAsync(request.PersonId(), moduleId, language!, cancellationToken))
            .Answer(progress => Answers.Ok(new { ModuleId = moduleId, progress.Language }));
    }
}
