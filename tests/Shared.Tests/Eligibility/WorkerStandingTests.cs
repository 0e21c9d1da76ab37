using Inburgering.Arrivals;
using Inburgering.Eligibility;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;
using static Inburgering.Shared.Tests.TestData.Given;

namespace Inburgering.Shared.Tests.Eligibility;

/// <summary>What somebody is to the family members whose stay may depend on them.</summary>
public sealed class WorkerStandingTests
{
    [Fact]
    public void A_labour_migrant_in_Flanders_or_Brussels_or_on_the_way_carries_the_family()
    {
        Assert.Equal(WorkerStanding.TargetGroup, StandingOf(Worker));
        Assert.Equal(WorkerStanding.TargetGroup, StandingOf(Worker.SettledIn(Brussels)));
        Assert.Equal(WorkerStanding.TargetGroup, StandingOf(Holder));
    }

    [Fact]
    public void A_labour_migrant_who_registered_before_the_start_still_carries_family_who_come_later() =>
        Assert.Equal(WorkerStanding.TargetGroup, StandingOf(Worker with { Registration = Registered with { RegisteredOn = Day("2025-06-01") } }));

    [Fact]
    public void A_temporary_worker_excludes_the_family() =>
        Assert.Equal(WorkerStanding.Excluded, StandingOf(Holder with { Permit = SeasonalPermit }));

    [Fact]
    public void A_worker_in_Wallonia_or_from_the_EU_carries_nobody()
    {
        Assert.Equal(WorkerStanding.None, StandingOf(Worker.SettledIn(Namur)));
        Assert.Equal(WorkerStanding.None, StandingOf(Worker with { Registration = Registered with { Municipality = Namur, RegisteredOn = Day("2025-06-01") } }));
        Assert.Equal(WorkerStanding.None, StandingOf(Worker with { Nationality = "FR" }));
    }

    [Theory]
    [InlineData(Leuven, "2026-05-04")]
    [InlineData(Leuven, "2025-06-01")] // before the obligation applied
    [InlineData(Brussels, "2026-05-04")]
    [InlineData(Brussels, "2025-06-01")]
    public void A_family_member_carries_nobody_however_long_they_are_here(string municipality, string registeredOn)
    {
        var member = FamilyMember.LinkedTo(WorkerStanding.TargetGroup).SettledIn(municipality);

        Assert.Equal(WorkerStanding.None, StandingOf(member with { Registration = member.Registration! with { RegisteredOn = Day(registeredOn) } }));
    }

    [Fact]
    public void A_partner_named_in_a_permit_carries_nobody() =>
        Assert.Equal(WorkerStanding.None, StandingOf(Nobody with { Permit = LongPermit, PermitRole = Inburgering.Permits.PermitRole.Partner }));

    [Theory]
    [InlineData(ReasonOfStay.Study)]
    [InlineData(ReasonOfStay.Asylum)]
    public void Who_stays_for_another_reason_carries_nobody(ReasonOfStay reason) =>
        Assert.Equal(WorkerStanding.None, StandingOf(Nobody with { Registration = Registered with { ReasonOfStay = reason } }));

    private static WorkerStanding StandingOf(EligibilityFacts facts) => EligibilityRules.StandingOf(facts, TestPolicy.Current);
}
