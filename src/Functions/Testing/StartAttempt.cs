using Inburgering.Functions.Http;
using Inburgering.Functions.Learning;
using Inburgering.Learning;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Testing;

/// <summary>POST /me/modules/{moduleId}/attempts: starts a test, or goes on with the open one.</summary>
public sealed class StartAttempt(TestTaking tests, PublishedContent published, TimeProvider clock)
{
    [Function(nameof(StartAttempt))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/me/modules/{moduleId}/attempts")] HttpRequest request, string moduleId, CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        if (Languages.Problem(request) is { } problem)
        {
            return problem;
        }

        var liked = published.Package.Modules.TryGetValue(moduleId, out var there) ? Languages.Liked(request, there.Texts.Keys) : null;
        var answer = await tests.StartAsync(request.PersonId(), moduleId, Languages.Asked(request), liked, cancellationToken);
        if (answer.Value is not { } attempt)
        {
            return Problems.Of(answer.Refusal!);
        }

        var module = (await published.FindAsync(attempt.Edition, cancellationToken)).Package.Modules[moduleId];
        request.HttpContext.Response.Headers.ContentLanguage = attempt.Language;
        return attempt.StartedAt < asked
            ? Answers.Ok(AttemptView.Open(attempt, module))
            : Answers.Created(request, $"/api/v1/me/attempts/{attempt.AttemptId}", AttemptView.Open(attempt, module));
    }
}
