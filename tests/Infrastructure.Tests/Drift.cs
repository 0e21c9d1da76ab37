namespace Inburgering.Infrastructure.Tests;

/// <summary>Compares two lists of names that must be one.</summary>
internal static class Drift
{
    /// <summary>Fails with each name that is missing on one side, and where to write it.</summary>
    public static void Check(string what, string wantedBy, IEnumerable<string> wanted, string writtenIn, IEnumerable<string> written)
    {
        var (left, right) = (wanted.ToHashSet(StringComparer.Ordinal), written.ToHashSet(StringComparer.Ordinal));
        var missing = left.Except(right).Order(StringComparer.Ordinal).Select(name => $"  {name}: in {wantedBy}, but not deployed. Add it to {writtenIn}.");
        var unknown = right.Except(left).Order(StringComparer.Ordinal).Select(name => $"  {name}: deployed by {writtenIn}, but not in {wantedBy}. Remove it, or add it there.");
        var differences = missing.Concat(unknown).ToList();
        Assert.True(differences.Count == 0, $"{what}: the infrastructure and the code have drifted apart.\n{string.Join('\n', differences)}");
    }
}
