using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Inburgering.Accounts;
using Inburgering.Arrivals;
using Inburgering.Learning;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Statistics;
using Inburgering.Testing;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Statistics;

/// <summary>What is counted, and what is left out so that nobody can be found in it.</summary>
public sealed class StatisticsTallyTests
{
    private static readonly DateTimeOffset Night = Utc("2027-03-01T02:30:00Z");

    [Fact]
    public void Given_ten_invited_of_whom_six_have_an_account_then_the_reach_is_six_of_ten_suppressed_for_the_rest_of_four()
    {
        var invited = Somebody() with { InvitedOn = Day("2026-03-02") };
        var activated = invited with { Account = new AccountBinding("account", Night) };

        Assert.Equal(new Share(10, null), Counted([.. Enumerable.Repeat(activated, 6), .. Enumerable.Repeat(invited, 4)]).Reach);
        Assert.Equal(new Share(12, 6), Counted([.. Enumerable.Repeat(activated, 6), .. Enumerable.Repeat(invited, 6)]).Reach);
        Assert.Equal(new Share(0, 0), Counted([]).Reach);
    }

    [Fact]
    public void Given_a_pass_on_the_day_of_registration_then_it_was_completed_before_arrival_and_a_day_later_it_was_not()
    {
        var before = Settled("2026-05-04", passedOn: "2026-05-04");
        var after = Settled("2026-05-04", passedOn: "2026-05-05");

        Assert.Equal(new Share(12, 5), Counted([.. Enumerable.Repeat(before, 5), .. Enumerable.Repeat(after, 7)]).CompletedBeforeArrival);
    }

    [Fact]
    public void Given_one_small_state_of_an_agency_then_the_next_smallest_is_left_out_too()
    {
        var counted = Counted([
            .. Enumerable.Repeat(Settled("2026-05-04"), 20),
            .. Enumerable.Repeat(Settled("2026-05-04") with { Obligation = new Fulfilled(Day("2026-06-01"), "2026-1", null) }, 9),
            .. Enumerable.Repeat(Settled("2026-05-04") with { Obligation = new Ended(Day("2026-06-01"), EndReason.MovedToBrussels, "2026-1", null) }, 2),
        ]);

        Assert.Equal(
            [(ObligationStatus.None, 20), (ObligationStatus.Fulfilled, null), (ObligationStatus.Ended, (int?)null)],
            counted.Obligations.Select(count => (count.Status, count.Count)));
    }

    [Fact]
    public void Given_tests_in_two_languages_then_each_has_its_own_rate_and_an_open_test_counts_for_nothing()
    {
        var tally = new StatisticsTally(TestPolicy.Current);
        Count(tally, 10, Test("tr", passed: true));
        Count(tally, 20, Test("tr", passed: false));
        Count(tally, 7, Test("nl", passed: true));
        Count(tally, 50, Test("nl", passed: null));

        Assert.Equal([new PassRate("basis", "nl", 7, 7), new PassRate("basis", "tr", 30, 10)], tally.Snapshot(Night).Tests);
    }

    [Fact]
    public void Given_people_who_needed_one_to_ten_days_then_the_median_is_five_and_nine_in_ten_needed_nine()
    {
        var people = Enumerable.Range(1, 10).Select(days => Settled("2026-05-04", passedOn: Iso(Day("2026-03-02").AddDays(days))) with { InvitedOn = Day("2026-03-02") });

        Assert.Equal(new Spread(10, 5, 9), Counted([.. people]).DaysToCompletion);
    }

    [Fact]
    public void Given_a_cohort_of_which_a_third_left_within_the_year_then_its_month_shows_it()
    {
        var stayed = Settled("2026-05-04");
        var left = stayed with
        {
            Registrations = stayed.Registrations.Add(Fact(2, Given.Registered with { Municipality = Given.Brussels, RegisteredOn = Day("2027-01-15") })),
            Obligation = new Ended(Day("2027-01-15"), EndReason.MovedToBrussels, "2026-1", null),
        };

        Assert.Equal([new CohortCount("2026-05", 30, 10, 10)], Counted([.. Enumerable.Repeat(stayed, 20), .. Enumerable.Repeat(left, 10)]).Cohorts);
    }

    [Fact]
    public void Given_terms_that_run_then_their_deadlines_are_counted_by_month_and_no_month_of_few_stands_alone()
    {
        PersonFile Until(string day) => Settled("2026-05-04") with { Obligation = new Running(Day("2026-05-04"), "2026-1", "l1", new Term(Day("2026-05-08"), Day(day), []), []) };

        var counted = Counted([.. Enumerable.Repeat(Until("2027-03-31"), 12), .. Enumerable.Repeat(Until("2027-04-01"), 9), .. Enumerable.Repeat(Until("2027-05-31"), 2), Settled("2026-05-04")]);

        Assert.Equal([new DeadlineCount("2027-03", 12), new DeadlineCount("2027-04", null), new DeadlineCount("2027-05", null)], counted.DeadlinesAhead);
    }

    [Property(MaxTest = 2000)]
    public void No_count_from_one_to_four_is_ever_shown_nor_can_be_computed_from_the_whole(byte whole, byte part)
    {
        var counted = new Suppression(5);
        var share = counted.Of(Math.Max(whole, part), Math.Min(whole, part));

        Assert.False(share.Of is { } of && counted.IsSmall(of));
        Assert.False(share.Count is { } count && (counted.IsSmall(count) || counted.IsSmall(share.Of!.Value - count)));
    }

    [Property(MaxTest = 2000)]
    public void Of_counts_that_add_up_a_single_one_is_never_left_out_alone(byte[] counts)
    {
        var shown = new Suppression(5).Of([.. counts.Select(count => (int)count)]);

        Assert.DoesNotContain(shown, count => count is > 0 and < 5);
        if (shown.Count(count => count is null) == 1)
        {
            Assert.DoesNotContain(shown, count => count > 0);
        }
    }

    private static StatisticsSnapshot Counted(ImmutableList<PersonFile> files)
    {
        var tally = new StatisticsTally(TestPolicy.Current);
        files.ForEach(tally.Count);
        return tally.Snapshot(Night);
    }

    private static void Count(StatisticsTally tally, int times, Attempt attempt)
    {
        for (var i = 0; i < times; i++)
        {
            tally.Count(attempt);
        }
    }

    private static PersonFile Somebody() => new() { PersonId = "p1", DeclaredAs = Given.Person };

    private static PersonFile Settled(string registeredOn, string? passedOn = null) => Somebody() with
    {
        Agency = Agency.Agii,
        Registrations = [Fact(1, Given.Registered with { RegisteredOn = Day(registeredOn) })],
        Modules = passedOn is null
            ? ImmutableSortedDictionary<string, ModuleProgress>.Empty
            : TestPolicy.Current.CompulsoryModules.ToImmutableSortedDictionary(moduleId => moduleId, _ => new ModuleProgress { PassedOn = Day(passedOn) }),
    };

    private static Fact<Registration> Fact(int version, Registration registration) => new(version, Night, $"m{version}", registration);

    private static Attempt Test(string language, bool? passed) => new()
    {
        AttemptId = "a1",
        ModuleId = "basis",
        ContentVersion = 1,
        PolicyVersion = "2026-1",
        Language = language,
        StartedAt = Night,
        ExpiresAt = Night.AddHours(1),
        Questions = [],
        Result = passed is { } value ? new AttemptResult(Night, value ? 100 : 0, 70, value, []) : null,
    };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
