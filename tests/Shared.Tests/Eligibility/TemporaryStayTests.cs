using Inburgering.Arrivals;
using Inburgering.Eligibility;
using Inburgering.Permits;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;
using static Inburgering.Shared.Tests.TestData.Given;

namespace Inburgering.Shared.Tests.Eligibility;

/// <summary>
/// Excluded, also voluntarily: a stay based only on work, study, training or exchange, and not longer than, nor renewable beyond,
/// one year. Both must hold.
/// </summary>
public sealed class TemporaryStayTests
{
    private static readonly Permit OneYear = LongPermit with
    {
        Category = PermitCategory.OtherWorker,
        ValidFrom = Day("2026-02-01"),
        ValidUntil = Day("2027-01-31"),
        RenewableBeyondOneYear = false,
    };

    [Theory]
    [InlineData(PermitCategory.Seasonal)]
    [InlineData(PermitCategory.WorkingHoliday)]
    [InlineData(PermitCategory.ExchangePupil)]
    [InlineData(PermitCategory.StudentTrainee)]
    [InlineData(PermitCategory.IntraCorporateTrainee)]
    public void A_category_that_by_law_lasts_at_most_a_year_is_excluded(PermitCategory category) =>
        Assert.Equal(EligibilityReason.TemporaryStay, Decide(HolderOf(SeasonalPermit with { Category = category })).Reason);

    [Theory]
    [InlineData(PermitCategory.HighlySkilled)]
    [InlineData(PermitCategory.ShortageOccupation)]
    [InlineData(PermitCategory.OtherWorker)]
    [InlineData(PermitCategory.SelfEmployed)]
    [InlineData(PermitCategory.IntraCorporateTransfer)]
    [InlineData(PermitCategory.Researcher)]
    [InlineData(PermitCategory.BlueCard)]
    public void Any_other_category_is_judged_by_its_validity_and_whether_it_can_be_renewed(PermitCategory category)
    {
        Assert.Equal(Treatment.PreArrivalAccess, Decide(HolderOf(LongPermit with { Category = category })).Treatment);
        Assert.Equal(Treatment.Excluded, Decide(HolderOf(OneYear with { Category = category })).Treatment);
    }

    [Fact]
    public void One_year_that_cannot_be_renewed_is_excluded() => Assert.Equal(Treatment.Excluded, Decide(HolderOf(OneYear)).Treatment);

    [Fact]
    public void One_year_that_can_be_renewed_is_not_excluded() =>
        Assert.Equal(Treatment.PreArrivalAccess, Decide(HolderOf(OneYear with { RenewableBeyondOneYear = true })).Treatment);

    [Fact]
    public void A_partner_follows_how_the_worker_stands_now_and_not_what_the_permit_said() =>
        Assert.Equal(
            (Treatment.Excluded, EligibilityReason.FamilyOfTemporaryStay),
            Both((Nobody with { Permit = LongPermit, PermitRole = PermitRole.Partner }).LinkedTo(WorkerStanding.Excluded)));

    [Theory]
    [InlineData("2026-04-01", "2027-03-31", true)] // a year to the day: the first and the last are both days of validity
    [InlineData("2026-04-01", "2027-04-01", false)] // a year and a day
    [InlineData("2027-03-01", "2028-02-29", true)]
    [InlineData("2027-03-01", "2028-03-01", false)]
    [InlineData("2028-02-29", "2029-02-28", true)]
    [InlineData("2028-02-29", "2029-03-01", false)]
    [InlineData("2028-01-01", "2028-12-31", true)]
    [InlineData("2028-01-01", "2029-01-01", false)]
    public void A_year_is_counted_from_the_first_to_the_last_day_of_validity(string from, string until, bool isTemporary) =>
        Assert.Equal(isTemporary, EligibilityRules.IsTemporary(OneYear with { ValidFrom = Day(from), ValidUntil = Day(until) }, TestPolicy.Current));

