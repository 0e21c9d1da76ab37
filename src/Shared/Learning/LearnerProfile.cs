using System.Collections.Immutable;
using Inburgering.Arrivals;
using Inburgering.People;
using Inburgering.Permits;

namespace Inburgering.Learning;

/// <summary>What is known of someone as far as it says which focus modules may help.</summary>
/// <param name="Category">Of the permit held.</param>
/// <param name="Sector">Of the work, in small letters.</param>
/// <param name="SelfEmployed">By the permit, or by the reason of stay.</param>
/// <param name="Family">Every situation that holds.</param>
public sealed record LearnerProfile(PermitCategory? Category, string? Sector, bool SelfEmployed, ImmutableSortedSet<FamilySituation> Family)
{
    public static LearnerProfile Of(PersonFile file)
    {
        var permit = file.HeldPermit;
        var family = ImmutableSortedSet.CreateBuilder<FamilySituation>();
        if (file.KnownPartners.Any())
        {
            family.Add(FamilySituation.WithPartner);
        }

        if (file.Registration is { ReasonOfStay: ReasonOfStay.Family } || (permit is null && (file.PartnerPermit is not null || file.DeclaredAs is not null)))
        {
            family.Add(FamilySituation.FamilyMember);
        }

        return new LearnerProfile(
            permit?.Category,
            permit?.Sector?.Trim().ToLowerInvariant(),
            permit is { SelfEmployed: true } or { Category: PermitCategory.SelfEmployed } || file.Registration is { ReasonOfStay: ReasonOfStay.SelfEmployed },
            family.ToImmutable());
    }
}
