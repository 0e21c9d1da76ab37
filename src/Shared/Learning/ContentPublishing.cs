using System.Collections.Immutable;

namespace Inburgering.Learning;

/// <summary>Publishes a content package as the next edition: whole or not at all, and never one that breaks what was published.</summary>
public sealed class ContentPublishing(ContentEditions editions)
{
    private static readonly ContentPackage Nothing = new(ImmutableSortedDictionary<string, Module>.Empty);

    /// <summary>What a package would change, and what forbids it. Nothing is written.</summary>
    /// <returns>The edition that is in force, the changes from it, and what is wrong with them.</returns>
    public async Task<PublicationPlan> PlanAsync(ContentPackage package, CancellationToken cancellationToken)
    {
        var inForce = await editions.InForceAsync(cancellationToken);
        var before = inForce is null ? Nothing : (await editions.ReadAsync(inForce.InForce.Number, cancellationToken)).Package;
        return new PublicationPlan(inForce, package, ContentChange.Between(before, package), ContentChange.Problems(before, package));
    }

    /// <summary>Puts a plan into effect.</summary>
    /// <returns>What is in force now; <see langword="null"/> if somebody else published since the plan was made.</returns>
    public Task<EditionInForce?> PublishAsync(PublicationPlan plan, string by, DateTimeOffset now, CancellationToken cancellationToken) => plan.Problems.Count > 0
        ? throw new InvalidOperationException("A plan with problems can't be published.")
        : editions.AddAsync(plan.Package, plan.InForce, by, now, cancellationToken);
}

/// <param name="InForce">What is in force; <see langword="null"/> if nothing was ever published.</param>
/// <param name="Package">What would be.</param>
/// <param name="Changes">From the one to the other.</param>
/// <param name="Problems">Why it can't be.</param>
public sealed record PublicationPlan(StoredEdition? InForce, ContentPackage Package, IReadOnlyList<ContentChange> Changes, IReadOnlyList<ContentProblem> Problems);
