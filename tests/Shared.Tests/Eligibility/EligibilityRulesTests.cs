using Inburgering.Arrivals;
using Inburgering.Eligibility;
using Inburgering.Permits;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;
using static Inburgering.Shared.Tests.TestData.Given;

namespace Inburgering.Shared.Tests.Eligibility;

/// <summary>One test a sentence of the law: who is obliged, encouraged, let in, left alone or excluded.</summary>
public sealed class EligibilityRulesTests
{
    [Fact]
    public void A_third_country_worker_who_has_settled_in_the_Flemish_Region_is_obliged() =>
        Decides(Worker, Treatment.Obliged, EligibilityReason.WorkerInFlanders);

    [Fact]
    public void A_self_employed_person_counts_as_a_worker() =>
        Decides(
            Nobody with { Registration = Registered with { ReasonOfStay = ReasonOfStay.SelfEmployed } },
            Treatment.Obliged,
            EligibilityReason.WorkerInFlanders);

    [Fact]
    public void A_worker_whose_permit_is_not_known_is_obliged_on_the_registration_alone() =>
        Decides(Nobody with { Registration = Registered }, Treatment.Obliged, EligibilityReason.WorkerInFlanders);

    [Theory]
    [InlineData("DE")]
    [InlineData("BE")]
    [InlineData("HR")]
    [InlineData("IS")]
    [InlineData("LI")]
    [InlineData("NO")]
    [InlineData("CH")]
    public void A_citizen_of_the_EU_or_of_a_country_treated_alike_is_never_obliged(string nationality)
    {
        Decides(Worker with { Nationality = nationality }, Treatment.NotObliged, EligibilityReason.EuPlusNational);
        Decides(Holder with { Nationality = nationality }, Treatment.NotObliged, EligibilityReason.EuPlusNational);
        Decides(FamilyMember.LinkedTo(WorkerStanding.TargetGroup) with { Nationality = nationality }, Treatment.NotObliged, EligibilityReason.EuPlusNational);
    }

    [Theory]
    [InlineData("GB")]
    [InlineData("TR")]
    [InlineData("US")]
    [InlineData("UA")]
    [InlineData("XK")]
    public void Anybody_else_is_a_third_country_national(string nationality) =>
        Decides(Worker with { Nationality = nationality }, Treatment.Obliged, EligibilityReason.WorkerInFlanders);

    [Fact]
    public void The_nationality_is_tested_per_person_a_partner_from_the_EU_is_not_obliged_beside_an_obliged_worker() =>
        Decides(FamilyMember.LinkedTo(WorkerStanding.TargetGroup) with { Nationality = "FR" }, Treatment.NotObliged, EligibilityReason.EuPlusNational);

    [Fact]
    public void Who_holds_a_permit_and_is_not_registered_yet_has_access_before_arrival() =>
        Decides(Holder, Treatment.PreArrivalAccess, EligibilityReason.PermitGranted);

    [Fact]
    public void A_permit_granted_by_Brussels_gives_access_before_arrival_too() =>
        Decides(Holder with { Permit = LongPermit with { Region = PermitRegion.Brussels } }, Treatment.PreArrivalAccess, EligibilityReason.PermitGranted);

    [Fact]
    public void The_partner_named_in_the_permit_gets_the_package_before_arrival_too() =>
        Decides((Nobody with { Permit = LongPermit, PermitRole = PermitRole.Partner }).LinkedTo(WorkerStanding.TargetGroup), Treatment.PreArrivalAccess, EligibilityReason.TravellingPartner);

    [Fact]
    public void A_partner_whom_the_permit_no_longer_names_has_no_ground() =>
        Decides(Nobody with { Permit = LongPermit, PermitRole = PermitRole.Partner }, Treatment.NotObliged, EligibilityReason.UnknownGround);

    [Fact]
    public void A_declared_partner_of_a_labour_migrant_gets_the_package_before_arrival_too() =>
        Decides(Nobody.LinkedTo(WorkerStanding.TargetGroup), Treatment.PreArrivalAccess, EligibilityReason.TravellingPartner);

    [Fact]
    public void A_travelling_partner_who_is_a_minor_is_not_let_in() =>
        Decides(
            (Nobody with { Permit = LongPermit, PermitRole = PermitRole.Partner }).BornOn("2008-04-02").LinkedTo(WorkerStanding.TargetGroup),
            Treatment.NotObliged,
            EligibilityReason.Minor);

    [Fact]
    public void Somebody_without_a_permit_and_without_a_registration_has_no_known_ground() =>
        Decides(Nobody, Treatment.NotObliged, EligibilityReason.UnknownGround);

    [Fact]
    public void An_adult_family_member_of_a_labour_migrant_who_settles_in_Flanders_is_obliged() =>
        Decides(FamilyMember.LinkedTo(WorkerStanding.TargetGroup), Treatment.Obliged, EligibilityReason.FamilyInFlanders);

