using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Messages;
using Inburgering.Testing;

namespace Inburgering.Functions.Testing;

/// <summary>An attempt as the API shows it: never which options are right.</summary>
internal static class AttemptView
{
    public static object Open(Attempt attempt, Module module)
    {
        var texts = module.Texts[attempt.Language];
        var bank = module.Questions.ToDictionary(question => question.QuestionId, StringComparer.Ordinal);
        return new
        {
            attempt.AttemptId,
            attempt.ModuleId,
            attempt.Language,
            Questions = attempt.Questions.Select(drawn => new
            {
                drawn.QuestionId,
                texts.Questions[drawn.QuestionId].Text,
                Options = drawn.OptionIds.Select(optionId => new { OptionId = optionId, Text = texts.Questions[drawn.QuestionId].Options[optionId] }),
                bank[drawn.QuestionId].Multiple,
            }),
            Answers = attempt.Answers.Select(answer => new { QuestionId = answer.Key, OptionIds = answer.Value }),
            ExpiresAt = Answers.Instant(attempt.ExpiresAt),
        };
    }

    public static object Closed(Attempt attempt) => new
    {
        attempt.AttemptId,
        attempt.ModuleId,
        attempt.Result!.Passed,
        Score = attempt.Result.ScorePercent,
        PassMark = attempt.Result.PassMarkPercent,
        attempt.Result.TopicsToStudy,
    };

    public static IReadOnlyList<GivenAnswer> Read(FieldReader fields) =>
        [.. fields.List("answers", minimum: 0).Select(answer => new GivenAnswer(answer.Text("questionId", 64), answer.Texts("optionIds", 64)))];
}
