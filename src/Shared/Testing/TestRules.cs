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
    /// A new attempt: questions spread over the bank's topics, options shuffled. The draw depends on the attempt id and the bank alone,
    /// so that it can be made again in a dispute. Questions of the sample test are never drawn.
    /// </summary>
    /// <param name="extraTimePercent">Extra time as an accommodation, in percent of the policy's; part of a minute counts as a whole one.</param>
    public static Attempt Draw(Module module, string attemptId, string language, Policy policy, DateTimeOffset now, int extraTimePercent = 0)
    {
        var extraMinutes = ((policy.AttemptMinutes * extraTimePercent) + 99) / 100;
        return new Attempt
        {
            AttemptId = attemptId,
            ModuleId = module.ModuleId,
            ContentVersion = module.Version,
            PolicyVersion = policy.Version,
            Language = language,
            StartedAt = now,
            ExpiresAt = now.AddMinutes(policy.AttemptMinutes + extraMinutes),
            ExtraMinutes = extraMinutes,
            Questions = Questions(module, attemptId),
        };
    }

    /// <summary>
    /// The sample test: every question that is marked for it, in an order of its own each time. It is graded like a test, kept nowhere
    /// and counts for nothing.
    /// </summary>
    public static Attempt Sample(Module module, string sampleId, string language, Policy policy, DateTimeOffset now)
    {
        var random = new Random(SeedOf(sampleId));
        return new Attempt
        {
            AttemptId = sampleId,
            ModuleId = module.ModuleId,
            ContentVersion = module.Version,
            PolicyVersion = policy.Version,
            Language = language,
            StartedAt = now,
            ExpiresAt = DateTimeOffset.MaxValue,
            Questions = [.. Shuffled(module.SampleQuestions, random).Select(question => Drawn(question, random))],
        };
    }

    /// <summary>Whether the draw, made again on a bank, asks the same questions with the options in the same order: the answer to a dispute.</summary>
    public static bool IsDrawOf(Attempt attempt, Module module) => Shown(attempt.Questions).SequenceEqual(Shown(Questions(module, attempt.AttemptId)));

    private static IEnumerable<string> Shown(IEnumerable<DrawnQuestion> questions) => questions.SelectMany(question => question.OptionIds.Prepend(question.QuestionId));

    private static ImmutableList<DrawnQuestion> Questions(Module module, string attemptId)
    {
        var random = new Random(SeedOf(attemptId));
        var byTopic = module.Bank
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

        return [.. Shuffled(drawn, random).Select(question => Drawn(question, random))];
    }

    /// <summary>Grades the answers given, by what was asked. A question counts when exactly its right options are chosen.</summary>
    public static Attempt Grade(Attempt attempt, Policy policy, DateTimeOffset now)
    {
        var asked = attempt.Questions.Count;
        var right = attempt.Questions.Count(attempt.IsRight);
        var passed = asked > 0 && 100 * right >= policy.PassMarkPercent * asked;
        return attempt with
        {
            Result = new AttemptResult(
                now,
                asked == 0 ? 0 : 100 * right / asked,
                policy.PassMarkPercent,
                passed,
                passed ? [] : [.. attempt.ByTopic.Where(topic => topic.Right < topic.Asked).Select(topic => topic.Topic)]),
        };
    }

    private static DrawnQuestion Drawn(Question question, Random random) => new(
        question.QuestionId,
        [.. Shuffled(question.Options.Select(option => option.OptionId), random)],
        question.Topic,
        question.Section,
        question.RightOptionIds);

    private static T[] Shuffled<T>(IEnumerable<T> items, Random random)
    {
        var array = items.ToArray();
        random.Shuffle(array);
        return array;
    }

    private static int SeedOf(string attemptId) => BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(attemptId)));
}
