using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Learning;

/// <summary>A learner chooses in which language a module is read and tested, for all devices.</summary>
public sealed class LanguageChoosing(PersonFiles files, PublishedContent published)
{
    /// <summary>Chooses one of the languages that the module has. Choosing it again changes nothing; a test that is open keeps its language.</summary>
    /// <returns>The learner's progress in that module.</returns>
    public async Task<Answer<ModuleProgress>> ChooseAsync(string personId, string moduleId, string language, CancellationToken cancellationToken)
    {
        if (!published.Package.Modules.TryGetValue(moduleId, out var module))
        {
            return Refusal.NotFound("module");
        }

        if (!module.Texts.ContainsKey(language))
        {
            return new Refusal(RefusalKind.Invalid, "badRequest", $"must be a language of this module: {string.Join(", ", module.Texts.Keys)}", "language");
        }

        var outcome = await files.ChangeAsync<Answer<ModuleProgress>>(
            personId,
            Actor.Learner,
            change =>
            {
                var progress = change.File.Progress(moduleId);
                if (!change.File.HasAccess && !progress.IsPassed)
                {
                    return Access.Closed;
                }

                if (progress.Language != language)
                {
                    progress = progress with { Language = language };
                    change.Update(file => file with { Modules = file.Modules.SetItem(moduleId, progress) });
                    change.Record("languageChosen", $"{moduleId} {language}");
                }

                return progress;
            },
            cancellationToken: cancellationToken);
        return outcome?.Result ?? Refusal.NotFound("person");
    }
}
