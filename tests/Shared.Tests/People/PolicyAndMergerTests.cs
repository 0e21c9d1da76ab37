using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

/// <summary>What a new version of the policy and a merger of municipalities reach.</summary>
public sealed class PolicyAndMergerTests
{
    private static readonly Policy First = TestPolicy.Current;
    private static readonly Policy Second = First with { Version = "2026-2", ValidFrom = Day("2026-07-01"), TermMonths = 12, CompulsoryModules = ["basis"] };

    [Fact]
    public void Two_versions_with_different_terms_stand_side_by_side_and_each_decision_names_its_own()
    {
        var book = new PolicyBook([First, Second]);
        var before = Received(Started(book, "2026-05-10"), book, "2026-05-11");
        var after = Received(Started(book, "2026-07-10"), book, "2026-07-13");

        Assert.Equal(("2026-1", Day("2026-11-12")), Run(before));
        Assert.Equal(("2026-2", Day("2027-07-13")), Run(after));
        Assert.Equal(("2026-1", "2026-2"), (before.Eligibility!.PolicyVersion, after.Eligibility!.PolicyVersion));
    }

    [Fact]
    public void A_running_obligation_keeps_its_version_its_term_and_its_modules()
    {
        var book = new PolicyBook([First, Second]);
        var file = Received(Started(book, "2026-05-10"), book, "2026-05-11");

        var later = Change(file, "2026-08-03", change => Assessment.Reassess(change, book));

        Assert.Equal(("2026-1", Day("2026-11-12")), Run(later));
        Assert.Equal("2026-1", later.Eligibility!.PolicyVersion);
        Assert.Equal(3, later.RemainingModules(book.Of(later.Obligation)!).Count);
    }

    [Fact]
    public void A_version_that_applies_to_running_ones_takes_over_on_its_day_and_computes_the_term_anew()
    {
        var book = new PolicyBook([First, Second with { AppliesToRunning = true }]);
        var file = Received(Started(book, "2026-05-10"), book, "2026-05-11");
        Assert.Equal(Day("2026-07-01"), book.ReplacedOn(file.Obligation, Day("2026-06-30")));
        Assert.Equal(("2026-1", Day("2026-11-12")), Run(Change(file, "2026-06-30", change => Assessment.PassTime(change, book))));

        var later = Change(file, "2026-07-01", change => Assessment.PassTime(change, book));

        Assert.Equal(("2026-2", Day("2027-05-11")), Run(later));
        Assert.Equal("2026-2", later.Eligibility!.PolicyVersion);
        Assert.Single(later.RemainingModules(book.Of(later.Obligation)!));
        Assert.Equal(later, Change(later, "2026-07-02", change => Assessment.PassTime(change, book)));
    }

    [Fact]
    public void What_a_human_confirmed_stands_under_the_version_it_was_confirmed_by()
    {
        var book = new PolicyBook([First, Second with { AppliesToRunning = true, ValidFrom = Day("2026-12-15") }]);
        var file = Change(Received(Started(book, "2026-05-10"), book, "2026-05-11"), "2026-12-01", change => Assessment.Apply(change, book, new ObligationCommand.ConfirmBreach("officer-7", "No contact.")));

        var later = Change(file, "2026-12-16", change => Assessment.PassTime(change, book));

        Assert.Equal("2026-1", Assert.IsType<Breached>(later.Obligation).PolicyVersion);
    }

    [Fact]
    public void A_merger_that_changes_the_agency_reaches_a_running_file_on_its_date()
    {
        // Borsbeek became part of Antwerp on 1 January 2025.
        var book = new PolicyBook([First with { ValidFrom = Day("2024-01-01"), AppliesToRegistrationsFrom = Day("2024-01-01") }]);
        var file = Received(Started(book, "2024-10-01", "11007"), book, "2024-10-02");
        Assert.Equal(Agency.Agii, file.Agency);
        Assert.Equal(Day("2025-01-01"), Municipality.AgencyChangesOn("11007", Day("2024-10-02")));
        Assert.Equal(Agency.Agii, Change(file, "2024-12-31", change => Assessment.PassTime(change, book)).Agency);

        var sent = new List<string>();
        var later = Change(file, "2025-01-01", change => Assessment.PassTime(change, book), sent);

        Assert.Equal((Agency.Atlas, file.Obligation.Term!.DeadlineOn), (later.Agency!.Value, later.Obligation.Term!.DeadlineOn));
        Assert.Contains(sent, data => data.Contains("\"agency\":\"atlas\",\"previousAgency\":\"agii\",\"reason\":\"moved\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("11002")]
    [InlineData("23023")] // Galmaarden: AgII before and after
    [InlineData("44021")]
    [InlineData("21004")]
    public void No_other_merger_changes_the_agency(string refnis) => Assert.Null(Municipality.AgencyChangesOn(refnis, Day("2024-01-01")));

    private static (string Version, DateOnly DeadlineOn) Run(PersonFile file) => Assert.IsType<Running>(file.Obligation) is var running ? (running.PolicyVersion, running.Term.DeadlineOn) : default;

    private static PersonFile Started(PolicyBook book, string day, string municipality = Given.Leuven) => Change(
        new PersonFile { PersonId = "p1" },
        day,
        change =>
        {
            change.Update(file => file with { Registrations = [new Fact<Registration>(1, InBrussels(day), "m-1", Given.Registered with { Municipality = municipality, RegisteredOn = Day(day) })] });
            Assessment.Reassess(change, book);
        });

    private static PersonFile Received(PersonFile file, PolicyBook book, string day) => Change(
        file,
        day,
        change => ReceiptCounting.TakeDispatch(change, book, change.File.Letters[0], new Fact<DispatchFact>(1, InBrussels(day), "d-1", new DispatchFact(null, PostingMethod.EBox, Day(day)))));

    private static PersonFile Change(PersonFile file, string day, Action<FileChange> decide, List<string>? sent = null)
    {
        var change = new FileChange(file, InBrussels(day), Actor.System);
        decide(change);
        sent?.AddRange(change.Outbox.Select(message => message.DataJson));
        return change.File;
    }
}
