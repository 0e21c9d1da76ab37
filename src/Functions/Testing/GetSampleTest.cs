using Inburgering.Functions.Http;
using Inburgering.Functions.Learning;
using Inburgering.Learning;
using Inburgering.Policies;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Testing;

/// <summary>GET /modules/{moduleId}/sample-test: a test that counts for nothing, for whoever is signed in as a learner.</summary>
public sealed class GetSampleTest(PublishedContent published, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(GetSampleTest))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/modules/{moduleId}/sample-test")] HttpRequest request, string moduleId)
    {
        if (SampleTests.Draw(request, moduleId, published.Package, policies, clock.GetUtcNow()) is not var (module, sample, _))
        {
            return Problems.NotFound("sample test");
        }

        if (Languages.Problem(request) is { } problem)
        {
            return problem;
        }

        request.HttpContext.Response.Headers.ContentLanguage = sample.Language;
        return Answers.Ok(new { sample.ModuleId, sample.Language, Questions = AttemptView.Asked(sample, module) });
    }
}
