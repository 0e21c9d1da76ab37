using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Messages;
using Inburgering.Testing;

namespace Inburgering.Functions.Testing;

/// <summary>An attempt as the API shows it: which options are right only once it is closed.</summary>
internal static class AttemptView
{
    public static object Open(Attempt attempt, Module module) => new
    {
        attempt.AttemptId,
        attempt.ModuleId,
        attempt.Language,
        Questions = Asked(attempt, module),
        Answers = attempt.Answers.Select(answer => new { QuestionId = answer.Key, OptionIds = answer.Value }),
        StartedAt = Answers.Instant(attempt.StartedAt),
        ExpiresAt = Answers.Instant(attempt.ExpiresAt),
        ExtraMinutes = attempt.ExtraMinutes == 0 ? (int?)null : attempt.ExtraMinutes,
    };

    /// <summary>The result: by topic, with where to study again.</summary>
    public static object Closed(Attempt attempt, Module module) => new
    {
        attempt.AttemptId,
        attempt.ModuleId,
        attempt.Result!.Passed,
        Score = attempt.Result.ScorePercent,
        PassMark = attempt.Result.PassMarkPercent,
        attempt.Result.TopicsToStudy,
        Topics = Topics(attempt, module),
    };

    /// <summary>The result and each question with what was chosen, what was right and why.</summary>
    public static object Reviewed(Attempt attempt, Module module) => new
    {
        attempt.AttemptId,
        attempt.ModuleId,
        attempt.Language,
        StartedAt = Answers.Instant(attempt.StartedAt),
        ClosedAt = Answers.Instant(attempt.Result!.ClosedAt),
        ExtraMinutes = attempt.ExtraMinutes == 0 ? (int?)null : attempt.ExtraMinutes,
        attempt.Result.Passed,
        Score = attempt.Result.ScorePercent,
        PassMark = attempt.Result.PassMarkPercent,
        attempt.Result.TopicsToStudy,
        Topics = Topics(attempt, module),
        Review = Explained(attempt, module),
    };

    public static IEnumerable<object> Asked(Attempt attempt, Module module)
    {
        var (texts, bank) = (module.Texts[attempt.Language], Bank(module));
        return attempt.Questions.Select(drawn => new
        {
            drawn.QuestionId,
            texts.Questions[drawn.QuestionId].Text,
            Options = drawn.OptionIds.Select(optionId => new { OptionId = optionId, Text = texts.Questions[drawn.QuestionId].Options[optionId] }),
            bank[drawn.QuestionId].Multiple,
        });
    }

    public static IEnumerable<object> Explained(Attempt attempt, Module module)
    {
        var (texts, bank) = (module.Texts[attempt.Language], Bank(module));
        return attempt.Questions.Select(drawn => new
        {
            drawn.QuestionId,
            texts.Questions[drawn.QuestionId].Text,
            Options = drawn.OptionIds.Select(optionId => new
            {
                OptionId = optionId,
                Text = texts.Questions[drawn.QuestionId].Options[optionId],
                Chosen = attempt.Answers.TryGetValue(drawn.QuestionId, out var chosen) && chosen.Contains(optionId),
                Correct = drawn.RightOptionIds.Contains(optionId),
            }),
            bank[drawn.QuestionId].Multiple,
            Correct = attempt.IsRight(drawn),
            texts.Questions[drawn.QuestionId].Explanation,
            drawn.Section,
        });
    }

    public static IEnumerable<object> Topics(Attempt attempt, Module module) => attempt.ByTopic.Select(topic => new
    {
        topic.Topic,
        Name = module.Texts[attempt.Language].Topics.GetValueOrDefault(topic.Topic),
        topic.Asked,
        topic.Right,
        topic.SectionsToStudy,
    });

    public static IReadOnlyList<GivenAnswer> Read(FieldReader fields) =>
        [.. fields.List("answers", minimum: 0).Select(answer => new GivenAnswer(answer.Text("questionId", 64), answer.Texts("optionIds", 64)))];

    private static Dictionary<string, Question> Bank(Module module) => module.Questions.ToDictionary(question => question.QuestionId, StringComparer.Ordinal);
}
