using System.Collections.Immutable;
using Inburgering.Accounts;
using Inburgering.Arrivals;
using Inburgering.Certificates;
using Inburgering.Enforcement;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Permits;
using Inburgering.Policies;
using Inburgering.Retention;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Retention;

public sealed class RetentionRulesTests
{
    private static readonly Term Term = new(Day("2026-05-08"), Day("2026-11-09"), []);

    private static readonly PersonFile Granted = new()
    {
        PersonId = "p1",
        HeldPermits = PersonFileWith(Given.LongPermit, "2026-03-02"),
        Retention = new RetentionState { LastActOn = Day("2026-03-02") },
    };

    private static readonly PersonFile Settled = Granted with { Registrations = [new Fact<Registration>(1, InBrussels("2026-05-04"), "m", Given.Registered)] };

    [Fact]
    public void Who_never_arrived_is_kept_24_months_after_the_last_grant()
    {
        Assert.Equal(new RetentionDue(RetentionStep.Person, RetentionReason.NeverArrived, Day("2026-03-02"), Day("2028-03-02")), Next(Granted));

        var renewed = Granted with { HeldPermits = Granted.HeldPermits.AddRange(PersonFileWith(Given.SeasonalPermit, "2027-01-15")) };
        Assert.Equal(Day("2029-01-15"), Next(renewed)!.DueOn);
    }

    [Fact]
    public void A_partner_is_kept_as_long_after_the_permit_that_names_them_and_a_declared_one_after_the_invitation()
    {
        var named = new PersonFile { PersonId = "p2", PartnerPermits = Granted.HeldPermits, Retention = Granted.Retention };
        var declared = new PersonFile { PersonId = "p3", DeclaredAs = Given.Partner, InvitedOn = Day("2026-04-01"), Retention = Granted.Retention };

        Assert.Equal([Day("2028-03-02"), Day("2028-04-01")], [Next(named)!.DueOn, Next(declared)!.DueOn]);
    }

    [Fact]
    public void Who_settles_in_Wallonia_is_kept_90_days()
    {
        var inNamur = Settled with
        {
            Registrations = [new Fact<Registration>(1, InBrussels("2026-05-04"), "m", Given.Registered with { Municipality = Given.Namur })],
            Obligation = new Ended(Day("2026-05-04"), EndReason.MovedToWallonia, "2026-1", null),
        };

        Assert.Equal(new RetentionDue(RetentionStep.Person, RetentionReason.LivesInWallonia, Day("2026-05-04"), Day("2026-08-02")), Next(inNamur));
    }

    [Theory]
    [MemberData(nameof(OpenObligations))]
    public void Nothing_is_erased_while_the_obligation_runs_or_a_human_has_still_to_decide(string name)
    {
        var open = Open[name];
        Assert.Null(Next(Settled with { Obligation = open, Retention = Settled.Retention with { LastAttemptOn = Day("2026-06-01") } }));
        Assert.Null(Next(Granted with { Obligation = open }));
    }

    [Fact]
    public void Who_settled_in_Flanders_is_kept_ten_years_after_the_last_act()
    {
        var fulfilled = Settled with { Obligation = new Fulfilled(Day("2026-06-01"), "2026-1", Term), Retention = new RetentionState { LastActOn = Day("2027-02-28") } };

        Assert.Equal(new RetentionDue(RetentionStep.Person, RetentionReason.NoActSince, Day("2027-02-28"), Day("2037-02-28")), Next(fulfilled));
    }

    [Fact]
    public void Who_was_handed_over_for_a_sanction_is_remembered_as_long_wherever_they_live()
    {
        var breached = new Breached(Day("2026-05-04"), Day("2026-11-10"), "2026-1", "p1-1", Term, [], new BreachConfirmation("o", InBrussels("2026-11-12"), "no answer"));
        var escalated = Settled with
        {
            Registrations = [new Fact<Registration>(1, InBrussels("2026-05-04"), "m", Given.Registered with { Municipality = Given.Namur })],
            Obligation = new Ended(Day("2027-01-04"), EndReason.MovedToWallonia, "2026-1", Term),
            Enforcement = new EnforcementReferral("enf-p1", breached, 4, null),
            Retention = new RetentionState { LastActOn = Day("2027-01-04") },
        };

        Assert.Equal(Day("2037-01-04"), Next(escalated)!.DueOn);
    }