    [Fact]
    public void The_partner_whom_the_permit_names_is_linked_by_the_permit_itself() =>
        Decides((FamilyMember with { Permit = LongPermit, PermitRole = PermitRole.Partner }).LinkedTo(WorkerStanding.TargetGroup), Treatment.Obliged, EligibilityReason.FamilyInFlanders);

    [Fact]
    public void A_family_member_without_a_linked_worker_of_the_target_group_is_not_obliged() =>
        Decides(FamilyMember, Treatment.NotObliged, EligibilityReason.FamilyWithoutLinkedWorker);

    [Theory]
    [InlineData("2008-05-04", Treatment.Obliged)] // turns 18 on the day of registration
    [InlineData("2008-05-05", Treatment.NotObliged)] // a day later
    [InlineData("2020-01-01", Treatment.NotObliged)]
    public void Minors_are_not_obliged_and_the_day_of_registration_decides(string birthDate, Treatment treatment) =>
        Assert.Equal(treatment, Decide(FamilyMember.LinkedTo(WorkerStanding.TargetGroup).BornOn(birthDate)).Treatment);

    [Fact]
    public void The_reason_for_a_minor_says_so() =>
        Decides(FamilyMember.LinkedTo(WorkerStanding.TargetGroup).BornOn("2015-01-01"), Treatment.NotObliged, EligibilityReason.Minor);

    [Theory]
    [InlineData(ReasonOfStay.Study)]
    [InlineData(ReasonOfStay.Exchange)]
    [InlineData(ReasonOfStay.Asylum)]
    [InlineData(ReasonOfStay.Regularisation)]
    [InlineData(ReasonOfStay.Other)]
    public void A_stay_for_another_reason_than_work_or_family_is_no_ground(ReasonOfStay reason) =>
        Decides(Nobody with { Registration = Registered with { ReasonOfStay = reason } }, Treatment.NotObliged, EligibilityReason.ReasonOfStayNotWork);

    [Theory]
    [InlineData("2025-12-31", Treatment.NotObliged, EligibilityReason.RegisteredBeforeStart)]
    [InlineData("2026-01-01", Treatment.Obliged, EligibilityReason.WorkerInFlanders)]
    public void Who_registered_before_the_obligation_applies_is_not_obliged(string registeredOn, Treatment treatment, EligibilityReason reason) =>
        Decides(Worker with { Registration = Registered with { RegisteredOn = Day(registeredOn) } }, treatment, reason);

    [Fact]
    public void Who_settles_in_Brussels_is_encouraged_and_not_obliged()
    {
        Decides(Worker.SettledIn(Brussels), Treatment.Encouraged, EligibilityReason.SettledInBrussels);
        Decides(FamilyMember.LinkedTo(WorkerStanding.TargetGroup).SettledIn(Brussels), Treatment.Encouraged, EligibilityReason.SettledInBrussels);
    }

    [Fact]
    public void Who_settles_in_Wallonia_is_no_target_group_any_more()
    {
        Decides(Worker.SettledIn(Namur), Treatment.NotObliged, EligibilityReason.SettledInWallonia);
        Decides(FamilyMember.LinkedTo(WorkerStanding.TargetGroup).SettledIn(Namur), Treatment.NotObliged, EligibilityReason.SettledInWallonia);
    }

    [Fact]
    public void The_decision_names_the_policy_it_was_taken_under() => Assert.Equal("2026-1", Decide(Worker).PolicyVersion);

    [Fact]
    public void Every_reason_names_where_its_rule_stands()
    {
        foreach (var reason in Enum.GetValues<EligibilityReason>())
        {
            Assert.NotEmpty(new EligibilityDecision(Treatment.Obliged, reason, "2026-1").Source);
        }
    }

    [Theory]
    [InlineData(Treatment.Obliged, true)]
    [InlineData(Treatment.Encouraged, true)]
    [InlineData(Treatment.PreArrivalAccess, true)]
    [InlineData(Treatment.NotObliged, false)]
    [InlineData(Treatment.Excluded, false)]
    public void The_package_is_open_to_the_obliged_the_encouraged_and_those_on_their_way(Treatment treatment, bool givesAccess) =>
        Assert.Equal(givesAccess, new EligibilityDecision(treatment, EligibilityReason.UnknownGround, "2026-1").GivesAccess);

    private static EligibilityDecision Decide(EligibilityFacts facts) => EligibilityRules.Decide(facts, TestPolicy.Current);

    private static void Decides(EligibilityFacts facts, Treatment treatment, EligibilityReason reason) =>
        Assert.Equal((treatment, reason), (Decide(facts).Treatment, Decide(facts).Reason));
}
