using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Inburgering.Testing;

/// <summary>One try at a module's test: what was shown, answered and graded, under which content and policy.</summary>
public sealed record Attempt
{
    public required string AttemptId { get; init; }

    public required string ModuleId { get; init; }

    public required int ContentVersion { get; init; }

    public required string PolicyVersion { get; init; }

    public required string Language { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The questions in the order shown, each with its options in the order shown.</summary>
    public required ImmutableList<DrawnQuestion> Questions { get; init; }

    /// <summary>Options chosen so far, by question id.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Answers { get; init; } = ImmutableSortedDictionary<string, ImmutableSortedSet<string>>.Empty;

    public AttemptResult? Result { get; init; }

    [JsonIgnore]
    public bool IsOpen => Result is null;

    /// <summary>The attempt with these answers laid over the ones given before.</summary>
    public Attempt Answering(IEnumerable<KeyValuePair<string, ImmutableSortedSet<string>>> answers) => this with { Answers = Answers.SetItems(answers) };
}

public sealed record DrawnQuestion(string QuestionId, ImmutableList<string> OptionIds);

/// <param name="ClosedAt">When it was submitted, or its time was up.</param>
/// <param name="ScorePercent">Share of the questions answered right, in whole percent, rounded down.</param>
/// <param name="PassMarkPercent">What the policy asked for.</param>
/// <param name="Passed">Whether the score reaches the mark.</param>
/// <param name="TopicsToStudy">Topics with at least one wrong answer; empty after a pass.</param>
public sealed record AttemptResult(DateTimeOffset ClosedAt, int ScorePercent, int PassMarkPercent, bool Passed, ImmutableList<string> TopicsToStudy);