    [Theory]
    [InlineData("2026-05-20", "2027-06-01")]
    [InlineData("2026-07-01", "2027-07-01")]
    public void Detail_of_tests_is_kept_twelve_months_after_the_case_closed_and_after_the_last_test(string lastAttempt, string due)
    {
        var fulfilled = Settled with
        {
            Obligation = new Fulfilled(Day("2026-06-01"), "2026-1", Term),
            Retention = new RetentionState { LastActOn = Day("2026-07-01"), LastAttemptOn = Day(lastAttempt) },
        };

        Assert.Equal((RetentionStep.AttemptDetail, Day(due)), (Next(fulfilled)!.Step, Next(fulfilled)!.DueOn));
    }

    [Fact]
    public void Detail_that_was_erased_falls_due_again_only_after_another_test()
    {
        var fulfilled = Settled with
        {
            Obligation = new Fulfilled(Day("2026-06-01"), "2026-1", Term),
            Retention = new RetentionState { LastActOn = Day("2027-06-01"), LastAttemptOn = Day("2026-06-01"), AttemptsErasedOn = Day("2027-06-01") },
        };

        Assert.Equal(RetentionStep.Person, Next(fulfilled)!.Step);
        Assert.Equal(Day("2028-07-01"), Next(fulfilled with { Retention = fulfilled.Retention with { LastAttemptOn = Day("2027-07-01") } })!.DueOn);
    }

    [Fact]
    public void Of_an_erased_person_the_proof_is_kept_ten_years_and_the_trail_until_both_have_passed()
    {
        var erased = new PersonFile
        {
            PersonId = "p1",
            Certificate = new Certificate("C0DE", "Ayşe Yılmaz", Day("2026-04-01"), ["basis"]),
            Retention = new RetentionState { ErasedOn = Day("2028-03-02"), LastActOn = Day("2026-05-01") },
        };

        Assert.Equal(new RetentionDue(RetentionStep.Proof, RetentionReason.ProofExpired, Day("2026-04-01"), Day("2036-04-01")), Next(erased));
        Assert.Equal(new RetentionDue(RetentionStep.Trail, RetentionReason.NoActSince, Day("2026-05-01"), Day("2036-05-01")), Next(erased with { Certificate = null }));
    }

    [Fact]
    public void A_grant_dated_at_the_end_of_the_calendar_is_kept_until_then()
    {
        var far = Granted with { HeldPermits = PersonFileWith(Given.LongPermit, "9999-06-01") };

        Assert.Equal(DateOnly.MaxValue, Next(far)!.DueOn);
    }

    [Fact]
    public void A_file_stands_under_the_first_day_on_which_something_falls_due_and_never_under_today()
    {
        var change = Change(Granted, "2026-03-02");
        RetentionReview.Update(change, TestPolicy.Current);
        Assert.Equal(Day("2028-03-02"), change.File.Retention.ReviewOn);

        var overdue = Change(Granted, "2029-01-01");
        RetentionReview.Update(overdue, TestPolicy.Current);
        Assert.Equal(Day("2029-01-02"), overdue.File.Retention.ReviewOn);
    }

    [Fact]
    public void What_is_put_off_leaves_the_list_as_it_is()
    {
        var arrived = Change(Settled with { Retention = Granted.Retention with { ReviewOn = Day("2028-03-02") } }, "2026-05-04");

        RetentionReview.Update(arrived, TestPolicy.Current);

        Assert.True(arrived.IsEmpty);
    }

    public static TheoryData<string> OpenObligations => [.. Open.Keys];

    private static readonly Dictionary<string, Obligation> Open = new()
    {
        ["letter pending"] = new LetterPending(Day("2026-05-04"), "2026-1", "p1-1"),
        ["running"] = new Running(Day("2026-05-04"), "2026-1", "p1-1", Term, []),
        ["breached, not confirmed"] = new Breached(Day("2026-05-04"), Day("2026-11-10"), "2026-1", "p1-1", Term, [], null),
    };

    private static RetentionDue? Next(PersonFile file) => RetentionRules.Next(file, TestPolicy.Current);

    private static FileChange Change(PersonFile file, string day) => new(file, InBrussels(day), Actor.System);

    private static ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> PersonFileWith(Permit permit, string sentOn) =>
        ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>>.Empty.Add(permit.PermitNumber, [new Fact<Permit>(1, InBrussels(sentOn), "m", permit)]);
}
