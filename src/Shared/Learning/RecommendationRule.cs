using System.Collections.Immutable;
using Inburgering.Permits;

namespace Inburgering.Learning;

/// <summary>What someone's stay says about their family.</summary>
public enum FamilySituation
{
    /// <summary>Comes with a partner, or a partner is named in the permit or declared.</summary>
    WithPartner,

    /// <summary>Is the partner who travels along, or came to join somebody.</summary>
    FamilyMember,
}

/// <summary>
/// To whom a focus module is recommended (seed 3.A: by profile), as <c>module.yaml</c> says under <c>recommendedFor</c>. Everything that
/// a rule names must hold; what it leaves out does not matter.
/// </summary>
/// <param name="Reason">What is told to the person: a key of <c>Reasons/&lt;language&gt;.json</c>.</param>
/// <param name="Categories">Permit categories, of which the person's must be one; empty for any.</param>
/// <param name="Sectors">Sectors of work, of which the person's must be one; empty for any. In small letters.</param>
/// <param name="SelfEmployed">Whether only the self-employed are meant.</param>
/// <param name="Family">A family situation that must be the person's.</param>
public sealed record RecommendationRule(
    string Reason, ImmutableSortedSet<PermitCategory> Categories, ImmutableSortedSet<string> Sectors, bool SelfEmployed, FamilySituation? Family)
{
    /// <summary>Whether the rule names anything: one that does not would mean everybody.</summary>
    public bool IsEmpty => Categories.IsEmpty && Sectors.IsEmpty && !SelfEmployed && Family is null;

    /// <summary>Whether everything that the rule names holds.</summary>
    public bool Means(LearnerProfile profile) =>
        (Categories.IsEmpty || (profile.Category is { } category && Categories.Contains(category)))
        && (Sectors.IsEmpty || (profile.Sector is { } sector && Sectors.Contains(sector)))
        && (!SelfEmployed || profile.SelfEmployed)
        && (Family is not { } family || profile.Family.Contains(family));
}
