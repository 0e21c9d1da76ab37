using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Inburgering.Learning;

/// <summary>How far someone is with a module.</summary>
public enum ModuleStatus
{
    NotStarted,
    InProgress,
    ReadyForTest,
    Passed,
}

/// <summary>One person's way through one module. Nothing in it expires.</summary>
public sealed record ModuleProgress
{
    public static ModuleProgress None { get; } = new();

    /// <summary>Sections gone through since the start or since the last failed test.</summary>
    public ImmutableSortedSet<string> CompletedSections { get; init; } = [];

    /// <summary>The language the learner chose for this module (ISO 639-1); <see langword="null"/> if none.</summary>
    public string? Language { get; init; }

    /// <summary>The test that was passed: the attempt and the legal day.</summary>
    public DateOnly? PassedOn { get; init; }

    public string? PassedAttemptId { get; init; }

    /// <summary>The attempt that is open, if any; there is never more than one a module.</summary>
    public string? OpenAttemptId { get; init; }

    /// <summary>When the time of the open attempt is up (UTC).</summary>
    public DateTimeOffset? OpenAttemptExpiresAt { get; init; }

    /// <summary>Tests submitted or timed out without passing.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>Topics of the last failed test to study again.</summary>
    public ImmutableList<string> TopicsToStudy { get; init; } = [];

    /// <summary>Whether anything was done in the module.</summary>
    [JsonIgnore]
    public bool HasBegun => IsPassed || FailedAttempts > 0 || OpenAttemptId is not null || !CompletedSections.IsEmpty;

    [JsonIgnore]
    public bool IsPassed => PassedOn is not null;

    /// <summary>Where the person stands, given the module's sections.</summary>
    public ModuleStatus StatusIn(IReadOnlyCollection<string> sections) => this switch
    {
        { IsPassed: true } => ModuleStatus.Passed,
        _ when sections.All(CompletedSections.Contains) => ModuleStatus.ReadyForTest,
        { CompletedSections.IsEmpty: true, FailedAttempts: 0 } => ModuleStatus.NotStarted,
        _ => ModuleStatus.InProgress,
    };

    /// <summary>Share of the sections gone through, in percent; 100 once passed.</summary>
    public int PercentOf(IReadOnlyCollection<string> sections) =>
        IsPassed || sections.Count == 0 ? 100 : 100 * sections.Count(CompletedSections.Contains) / sections.Count;

    /// <summary>Goes through a section. Repeats change nothing.</summary>
    public ModuleProgress Completing(string sectionId) => this with { CompletedSections = CompletedSections.Add(sectionId) };

    public ModuleProgress Opening(string attemptId, DateTimeOffset expiresAt) => this with { OpenAttemptId = attemptId, OpenAttemptExpiresAt = expiresAt };

    /// <summary>The module as it is to be gone through and taken again, because its pass does not stand.</summary>
    public ModuleProgress Reopening() => this with { PassedOn = null, PassedAttemptId = null, CompletedSections = [], TopicsToStudy = [] };

    /// <summary>Without the open attempt, which left no trace.</summary>
    public ModuleProgress Abandoning() => this with { OpenAttemptId = null, OpenAttemptExpiresAt = null };

    /// <summary>The way of one person who went it in two files: whichever passed, else both ways together.</summary>
    public ModuleProgress Together(ModuleProgress other)
    {
        var further = (IsPassed, other.IsPassed) switch
        {
            (true, true) => other.PassedOn < PassedOn ? other : this,
            (false, true) => other,
            _ => this,
        };
        return further.IsPassed
            ? further with { Language = Language ?? other.Language, FailedAttempts = Math.Max(FailedAttempts, other.FailedAttempts) }
            : this with
            {
                Language = Language ?? other.Language,
                CompletedSections = CompletedSections.Union(other.CompletedSections),
                OpenAttemptId = OpenAttemptId ?? other.OpenAttemptId,
                OpenAttemptExpiresAt = OpenAttemptId is null ? other.OpenAttemptExpiresAt : OpenAttemptExpiresAt,
                FailedAttempts = Math.Max(FailedAttempts, other.FailedAttempts),
                TopicsToStudy = TopicsToStudy.IsEmpty ? other.TopicsToStudy : TopicsToStudy,
            };
    }

    /// <summary>A passed test closes the module for good; a failed one opens its sections again: the part must be redone (seed 3.A).</summary>
    public ModuleProgress Closing(string attemptId, bool passed, DateOnly on, IEnumerable<string> topicsToStudy) => passed
        ? this with { OpenAttemptId = null, OpenAttemptExpiresAt = null, PassedOn = on, PassedAttemptId = attemptId, TopicsToStudy = [] }
        : this with { OpenAttemptId = null, OpenAttemptExpiresAt = null, CompletedSections = [], FailedAttempts = FailedAttempts + 1, TopicsToStudy = [.. topicsToStudy] };
}
