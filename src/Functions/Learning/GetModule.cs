using Inburgering.Calendar;
using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Learning;

/// <summary>GET /modules/{moduleId}: the content, sections in order. Content-Language says which language was given.</summary>
public sealed class GetModule(PublishedContent published, PersonFiles files, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(GetModule))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/modules/{moduleId}")] HttpRequest request, string moduleId, CancellationToken cancellationToken)
    {
        if (!published.Package.Modules.TryGetValue(moduleId, out var module))
        {
            return Problems.NotFound("module");
        }

        if (Languages.Problem(request) is { } problem)
        {
            return problem;
        }

        var file = (await files.ReadAsync(request.PersonId(), cancellationToken))!;
        if (!file.HasAccess && !file.Progress(moduleId).IsPassed)
        {
            return Problems.Of(Access.Closed);
        }

        var policy = policies.InForceOn(LegalCalendar.DayOf(clock.GetUtcNow()));
        var language = module.LanguageFor(
            policy.LanguageFallbacks, Languages.Asked(request), file.Progress(moduleId).Language, Languages.Liked(request, module.Texts.Keys), file.Details.PreferredLanguage);
        var texts = module.Texts[language];
        request.HttpContext.Response.Headers.ContentLanguage = language;
        return Answers.Ok(new
        {
            module.ModuleId,
            texts.Title,
            texts.Goal,
            module.Version,
            Compulsory = policy.CompulsoryModules.Contains(moduleId),
            Language = language,
            Sections = module.Sections.Select(section => new
            {
                section.SectionId,
                texts.Sections[section.SectionId].Title,
                section.Minutes,
                texts.Sections[section.SectionId].Markdown,
            }),
        });
    }
}
