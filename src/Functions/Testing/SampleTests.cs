using Inburgering.Accounts;
using Inburgering.Calendar;
using Inburgering.Functions.Learning;
using Inburgering.Learning;
using Inburgering.Policies;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Testing;

/// <summary>The sample test that a caller asks for.</summary>
internal static class SampleTests
{
    /// <summary>Draws it in the caller's language; <see langword="null"/> if the module is not there or has none.</summary>
    public static (Module Module, Attempt Sample, Policy Policy)? Draw(HttpRequest request, string moduleId, ContentPackage content, PolicyBook policies, DateTimeOffset now)
    {
        if (!content.Modules.TryGetValue(moduleId, out var module) || !module.SampleQuestions.Any())
        {
            return null;
        }

        var policy = policies.InForceOn(LegalCalendar.DayOf(now));
        var language = module.LanguageFor(policy.LanguageFallbacks, Languages.Asked(request), Languages.Liked(request, module.Texts.Keys));
        return (module, TestRules.Sample(module, RandomCodes.AttemptId(), language, policy, now), policy);
    }
}
