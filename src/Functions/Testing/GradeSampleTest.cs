using Inburgering.Functions.Http;
using Inburgering.Functions.Learning;
using Inburgering.Learning;
using Inburgering.Policies;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Testing;

/// <summary>POST /modules/{moduleId}/sample-test/grading: what was right in a sample test, and why. Nothing is kept.</summary>
public sealed class GradeSampleTest(PublishedContent published, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(GradeSampleTest))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/modules/{moduleId}/sample-test/grading")] HttpRequest request, string moduleId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (SampleTests.Draw(request, moduleId, published.Package, policies, now) is not var (module, sample, policy))
        {
            return Problems.NotFound("sample test");
        }

        var (answers, problem) = await RequestBody.ReadAsync(request, AttemptView.Read, cancellationToken);
        if ((problem ?? Languages.Problem(request)) is { } wrong)
        {
            return wrong;
        }

        if (GivenAnswer.RefusalOf(answers!, sample) is { } refused)
        {
            return Problems.Of(refused);
        }

        var graded = TestRules.Grade(sample.Answering(answers!), policy, now);
        request.HttpContext.Response.Headers.ContentLanguage = graded.Language;
        return Answers.Ok(new
        {
            graded.ModuleId,
            graded.Language,
            graded.Result!.Passed,
            Score = graded.Result.ScorePercent,
            PassMark = graded.Result.PassMarkPercent,
            graded.Result.TopicsToStudy,
            Topics = AttemptView.Topics(graded, module),
            Review = AttemptView.Explained(graded, module),
        });
    }
}
