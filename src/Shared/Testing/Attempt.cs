using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Inburgering.Testing;

/// <summary>One try at a module's test: what was shown, answered and graded, under which content and policy.</summary>
public sealed record Attempt
{
    public required string AttemptId { get; init; }

    public required string ModuleId { get; init; }

    public required int ContentVersion { get; init; }

    /// <summary>The edition of the content on which it was taken: its questions and words are read there, whatever is published later.</summary>
    public int Edition { get; init; }

    public required string PolicyVersion { get; init; }

    public required string Language { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Minutes of <see cref="ExpiresAt"/> that were added as an accommodation.</summary>
    public int ExtraMinutes { get; init; }

    /// <summary>The questions in the order shown, each with its options in the order shown.</summary>
    public required ImmutableList<DrawnQuestion> Questions { get; init; }

    /// <summary>Options chosen so far, by question id.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Answers { get; init; } = ImmutableSortedDictionary<string, ImmutableSortedSet<string>>.Empty;

    public AttemptResult? Result { get; init; }

    [JsonIgnore]
    public bool IsOpen => Result is null;

    /// <summary>How each topic went, by what is answered now; the topics in the order of their names.</summary>
    [JsonIgnore]
    public IReadOnlyList<TopicResult> ByTopic =>
    [
        .. Questions.GroupBy(question => question.Topic, StringComparer.Ordinal).OrderBy(topic => topic.Key, StringComparer.Ordinal).Select(topic =>
        {
            var wrong = topic.Where(question => !IsRight(question)).ToList();
            return new TopicResult(topic.Key, topic.Count(), topic.Count() - wrong.Count, [.. wrong.Select(question => question.Section).Distinct().Order(StringComparer.Ordinal)]);
        }),
    ];

    /// <summary>Whether exactly the right options of a question are chosen.</summary>
    public bool IsRight(DrawnQuestion question) => Answers.TryGetValue(question.QuestionId, out var chosen) && chosen.SetEquals(question.RightOptionIds);

    /// <summary>The attempt with these answers laid over the ones given before.</summary>
    public Attempt Answering(IEnumerable<GivenAnswer> answers) =>
        Answering(answers.Select(answer => KeyValuePair.Create(answer.QuestionId, answer.OptionIds.ToImmutableSortedSet(StringComparer.Ordinal))));

    /// <summary>The same, by question id.</summary>
    public Attempt Answering(IEnumerable<KeyValuePair<string, ImmutableSortedSet<string>>> answers) => this with { Answers = Answers.SetItems(answers) };
}

/// <summary>
/// A question as it came up in an attempt, with all that grading needs: a running attempt is graded by what was asked, whatever is
/// published meanwhile.
/// </summary>
/// <param name="QuestionId">Its id in the bank.</param>
/// <param name="OptionIds">Its options in the order shown.</param>
/// <param name="Topic">What it tests.</param>
/// <param name="Section">Where the answer is learnt.</param>
/// <param name="RightOptionIds">The options that are right. They never leave the server before the attempt is closed.</param>
public sealed record DrawnQuestion(string QuestionId, ImmutableList<string> OptionIds, string Topic, string Section, ImmutableSortedSet<string> RightOptionIds);

/// <param name="Topic">A topic of the module.</param>
/// <param name="Asked">Questions asked of it.</param>
/// <param name="Right">Questions of it answered right.</param>
/// <param name="SectionsToStudy">Where the answers to the others are learnt.</param>
public sealed record TopicResult(string Topic, int Asked, int Right, ImmutableList<string> SectionsToStudy);

/// <param name="ClosedAt">When it was submitted, or its time was up.</param>
/// <param name="ScorePercent">Share of the questions answered right, in whole percent, rounded down.</param>
/// <param name="PassMarkPercent">What the policy asked for.</param>
/// <param name="Passed">Whether the score reaches the mark.</param>
/// <param name="TopicsToStudy">Topics with at least one wrong answer; empty after a pass.</param>
public sealed record AttemptResult(DateTimeOffset ClosedAt, int ScorePercent, int PassMarkPercent, bool Passed, ImmutableList<string> TopicsToStudy);
