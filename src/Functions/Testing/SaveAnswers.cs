using Inburgering.Functions.Http;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Testing;

/// <summary>PUT /me/attempts/{attemptId}/answers: autosave.</summary>
public sealed class SaveAnswers(TestTaking tests)
{
    [Function(nameof(SaveAnswers))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/me/attempts/{attemptId}/answers")] HttpRequest request, string attemptId, CancellationToken cancellationToken)
    {
        var (answers, problem) = await RequestBody.ReadAsync(request, AttemptView.Read, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var answer = await tests.SaveAsync(request.PersonId(), attemptId, answers!, cancellationToken);
        return answer.Answer(_ => Results.NoContent());
    }
}
