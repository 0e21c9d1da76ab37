using Inburgering.Compliance;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.Obligations;

namespace Inburgering.Shared.Tests.Compliance;

/// <summary>The table of what DWEWIS is answered.</summary>
public sealed class ComplianceRulesTests
{
    [Theory]
    [MemberData(nameof(Pending))]
    public void A_matter_that_runs_is_pending_and_a_renewal_must_not_be_refused_for_it(Obligation obligation) => Answers(ComplianceStatus.Pending, obligation);

    public static TheoryData<Obligation> Pending() => [Lives.OnItsWay, Lives.TermRuns, Lives.StandsStill, Lives.DeadlineMissed];

    [Fact]
    public void A_breach_has_an_effect_only_once_a_human_confirmed_it()
    {
        Answers(ComplianceStatus.Pending, Lives.DeadlineMissed);
        Answers(ComplianceStatus.NotFulfilled, Lives.Confirmed);
    }

    [Fact]
    public void Who_passed_in_time_or_late_has_fulfilled()
    {
        Answers(ComplianceStatus.Fulfilled, Lives.InTime);
        Answers(ComplianceStatus.Fulfilled, Lives.TooLate);
        Answers(ComplianceStatus.Fulfilled, Lives.TooLate with { Confirmation = Lives.Confirmed.Confirmation });
    }

    [Fact]
    public void Who_was_never_asked_or_no_longer_is_does_not_fall_under_it()
    {
        Answers(ComplianceStatus.NotApplicable, new NoObligation());
        Answers(ComplianceStatus.NotApplicable, Lives.FellAway);
        Answers(ComplianceStatus.NotApplicable, Lives.Lifted);
    }

    [Fact]
    public void Who_passed_before_arrival_has_fulfilled_before_being_registered() =>
        Assert.Equal(ComplianceStatus.Fulfilled, ComplianceRules.Answer(new NoObligation(), passedAll: true));

    [Fact]
    public void Who_passed_and_left_keeps_the_answer_of_a_proof() =>
        Assert.Equal(ComplianceStatus.Fulfilled, ComplianceRules.Answer(Lives.FellAway, passedAll: true));

    private static void Answers(ComplianceStatus expected, Obligation obligation) => Assert.Equal(expected, ComplianceRules.Answer(obligation, passedAll: false));
}
