using FsCheck.Xunit;
using Inburgering.Learning;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Testing;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Testing;

public sealed class DrawTests
{
    private static readonly DateTimeOffset Now = Utc("2026-05-20T08:00:00Z");

    [Fact]
    public void A_draw_is_reproducible_from_the_attempt_id()
    {
        var module = TestPolicy.Content.Modules["basis"];

        Assert.Equal(Shown(Draw(module, "a1")), Shown(Draw(module, "a1")));
    }

    [Fact]
    public void The_draw_of_an_attempt_is_the_same_on_every_machine_and_in_every_release() =>
        Assert.Equal(
            "t0-q0(w1 w2 r) t2-q0(r w1 w2) t1-q0(r w2 w1)",
            Shown(Draw(Banks.Module(3, 2, 2, 2), "a-dispute-in-2030")));

    [Fact]
    public void Different_attempts_draw_differently()
    {
        var module = Banks.Module(4, 6, 6);

        Assert.True(Enumerable.Range(0, 50).Select(number => Shown(Draw(module, $"a{number}"))).Distinct().Count() > 40);
    }

    [Property(MaxTest = 1000)]
    public void A_draw_spreads_over_the_topics(byte seed, byte inTestSeed)
    {
        int[] bank = [1 + (seed % 4), 1 + (seed / 4 % 4), 1 + (seed / 16 % 4), 1 + (seed / 64)];
        var module = Banks.Module(1 + (inTestSeed % bank.Sum()), bank);

        var attempt = Draw(module, $"a{seed}-{inTestSeed}");

        var drawn = attempt.Questions.Select(question => module.Questions.Single(inBank => inBank.QuestionId == question.QuestionId)).ToList();
        Assert.Equal(module.QuestionsInTest, drawn.Select(question => question.QuestionId).Distinct().Count());
        var perTopic = bank.Select((inBank, topic) => (InBank: inBank, Drawn: drawn.Count(question => question.Topic == $"topic-{topic}"))).ToList();

        // No topic is asked twice more than another, unless the other has no question left.
        Assert.All(perTopic, one => Assert.All(perTopic, other => Assert.True(one.Drawn <= other.Drawn + 1 || other.Drawn == other.InBank)));
    }

    [Property(MaxTest = 500)]
    public void Every_option_of_a_drawn_question_is_shown_once(int number)
    {
        var attempt = Draw(Banks.Module(5, 3, 3), $"a{number}");

        Assert.All(attempt.Questions, question => Assert.Equal(["r", "w1", "w2"], question.OptionIds.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_right_option_stands_at_no_fixed_place()
    {
        var places = Enumerable.Range(0, 60).SelectMany(number => Draw(Banks.Module(1, 1), $"a{number}").Questions).Select(question => question.OptionIds.IndexOf("r"));

        Assert.Equal([0, 1, 2], places.Distinct().Order());
    }

    [Fact]
    public void An_attempt_records_what_it_was_taken_on_and_under_and_until_when()
    {
        var attempt = Draw(Banks.Module(1, 1), "a1");

        Assert.Equal(("a1", "basis", 3, "2026-1", "tr"), (attempt.AttemptId, attempt.ModuleId, attempt.ContentVersion, attempt.PolicyVersion, attempt.Language));
        Assert.Equal((Now, Now.AddMinutes(60)), (attempt.StartedAt, attempt.ExpiresAt));
        Assert.True(attempt.IsOpen);
    }

    [Theory]
    [InlineData(0, 60, 0)]
    [InlineData(25, 75, 15)]
    [InlineData(33, 80, 20)] // 19.8 minutes
    [InlineData(100, 120, 60)]
    public void Extra_time_is_a_share_of_the_policys_and_the_attempt_says_how_much(int percent, int minutes, int extra)
    {
        var attempt = TestRules.Draw(Banks.Module(1, 1), "a1", "tr", TestPolicy.Current, Now, percent);

        Assert.Equal((Now.AddMinutes(minutes), extra), (attempt.ExpiresAt, attempt.ExtraMinutes));
    }

    [Property(MaxTest = 200)]
    public void A_question_of_the_sample_test_is_never_drawn_and_the_sample_test_asks_all_of_them(int number)
    {
        var module = Banks.Module(4, 3, 3);
        module = module with { Questions = module.Questions.Add(module.Questions[0] with { QuestionId = "s1", Sample = true }).Add(module.Questions[1] with { QuestionId = "s2", Sample = true }) };

        Assert.DoesNotContain(Draw(module, $"a{number}").Questions, question => question.QuestionId.StartsWith('s'));
        Assert.Equal(["s1", "s2"], TestRules.Sample(module, $"s{number}", "tr", TestPolicy.Current, Now).Questions.Select(question => question.QuestionId).Order(StringComparer.Ordinal));
    }

    private static Attempt Draw(Module module, string attemptId) => TestRules.Draw(module, attemptId, "tr", TestPolicy.Current, Now);

    private static string Shown(Attempt attempt) =>
        string.Join(' ', attempt.Questions.Select(question => $"{question.QuestionId}({string.Join(' ', question.OptionIds)})"));
}
