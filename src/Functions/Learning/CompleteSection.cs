using Inburgering.Calendar;
using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Policies;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Learning;

/// <summary>PUT /me/modules/{moduleId}/sections/{sectionId}: a section was gone through; idempotent.</summary>
public sealed class CompleteSection(SectionCompletion completion, PublishedContent published, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(CompleteSection))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/me/modules/{moduleId}/sections/{sectionId}")] HttpRequest request,
        string moduleId,
        string sectionId,
        CancellationToken cancellationToken)
    {
        var (_, problem) = await RequestBody.ReadAsync(
            request,
            fields =>
            {
                var completed = fields.Flag("completed");
                fields.Rule("completed", completed, "must be true");
                return completed;
            },
            cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var answer = await completion.CompleteAsync(request.PersonId(), moduleId, sectionId, cancellationToken);
        return answer.Answer(progress => Answers.Ok(ProgressView.Of(published.Package.Modules[moduleId], progress, policies.InForceOn(LegalCalendar.DayOf(clock.GetUtcNow())))));
    }
}
