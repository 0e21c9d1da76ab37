using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Learning;

/// <summary>A learner goes through the sections of a module, at their own pace (seed 3.A).</summary>
public sealed class SectionCompletion(PersonFiles files, PublishedContent published)
{
    /// <summary>Marks a section as gone through. Repeating it changes nothing.</summary>
    /// <returns>The learner's progress in that module.</returns>
    public async Task<Answer<ModuleProgress>> CompleteAsync(string personId, string moduleId, string sectionId, CancellationToken cancellationToken)
    {
        if (!published.Package.Modules.TryGetValue(moduleId, out var module) || !module.SectionIds.Contains(sectionId))
        {
            return Refusal.NotFound("section");
        }

        var outcome = await files.ChangeAsync<Answer<ModuleProgress>>(
            personId,
            Actor.Learner,
            change =>
            {
                if (!change.File.HasAccess && !change.File.Progress(moduleId).IsPassed)
                {
                    return Access.Closed;
                }

                var progress = change.File.Progress(moduleId);
                if (!progress.IsPassed && !progress.CompletedSections.Contains(sectionId))
                {
                    progress = progress.Completing(sectionId);
                    change.Update(file => file with { Modules = file.Modules.SetItem(moduleId, progress) });
                    change.Record("sectionCompleted", $"{moduleId}/{sectionId}");
                }

                return progress;
            },
            cancellationToken: cancellationToken);
        return outcome?.Result ?? Refusal.NotFound("person");
    }
}

/// <summary>Who may use the self-study package.</summary>
public static class Access
{
    public static Refusal Closed { get; } = new(RefusalKind.Forbidden, "accessClosed", "The self-study package is not open to this person.");
}
