namespace Inburgering.Functions.Tests.Fuzz;

/// <summary>Managed memory of the process over a run, each time after a full collection.</summary>
internal sealed class MemoryTrend
{
    /// <summary>What one input may leave behind: the emulated broker keeps a row of every dead letter, the storage client a few connections.</summary>
    private const long BytesAnInput = 4 * 1024;

    /// <summary>What caches may gain in the second half of a run, whatever it is made of.</summary>
    private const long Slack = 24L * 1024 * 1024;

    private readonly SortedDictionary<int, long> looks = [];
    private int next;

    /// <summary>Looks at each quarter of the run and at its end.</summary>
    public void Look(int done, int count)
    {
        if (done >= next || done >= count)
        {
            looks[Math.Min(done, count)] = GC.GetTotalMemory(forceFullCollection: true);
            next = done + (count / 4);
        }
    }

    /// <summary>Asserts that the second half needed no more than what an input may leave behind.</summary>
    public void AssertFlat()
    {
        var (half, end) = (looks.ElementAt(looks.Count / 2), looks.Last());
        Assert.True(end.Value - half.Value < Slack + (BytesAnInput * (end.Key - half.Key)), $"Memory grew: {this}");
    }

    public override string ToString() => string.Join(", ", looks.Select(look => FormattableString.Invariant($"{look.Value / 1024 / 1024} MiB after {look.Key}")));
}
