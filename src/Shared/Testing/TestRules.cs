using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Inburgering.Learning;
using Inburgering.Policies;

namespace Inburgering.Testing;

/// <summary>Drawing and grading a test (seed 3.A; pass mark and time are policy).</summary>
public static class TestRules
{
    /// <summary>
    /// A new attempt: questions spread over the bank's topics, options shuffled. The draw depends on the attempt id alone, so
    /// that it can be made again in a dispute.
    /// </summary>
    public static Attempt Draw(Module module, string attemptId, string language, Policy policy, DateTimeOffset now)
    {
        var random = new Random(SeedOf(attemptId));
        var byTopic = module.Questions
            .GroupBy(question => question.Topic, StringComparer.Ordinal)
            .OrderBy(topic => topic.Key, StringComparer.Ordinal)
            .Select(topic => new Queue<Question>(Shuffled(topic, random)))
            .ToArray();
        random.Shuffle(byTopic);

        // One from each topic in turn, until the test is full or the bank is empty.
        var drawn = new List<Question>();
        while (drawn.Count < module.QuestionsInTest && byTopic.Any(topic => topic.Count > 0))
        {
            drawn.AddRange(byTopic.Where(topic => topic.Count > 0).Take(module.QuestionsInTest - drawn.Count).Select(topic => topic.Dequeue()).ToList());
        }

        return new Attempt
        {
            AttemptId = attemptId,
            ModuleId = module.ModuleId,
            ContentVersion = module.Version,
            PolicyVersion = policy.Version,
            Language = language,
            StartedAt = now,
            ExpiresAt = now.AddMinutes(policy.AttemptMinutes),
            Questions = [.. Shuffled(drawn, random).Select(question =>
                new DrawnQuestion(question.QuestionId, [.. Shuffled(question.Options.Select(option => option.OptionId), random)]))],
        };
    }

    /// <summary>
    /// Grades the answers given. A question counts when exactly its right options are chosen; one that the content has dropped since
    /// the draw can't be graded and is left out of the score.
    /// </summary>
    public static Attempt Grade(Attempt attempt, IEnumerable<Question> questions, Policy policy, DateTimeOffset now)
    {
        var bank = questions.ToDictionary(question => question.QuestionId, StringComparer.Ordinal);
        var asked = attempt.Questions.Where(drawn => bank.ContainsKey(drawn.QuestionId)).Select(drawn => bank[drawn.QuestionId]).ToList();
        var wrong = asked.Where(question => !IsRight(question, attempt)).ToList();
        var right = asked.Count - wrong.Count;
        var passed = asked.Count > 0 && 100 * right >= policy.PassMarkPercent * asked.Count;
        return attempt with
        {
            Result = new AttemptResult(
                now,
                asked.Count == 0 ? 0 : 100 * right / asked.Count,
                policy.PassMarkPercent,
                passed,
                passed ? [] : [.. wrong.Select(question => question.Topic).Distinct().Order(StringComparer.Ordinal)]),
        };
    }

    private static bool IsRight(Question question, Attempt attempt) =>
        attempt.Answers.TryGetValue(question.QuestionId, out var chosen)
        && chosen.SetEquals(question.Options.Where(option => option.Correct).Select(option => option.OptionId));

    private static T[] Shuffled<T>(IEnumerable<T> items, Random random)
    {
        var array = items.ToArray();
        random.Shuffle(array);
        return array;
    }

    private static int SeedOf(string attemptId) => BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(attemptId)));
}
