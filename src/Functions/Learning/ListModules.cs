using Inburgering.Calendar;
using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Learning;

/// <summary>GET /modules: the modules of the self-study package.</summary>
public sealed class ListModules(PublishedContent published, PersonStore store, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(ListModules))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/modules")] HttpRequest request, CancellationToken cancellationToken)
    {
        var policy = policies.InForceOn(LegalCalendar.DayOf(clock.GetUtcNow()));
        var compulsory = policy.CompulsoryModules;
        var file = (await store.FindAsync(request.PersonId(), cancellationToken))!.File;
        var modules = published.Package.InOrder(compulsory).Select(module =>
        {
            var language = module.LanguageFor(
                policy.LanguageFallbacks,
                Languages.Asked(request),
                file.Progress(module.ModuleId).Language,
                Languages.Liked(request, module.Texts.Keys),
                file.Details.PreferredLanguage);
            var texts = module.Texts[language];
            return new
            {
                module.ModuleId,
                texts.Title,
                texts.Goal,
                module.Version,
                Compulsory = compulsory.Contains(module.ModuleId),
                Language = language,
                Languages = module.Texts.Keys,
                Minutes = module.Sections.Sum(section => section.Minutes),
                Sections = module.Sections.Count,
            };
        }).ToList();
        request.HttpContext.Response.Headers.ContentLanguage = string.Join(", ", modules.Select(module => module.Language).Distinct());
        return Answers.List(request, modules);
    }
}
