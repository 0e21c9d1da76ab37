using System.Collections.Immutable;
using Inburgering.Learning;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Testing;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Testing;

public sealed class GradeTests
{
    private static readonly DateTimeOffset Now = Utc("2026-05-20T08:00:00Z");
    private static readonly Module TenQuestions = Banks.Module(10, 5, 5);

    [Theory]
    [InlineData(10, 100, true)]
    [InlineData(7, 70, true)]
    [InlineData(6, 60, false)]
    [InlineData(0, 0, false)]
    public void Seventy_percent_passes(int right, int score, bool passed)
    {
        var result = Grade(TenQuestions, right).Result!;

        Assert.Equal((score, 70, passed), (result.ScorePercent, result.PassMarkPercent, result.Passed));
    }

    [Theory]
    [InlineData(8, 5, false)] // 62.5 %
    [InlineData(8, 6, true)] // 75 %
    [InlineData(3, 2, false)] // 66.7 %
    [InlineData(13, 9, false)] // 69.2 %, shown as 69
    [InlineData(1, 1, true)]
    public void A_score_is_never_rounded_up_into_a_pass(int questions, int right, bool passed)
    {
        var result = Grade(Banks.Module(questions, questions), right).Result!;

        Assert.Equal((100 * right / questions, passed), (result.ScorePercent, result.Passed));
    }

    [Fact]
    public void The_pass_mark_is_the_policys() =>
        Assert.True(TestRules.Grade(Answered(TenQuestions, 5), TestPolicy.Current with { PassMarkPercent = 50 }, Now).Result!.Passed);

    [Fact]
    public void A_fail_says_which_topics_to_study_again_each_once()
    {
        // The first five answered right are those of one topic.
        var result = Grade(TenQuestions, 5, question => question.QuestionId).Result!;

        Assert.Equal(["topic-1"], result.TopicsToStudy);
        Assert.Equal(["topic-0", "topic-1"], Grade(TenQuestions, 0).Result!.TopicsToStudy);
    }

    [Fact]
    public void A_pass_asks_for_nothing_more() => Assert.Empty(Grade(TenQuestions, 8).Result!.TopicsToStudy);

    [Fact]
    public void An_unanswered_question_is_wrong() =>
        Assert.Equal(0, TestRules.Grade(Draw(TenQuestions), TestPolicy.Current, Now).Result!.ScorePercent);

    [Theory]
    [InlineData(true, "a", "b")]
    [InlineData(true, "b", "a")]
    [InlineData(false, "a")]
    [InlineData(false, "b")]
    [InlineData(false, "a", "b", "c")]
    [InlineData(false, "c")]
    [InlineData(false)]
    public void With_several_right_options_exactly_those_must_be_chosen(bool right, params string[] chosen)
    {
        var module = Banks.Module(1, 1) with
        {
            Questions = [new Question("q", "topic", "one", true, [new Option("a", true), new Option("b", true), new Option("c", false)])],
        };

        var attempt = Draw(module).Answering([KeyValuePair.Create("q", chosen.ToImmutableSortedSet())]);

        Assert.Equal(right, TestRules.Grade(attempt, TestPolicy.Current, Now).Result!.Passed);
    }

    [Fact]
    public void A_right_option_beside_a_wrong_one_is_wrong()
    {
        var module = Banks.Module(1, 1);
        var attempt = Draw(module);

        Assert.False(TestRules.Grade(attempt.Answering([KeyValuePair.Create("t0-q0", ImmutableSortedSet.Create("r", "w1"))]), TestPolicy.Current, Now).Result!.Passed);
    }

    [Fact]
    public void A_later_answer_replaces_an_earlier_one_and_leaves_the_others()
    {
        var module = Banks.Module(2, 2);
        var attempt = Draw(module)
            .Answering([KeyValuePair.Create("t0-q0", ImmutableSortedSet.Create("w1")), KeyValuePair.Create("t0-q1", ImmutableSortedSet.Create("r"))])
            .Answering([KeyValuePair.Create("t0-q0", ImmutableSortedSet.Create("r"))]);

        Assert.Equal(100, TestRules.Grade(attempt, TestPolicy.Current, Now).Result!.ScorePercent);
    }

    [Fact]
    public void An_attempt_that_asked_nothing_is_not_passed()
    {
        var result = TestRules.Grade(Draw(TenQuestions) with { Questions = [] }, TestPolicy.Current, Now).Result!;

        Assert.Equal((0, false), (result.ScorePercent, result.Passed));
    }

    [Fact]
    public void An_attempt_is_graded_by_what_it_asked_whatever_became_of_the_bank()
    {
        var attempt = Answered(TenQuestions, 7);
        var changed = TenQuestions with { Version = 4, Questions = [.. TenQuestions.Questions.Skip(3).Select(question => question with { Options = [new Option("r", false), new Option("w1", true)] })] };

        Assert.Equal(70, TestRules.Grade(attempt, TestPolicy.Current, Now).Result!.ScorePercent);
        Assert.True(TestRules.IsDrawOf(attempt, TenQuestions));
        Assert.False(TestRules.IsDrawOf(attempt, changed));
    }

    [Fact]
    public void The_result_by_topic_says_how_many_were_right_and_where_to_study()
    {
        var graded = Grade(TenQuestions, 6, question => question.QuestionId);

        Assert.Equal([("topic-0", 5, 5, ""), ("topic-1", 5, 1, "one")], graded.ByTopic.Select(topic => (topic.Topic, topic.Asked, topic.Right, string.Join(',', topic.SectionsToStudy))));
    }

    [Fact]
    public void A_graded_attempt_is_closed_at_the_moment_given()
    {
        var graded = Grade(TenQuestions, 7);

        Assert.False(graded.IsOpen);
        Assert.Equal(Now, graded.Result!.ClosedAt);
    }

    private static Attempt Draw(Module module) => TestRules.Draw(module, "a1", "nl", TestPolicy.Current, Now);

    private static Attempt Grade(Module module, int right, Func<DrawnQuestion, string>? order = null) =>
        TestRules.Grade(Answered(module, right, order), TestPolicy.Current, Now);

    private static Attempt Answered(Module module, int right, Func<DrawnQuestion, string>? order = null)
    {
        var attempt = Draw(module);
        return attempt.Answering(attempt.Questions
            .OrderBy(order ?? (_ => string.Empty), StringComparer.Ordinal)
            .Select((question, place) => KeyValuePair.Create(question.QuestionId, ImmutableSortedSet.Create(place < right ? "r" : "w1"))));
    }
}
