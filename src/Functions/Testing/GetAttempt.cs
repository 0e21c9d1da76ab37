using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Testing;

/// <summary>GET /me/attempts/{attemptId}: an open test to go on with, on whatever device; a closed one with what was right and why.</summary>
public sealed class GetAttempt(TestTaking tests, PublishedContent published)
{
    [Function(nameof(GetAttempt))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/attempts/{attemptId}")] HttpRequest request, string attemptId, CancellationToken cancellationToken)
    {
        var answer = await tests.ReadAsync(request.PersonId(), attemptId, cancellationToken);
        if (answer.Value is not { } attempt)
        {
            return Problems.Of(answer.Refusal!);
        }

        var module = (await published.FindAsync(attempt.Edition, cancellationToken)).Package.Modules[attempt.ModuleId];
        request.HttpContext.Response.Headers.ContentLanguage = attempt.Language;
        return Answers.Ok(attempt.IsOpen ? AttemptView.Open(attempt, module) : AttemptView.Reviewed(attempt, module));
    }
}
