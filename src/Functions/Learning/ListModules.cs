using Inburgering.Calendar;
using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Learning;

/// <summary>GET /modules: the modules of the self-study package.</summary>
public sealed class ListModules(ContentPackage content, PersonStore store, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(ListModules))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/modules")] HttpRequest request, CancellationToken cancellationToken)
    {
        var compulsory = policies.InForceOn(LegalCalendar.DayOf(clock.GetUtcNow())).CompulsoryModules;
        var preferred = (await store.FindAsync(request.PersonId(), cancellationToken))!.File.Details.PreferredLanguage;
        return Answers.List(request, content.InOrder(compulsory).Select(module =>
        {
            var texts = module.Texts[module.LanguageFor(Languages.Asked(request, module.Texts.Keys) ?? preferred)];
            return new
            {
                module.ModuleId,
                texts.Title,
                texts.Goal,
                module.Version,
                Compulsory = compulsory.Contains(module.ModuleId),
                Languages = module.Texts.Keys,
                Minutes = module.Sections.Sum(section => section.Minutes),
                Sections = module.Sections.Count,
            };
        }).ToList());
    }
}
