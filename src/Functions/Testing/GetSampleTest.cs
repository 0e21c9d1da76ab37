using Inburgering.Accounts;
using Inburgering.Calendar;
using Inburgering.Functions.Http;
using Inburgering.Functions.Learning;
using Inburgering.Learning;
using Inburgering.Policies;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Testing;

/// <summary>GET /modules/{moduleId}/sample-test: a test that counts for nothing, for whoever is signed in as a learner.</summary>
public sealed class GetSampleTest(PublishedContent published, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(GetSampleTest))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/modules/{moduleId}/sample-test")] HttpRequest request, string moduleId)
    {
        if (!published.Package.Modules.TryGetValue(moduleId, out var module) || !module.SampleQuestions.Any())
        {
            return Problems.NotFound("sample test");
        }

        if (Languages.Problem(request) is { } problem)
        {
            return problem;
        }

        var now = clock.GetUtcNow();
        var policy = policies.InForceOn(LegalCalendar.DayOf(now));
        var sample = TestRules.Sample(
            module, RandomCodes.AttemptId(), module.LanguageFor(policy.LanguageFallbacks, Languages.Asked(request), Languages.Liked(request, module.Texts.Keys)), policy, now);
        request.HttpContext.Response.Headers.ContentLanguage = sample.Language;
        return Answers.Ok(new { sample.ModuleId, sample.Language, Questions = AttemptView.Asked(sample, module) });
    }
}
