using System.Collections.Immutable;

namespace Inburgering.Statistics;

/// <summary>Leaves out counts so small that they could point at somebody.</summary>
/// <param name="smallest">The smallest count of people that is shown; zero is shown.</param>
internal sealed class Suppression(int smallest)
{
    public bool IsSmall(int count) => count > 0 && count < smallest;

    /// <summary>A part of a whole. A small part is left out, and so is one whose rest is small: it could be computed.</summary>
    public Share Of(int whole, int part) => IsSmall(whole)
        ? new Share(null, null)
        : new Share(whole, IsSmall(part) || IsSmall(whole - part) ? null : part);

    /// <summary>Counts that add up to a whole somebody may know. Where only one is left out, the next smallest goes too.</summary>
    public ImmutableList<int?> Of(ImmutableList<int> counts)
    {
        var hidden = counts.Select(IsSmall).ToArray();
        if (hidden.Count(isHidden => isHidden) == 1 && counts.Where((count, i) => !hidden[i] && count > 0).Any())
        {
            var next = counts.Select((count, i) => (count, i)).Where(pair => !hidden[pair.i] && pair.count > 0).MinBy(pair => pair.count);
            hidden[next.i] = true;
        }

        return [.. counts.Select((count, i) => hidden[i] ? (int?)null : count)];
    }
}
