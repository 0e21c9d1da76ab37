using Inburgering.People;

namespace Inburgering.Testing;

/// <summary>What a learner chose at one question.</summary>
/// <param name="QuestionId">A question of the attempt.</param>
/// <param name="OptionIds">The options chosen; none takes the answer back.</param>
public sealed record GivenAnswer(string QuestionId, IReadOnlyList<string> OptionIds)
{
    /// <summary>Why answers can't be given in an attempt: to what it does not ask, or by what is no option there; <see langword="null"/> if they can.</summary>
    public static Refusal? RefusalOf(IReadOnlyList<GivenAnswer> answers, Attempt attempt)
    {
        for (var i = 0; i < answers.Count; i++)
        {
            var field = FormattableString.Invariant($"answers[{i}]");
            if (attempt.Questions.FirstOrDefault(question => question.QuestionId == answers[i].QuestionId) is not { } question)
            {
                return new Refusal(RefusalKind.Invalid, "badRequest", "must be a question of this attempt", field + ".questionId");
            }

            if (!answers[i].OptionIds.All(question.OptionIds.Contains))
            {
                return new Refusal(RefusalKind.Invalid, "badRequest", "must be options of that question", field + ".optionIds");
            }
        }

        return null;
    }
}
