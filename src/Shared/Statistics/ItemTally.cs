using Inburgering.Policies;
using Inburgering.Testing;

namespace Inburgering.Statistics;

/// <summary>Counts the questions of closed tests, one test at a time: what is held of a question are sums, whatever the number of tests.</summary>
public sealed class ItemTally(Policy policy)
{
    private readonly SortedDictionary<(string ModuleId, int ContentVersion, string Language, string QuestionId), Item> items = new(Comparer<(string, int, string, string)>.Create(Compare));

    /// <summary>Counts one test; one that is still open counts for nothing.</summary>
    public void Count(Attempt attempt)
    {
        if (attempt.IsOpen)
        {
            return;
        }

        var right = attempt.Questions.Count(attempt.IsRight);
        foreach (var question in attempt.Questions)
        {
            var key = (attempt.ModuleId, attempt.ContentVersion, attempt.Language, question.QuestionId);
            if (!items.TryGetValue(key, out var item))
            {
                items.Add(key, item = new Item());
            }

            var isRight = attempt.IsRight(question) ? 1 : 0;
            item.Count(isRight, attempt.Questions.Count == 1 ? 0 : (double)(right - isRight) / (attempt.Questions.Count - 1));
            foreach (var optionId in question.OptionIds)
            {
                item.Choose(optionId, question.RightOptionIds.Contains(optionId), attempt.Answers.TryGetValue(question.QuestionId, out var chosen) && chosen.Contains(optionId));
            }
        }
    }

    /// <summary>What has been counted, without the questions that were asked too seldom.</summary>
    public ItemSnapshot Snapshot(DateTimeOffset asOf) => new(asOf, policy.SmallestCount, [.. items.Select(pair => pair.Value.Shown < policy.SmallestCount
        ? new ItemStatistics(pair.Key.ModuleId, pair.Key.ContentVersion, pair.Key.Language, pair.Key.QuestionId, null, null, null, null)
        : new ItemStatistics(
            pair.Key.ModuleId, pair.Key.ContentVersion, pair.Key.Language, pair.Key.QuestionId, pair.Value.Shown, pair.Value.RightPercent, pair.Value.Discrimination, [.. pair.Value.Options]))]);

    private static int Compare((string, int, string, string) one, (string, int, string, string) other)
    {
        int[] parts =
        [
            string.CompareOrdinal(one.Item1, other.Item1),
            one.Item2.CompareTo(other.Item2),
            string.CompareOrdinal(one.Item3, other.Item3),
            string.CompareOrdinal(one.Item4, other.Item4),
        ];
        return parts.FirstOrDefault(part => part != 0);
    }

    private sealed class Item
    {
        private readonly SortedDictionary<string, OptionCount> options = new(StringComparer.Ordinal);
        private int right;
        private double rest;
        private double restSquared;
        private double restOfRight;

        public int Shown { get; private set; }

        public int RightPercent => 100 * right / Shown;

        public IEnumerable<OptionCount> Options => options.Values;

        // The point-biserial correlation, from the sums.
        public double? Discrimination
        {
            get
            {
                var spread = ((double)Shown * right) - ((double)right * right);
                var restSpread = (Shown * restSquared) - (rest * rest);
                return spread <= 0 || restSpread <= 1e-9 ? null : Math.Round(((Shown * restOfRight) - (right * rest)) / Math.Sqrt(spread * restSpread), 2);
            }
        }

        public void Count(int isRight, double shareOfTheRest)
        {
            Shown++;
            right += isRight;
            rest += shareOfTheRest;
            restSquared += shareOfTheRest * shareOfTheRest;
            restOfRight += isRight * shareOfTheRest;
        }

        public void Choose(string optionId, bool correct, bool chosen)
        {
            var count = options.GetValueOrDefault(optionId, new OptionCount(optionId, correct, 0));
            options[optionId] = chosen ? count with { Chosen = count.Chosen + 1 } : count;
        }
    }
}
