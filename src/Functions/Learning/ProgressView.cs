using Inburgering.Learning;
using Inburgering.Policies;

namespace Inburgering.Functions.Learning;

/// <summary>A learner's way through one module, as the API shows it.</summary>
internal sealed record ProgressView(
    string ModuleId,
    bool Compulsory,
    ModuleStatus Status,
    int Percent,
    IReadOnlyCollection<string>? CompletedSections,
    string? OpenAttemptId,
    int? FailedAttempts,
    IReadOnlyCollection<string>? SectionsToRedo,
    IReadOnlyCollection<string>? TopicsToStudy,
    string? Language,
    DateOnly? PassedOn)
{
    /// <summary>Why a focus module is recommended; it stays voluntary.</summary>
    public IReadOnlyList<RecommendationView>? RecommendedBecause { get; init; }

    public static ProgressView Of(Module module, ModuleProgress progress, Policy policy)
    {
        var redoes = progress is { IsPassed: false, FailedAttempts: > 0 };
        return new ProgressView(
            module.ModuleId,
            policy.CompulsoryModules.Contains(module.ModuleId),
            progress.StatusIn(module.SectionIds),
            progress.PercentOf(module.SectionIds),
            progress.CompletedSections.IsEmpty ? null : progress.CompletedSections,
            progress.OpenAttemptId,
            progress.FailedAttempts == 0 ? null : progress.FailedAttempts,
            redoes ? [.. module.SectionIds.Where(section => !progress.CompletedSections.Contains(section))] : null,
            redoes ? progress.TopicsToStudy : null,
            progress.Language,
            progress.PassedOn);
    }
}

/// <param name="Reason">A stable code.</param>
/// <param name="Text">The same in words, in the person's language where it is there.</param>
internal sealed record RecommendationView(string Reason, string Text);
