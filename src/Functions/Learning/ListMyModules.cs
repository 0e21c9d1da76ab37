using Inburgering.Calendar;
using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Learning;

/// <summary>GET /me/modules: how far one is, and what a fail asks to redo.</summary>
public sealed class ListMyModules(PublishedContent published, PersonFiles files, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(ListMyModules))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/modules")] HttpRequest request, CancellationToken cancellationToken)
    {
        var file = (await files.ReadAsync(request.PersonId(), cancellationToken))!;
        var policy = policies.Of(file.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(clock.GetUtcNow()));
        var profile = LearnerProfile.Of(file);
        var language = Languages.Asked(request, RecommendationReasons.Languages) ?? file.Details.PreferredLanguage;
        return Answers.List(request, published.Package.InOrder(policy.CompulsoryModules).Select(module =>
        {
            var reasons = FocusRecommendations.ReasonsFor(module, profile, policy.CompulsoryModules);
            return ProgressView.Of(module, file.Progress(module.ModuleId), policy) with
            {
                RecommendedBecause = reasons.Count == 0
                    ? null
                    : [.. reasons.Select(reason => new RecommendationView(reason, RecommendationReasons.Text(reason, policy.LanguageFallbacks, language)))],
            };
        }).ToList());
    }
}
