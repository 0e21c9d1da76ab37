using Inburgering.Functions.Http;
using Inburgering.Functions.Learning;
using Inburgering.Learning;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Testing;

/// <summary>POST /me/modules/{moduleId}/attempts: starts a test, or goes on with the open one.</summary>
public sealed class StartAttempt(TestTaking tests, ContentPackage content, TimeProvider clock)
{
    [Function(nameof(StartAttempt))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/me/modules/{moduleId}/attempts")] HttpRequest request, string moduleId, CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        var language = content.Modules.TryGetValue(moduleId, out var module) ? Languages.Asked(request, module.Texts.Keys) : null;
        var answer = await tests.StartAsync(request.PersonId(), moduleId, language, cancellationToken);
        return answer.Answer(attempt =>
        {
            var view = AttemptView.Open(attempt, content.Modules[moduleId]);
            request.HttpContext.Response.Headers.ContentLanguage = attempt.Language;
            return attempt.StartedAt < asked ? Answers.Done(view) : Answers.Created(request, $"/api/v1/me/attempts/{attempt.AttemptId}", view);
        });
    }
}
