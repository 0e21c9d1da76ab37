using FsCheck.Xunit;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

/// <summary>No order and no repetition of messages changes the end state.</summary>
public sealed class EndStateProperties
{
    private static readonly DateTimeOffset Now = InBrussels("2026-06-10");

    [Property(MaxTest = 3000, Arbitrary = [typeof(FactsOnly)])]
    public void Facts_about_a_person_in_any_order_and_any_number_of_times_end_in_the_same_state(Step[] facts, int seed)
    {
        var once = new Life(Now).Taking(facts);
        var shuffled = new Life(Now).Taking(ShuffledWithRepeats(facts, seed));

        Assert.Equal(once.EndState(), shuffled.EndState());
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(FactsOnly)])]
    public void Who_passed_before_arrival_is_answered_the_same_in_any_order(Step[] facts, int seed)
    {
        var once = new Life(Now).Taking(facts.Prepend(new Step.PassEverything()));
        var shuffled = new Life(Now).Taking(ShuffledWithRepeats(facts, seed).Prepend(new Step.PassEverything()));

        Assert.Equal(once.Treatment(), shuffled.Treatment());
        Assert.Equal("Fulfilled", Answer(once));
        Assert.Equal("Fulfilled", Answer(shuffled));
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(DispatchesOnly)])]
    public void What_the_post_says_about_a_letter_in_any_order_sets_the_same_term(Step[] dispatches, int seed, bool afterTheDeadline)
    {
        var now = afterTheDeadline ? InBrussels("2027-01-15") : Now;
        var once = Started(now).Taking(dispatches);
        var shuffled = Started(now).Taking(ShuffledWithRepeats(dispatches, seed));

        Assert.Equal(once.EndState(), shuffled.EndState());
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(DispatchesOnly)])]
    public void Time_that_passes_between_the_messages_does_not_change_the_term_they_set(Step[] dispatches, int seed, ushort hours)
    {
        var random = new Random(seed);
        var slowly = Started(Now);
        foreach (var dispatch in ShuffledWithRepeats(dispatches, seed))
        {
            slowly.Take(dispatch);
            slowly.Take(new Step.Wait(random.Next(hours % 300), Looks: random.Next(2) == 0));
        }

        var atOnce = Started(slowly.Now).Taking(dispatches);

        Assert.Equal(atOnce.EndState(), slowly.Taking([new Step.Wait(0, Looks: true)]).EndState());
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(MovesAndDispatches)])]
    public void Moves_and_receipts_in_any_order_give_the_same_term_and_the_remaining_days_add_up(Step[] steps, int seed, bool afterTheDeadline)
    {
        var now = afterTheDeadline ? InBrussels("2029-01-15") : Now;
        var once = Started(now).Taking(steps.Where(step => step is Step.Dispatched)).Taking(steps.Where(step => step is not Step.Dispatched));
        var shuffled = Started(now).Taking(ShuffledWithRepeats(steps, seed));
        Assert.Equal(once.EndState(), shuffled.EndState());
        if (shuffled.File.Obligation.Term is { } term)
        {
            var derivation = term.Derivation;
            Assert.Equal(term.DeadlineOn, derivation[^1].To);
            Assert.All(derivation.Zip(derivation.Skip(1)).Where(pair => pair.Second.Rule == DerivationRule.RemainingDaysRunOn), pair =>
            {
                Assert.Equal((DerivationRule.DaysRemained, pair.Second.Days), (pair.First.Rule, pair.First.Days));
                Assert.Equal(pair.First.To.DayNumber - pair.First.From.DayNumber, pair.Second.To.DayNumber - pair.Second.From.DayNumber);
            });
        }
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(FactsOnly)])]
    public void Taking_the_same_facts_again_sends_nothing_more(Step[] facts)
    {
        var life = new Life(Now).Taking(facts);
        var last = facts.LastOrDefault();
        var (sent, letters) = (life.Sent.Count, life.File.Letters.Count);

        // Only the repetition of the latest fact leaves the order of arrival as it was.
        life.Taking(last is null ? [] : [last, last]);

        Assert.Equal((sent, letters), (life.Sent.Count, life.File.Letters.Count));
    }

    private static Life Started(DateTimeOffset now) =>
        new Life(now).Taking([new Step.Register(1, Given.Leuven, Inburgering.Arrivals.ReasonOfStay.Worker, "TR", "2026-05-04")]);

    private static string Answer(Life life) => life.EndState().Split("compliance ")[1];

    private static List<Step> ShuffledWithRepeats(Step[] steps, int seed)
    {
        var random = new Random(seed);
        var all = steps.Concat(steps.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(all);
        return [.. all];
    }
}