    [Fact]
    public void Longer_than_a_year_is_not_excluded_even_if_it_cannot_be_renewed() =>
        Assert.Equal(Treatment.PreArrivalAccess, Decide(HolderOf(OneYear with { ValidUntil = Day("2027-02-02") })).Treatment);

    [Fact]
    public void A_seasonal_worker_who_has_settled_in_Flanders_stays_excluded() =>
        Assert.Equal(
            (Treatment.Excluded, EligibilityReason.TemporaryStay),
            Both(HolderOf(SeasonalPermit) with { Registration = Registered }));

    [Theory]
    [InlineData(ReasonOfStay.Study)]
    [InlineData(ReasonOfStay.Exchange)]
    [InlineData(ReasonOfStay.Worker)]
    [InlineData(ReasonOfStay.SelfEmployed)]
    public void Work_study_and_exchange_in_the_Register_leave_the_exclusion_as_it_is(ReasonOfStay reason) =>
        Assert.Equal(Treatment.Excluded, Decide(HolderOf(SeasonalPermit) with { Registration = Registered with { ReasonOfStay = reason } }).Treatment);

    [Fact]
    public void Another_ground_in_the_Register_lifts_the_exclusion_because_the_stay_no_longer_rests_on_work_only() =>
        Assert.Equal(
            (Treatment.Obliged, EligibilityReason.FamilyInFlanders),
            Both((HolderOf(SeasonalPermit) with { Registration = Registered with { ReasonOfStay = ReasonOfStay.Family } }).LinkedTo(WorkerStanding.TargetGroup)));

    [Fact]
    public void The_partner_whose_stay_depends_on_a_temporary_permit_is_excluded_before_arrival() =>
        Assert.Equal((Treatment.Excluded, EligibilityReason.FamilyOfTemporaryStay), Both((Nobody with { Permit = SeasonalPermit, PermitRole = PermitRole.Partner }).LinkedTo(WorkerStanding.Excluded)));

    [Fact]
    public void A_family_member_whose_stay_depends_on_a_temporary_permit_is_excluded_after_arrival()
    {
        Assert.Equal(
            (Treatment.Excluded, EligibilityReason.FamilyOfTemporaryStay),
            Both((FamilyMember with { Permit = SeasonalPermit, PermitRole = PermitRole.Partner }).LinkedTo(WorkerStanding.Excluded)));
        Assert.Equal((Treatment.Excluded, EligibilityReason.FamilyOfTemporaryStay), Both(FamilyMember.LinkedTo(WorkerStanding.Excluded)));
    }

    [Fact]
    public void A_declared_partner_of_a_temporary_worker_is_excluded_before_arrival() =>
        Assert.Equal((Treatment.Excluded, EligibilityReason.FamilyOfTemporaryStay), Both(Nobody.LinkedTo(WorkerStanding.Excluded)));

    [Fact]
    public void A_partner_with_work_of_their_own_does_not_depend_on_the_temporary_permit() =>
        Assert.Equal(
            (Treatment.Obliged, EligibilityReason.WorkerInFlanders),
            Both(Nobody with { Permit = SeasonalPermit, PermitRole = PermitRole.Partner, Registration = Registered }));

    [Fact]
    public void A_worker_of_their_own_right_is_not_excluded_through_somebody_else_in_the_household() =>
        Assert.Equal((Treatment.Obliged, EligibilityReason.WorkerInFlanders), Both(Worker.LinkedTo(WorkerStanding.Excluded)));

    private static EligibilityFacts HolderOf(Permit permit) => Holder with { Permit = permit };

    private static EligibilityDecision Decide(EligibilityFacts facts) => EligibilityRules.Decide(facts, TestPolicy.Current);

    private static (Treatment Treatment, EligibilityReason Reason) Both(EligibilityFacts facts) => (Decide(facts).Treatment, Decide(facts).Reason);
}
