using System.Collections.Immutable;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Shared.Tests.Testing;
using Inburgering.Statistics;
using Inburgering.Testing;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Statistics;

/// <summary>What an operator sees of the questions, and that nobody stands in it.</summary>
public sealed class ItemTallyTests
{
    private static readonly DateTimeOffset Now = Utc("2026-05-20T08:00:00Z");

    [Fact]
    public void Given_eight_tests_then_each_question_has_its_difficulty_and_how_often_each_option_was_chosen()
    {
        var tally = new ItemTally(TestPolicy.Current);
        for (var number = 0; number < 8; number++)
        {
            tally.Count(Taken(number, ("t0-q0", number < 6 ? "r" : "w1"), ("t0-q1", number < 4 ? "r" : "w2")));
        }

        var items = tally.Snapshot(Now).Items;

        Assert.Equal([("t0-q0", 8, 75), ("t0-q1", 8, 50)], items.Select(item => (item.QuestionId, item.Shown!.Value, item.RightPercent!.Value)));
        Assert.Equal([("r", true, 6), ("w1", false, 2), ("w2", false, 0)], items[0].Options!.Select(option => (option.OptionId, option.Correct, option.Chosen)));
    }

    [Fact]
    public void A_question_that_those_who_know_the_rest_answer_right_discriminates_and_one_that_they_answer_wrong_does_the_opposite()
    {
        var tally = new ItemTally(TestPolicy.Current);
        for (var number = 0; number < 10; number++)
        {
            var knows = number < 5;
            tally.Count(Taken(number, ("t0-q0", knows ? "r" : "w1"), ("t0-q1", knows ? "r" : "w1"), ("t0-q2", knows ? "r" : "w1"), ("t0-q3", knows ? "w1" : "r"), ("t0-q4", "r")));
        }

        var items = tally.Snapshot(Now).Items.ToDictionary(item => item.QuestionId);

        Assert.Equal(1.0, items["t0-q0"].Discrimination);
        Assert.Equal(-1.0, items["t0-q3"].Discrimination);
        Assert.Null(items["t0-q4"].Discrimination);
    }

    [Fact]
    public void An_open_test_counts_for_nothing_and_a_question_asked_four_times_has_no_figures()
    {
        var tally = new ItemTally(TestPolicy.Current);
        for (var number = 0; number < 4; number++)
        {
            tally.Count(Taken(number, ("t0-q0", "r")));
            tally.Count(Taken(number, ("t0-q0", "r")) with { Result = null });
        }

        var item = Assert.Single(tally.Snapshot(Now).Items);
        Assert.Equal((null, null, null), (item.Shown, item.RightPercent, item.Options));
    }

    [Fact]
    public void Languages_and_versions_are_counted_apart()
    {
        var tally = new ItemTally(TestPolicy.Current);
        tally.Count(Taken(1, ("t0-q0", "r")));
        tally.Count(Taken(2, ("t0-q0", "r")) with { Language = "ar" });
        tally.Count(Taken(3, ("t0-q0", "r")) with { ContentVersion = 10 });

        Assert.Equal([(3, "ar"), (3, "nl"), (10, "nl")], tally.Snapshot(Now).Items.Select(item => (item.ContentVersion, item.Language)));
    }

    private static Attempt Taken(int number, params (string QuestionId, string OptionId)[] answers)
    {
        var attempt = TestRules.Draw(Banks.Module(answers.Length, answers.Length), $"a{number}", "nl", TestPolicy.Current, Now)
            .Answering(answers.Select(answer => KeyValuePair.Create(answer.QuestionId, ImmutableSortedSet.Create(answer.OptionId))));
        return TestRules.Grade(attempt, TestPolicy.Current, Now);
    }
}
