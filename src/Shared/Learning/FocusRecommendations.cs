namespace Inburgering.Learning;

/// <summary>Which focus modules are recommended to someone, and why. Voluntary: following one or none changes nothing else.</summary>
public static class FocusRecommendations
{
    /// <summary>The reasons why a module is recommended, in the order of its rules; none if it is not, or if it is compulsory.</summary>
    public static IReadOnlyList<string> ReasonsFor(Module module, LearnerProfile profile, IReadOnlyList<string> compulsory) => compulsory.Contains(module.ModuleId)
        ? []
        : [.. module.RecommendedFor.Where(rule => rule.Means(profile)).Select(rule => rule.Reason).Distinct()];
}
