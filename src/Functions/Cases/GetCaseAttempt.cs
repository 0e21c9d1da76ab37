using Inburgering.Cases;
using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Cases;

/// <summary>
/// GET /cases/{personId}/attempts/{attemptId}: one test for a dispute: what was shown, answered and graded, and whether its draw comes
/// out the same when it is made again. Which options are right only once it is closed. The look is audited.
/// </summary>
public sealed class GetCaseAttempt(CaseViewing viewing, PublishedContent published)
{
    [Function(nameof(GetCaseAttempt))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/cases/{personId}/attempts/{attemptId}")] HttpRequest request,
        string personId,
        string attemptId,
        CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        return await viewing.ViewAttemptAsync(personId, attemptId, caller.Agency!.Value, caller.Subject, cancellationToken) is { } attempt
            ? Answers.Ok(View(attempt, (await published.FindAsync(attempt.Edition, cancellationToken)).Package.Modules[attempt.ModuleId]))
            : Problems.NotFound("case");
    }

    private static object View(Attempt attempt, Module module) => new
    {
        attempt.AttemptId,
        attempt.ModuleId,
        attempt.Language,
        attempt.ContentVersion,
        attempt.Edition,
        attempt.PolicyVersion,
        StartedAt = Answers.Instant(attempt.StartedAt),
        ExpiresAt = Answers.Instant(attempt.ExpiresAt),
        ExtraMinutes = attempt.ExtraMinutes == 0 ? (int?)null : attempt.ExtraMinutes,
        ClosedAt = attempt.Result is { } closed ? Answers.Instant(closed.ClosedAt) : null,
        attempt.Result?.Passed,
        Score = attempt.Result?.ScorePercent,
        PassMark = attempt.Result?.PassMarkPercent,
        DrawIsReproduced = TestRules.IsDrawOf(attempt, module),
        Questions = attempt.Questions.Select(question => new
        {
            question.QuestionId,
            question.Topic,
            question.OptionIds,
            ChosenOptionIds = attempt.Answers.GetValueOrDefault(question.QuestionId, []),
            CorrectOptionIds = attempt.IsOpen ? null : question.RightOptionIds,
            Correct = attempt.IsOpen ? (bool?)null : attempt.IsRight(question),
        }),
    };
}
