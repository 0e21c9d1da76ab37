using Inburgering.Arrivals;
using Inburgering.Eligibility;
using Inburgering.Messages;
using Inburgering.Permits;
using Inburgering.Policies;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;
using static Inburgering.Shared.Tests.TestData.Given;

namespace Inburgering.Shared.Tests.Eligibility;

/// <summary>docs/eligibility.md says what the code decides, in every combination of its cells.</summary>
public sealed class EligibilityTableTests
{
    private const string Any = "-";

    private static readonly string[] Columns = ["nationality", "residence", "reason of stay", "permit", "access opens at", "linked worker", "age", "registered"];

    private static readonly List<string[]> Rules = Table("nationality");

    private static readonly List<string[]> Sentences = Table("reason");

    private static readonly string[][] Values =
    [
        ["euPlus", "other"],
        ["none", "flanders", "brussels", "wallonia", "left", "leftForLaterStay", "deceased"],
        [.. Enum.GetValues<ReasonOfStay>().Select(reason => WireName.Of(reason))],
        ["none", "granted", "temporary", "applied", "refused", "withdrawn", "temporaryWithdrawn", "asPartner"],
        ["grant", "application"],
        [.. Enum.GetValues<WorkerStanding>().Select(standing => WireName.Of(standing))],
        ["adult", "minor"],
        ["afterStart", "beforeStart"],
    ];

    [Fact]
    public void The_first_row_that_holds_decides_as_the_code_does_in_every_combination()
    {
        var decided = new HashSet<int>();
        foreach (var cells in Combinations(Values))
        {
            // Nobody has departed for a later stay without a permit for it.
            if (cells[1] == "leftForLaterStay" && cells[3] == "none")
            {
                continue;
            }

            var row = Rules.Select((rule, number) => (Rule: rule, Number: number)).First(pair => Holds(pair.Rule, cells));
            var (facts, policy) = Facts(cells);
            var decision = EligibilityRules.Decide(facts, policy);

            Assert.Equal((string.Join(" | ", cells), row.Rule[8], row.Rule[9]), (string.Join(" | ", cells), WireName.Of(decision.Treatment), WireName.Of(decision.Reason)));
            decided.Add(row.Number);
        }

        Assert.Equal(Enumerable.Range(0, Rules.Count), decided.Order());
    }

    [Fact]
    public void Every_reason_is_in_the_table_and_every_word_of_it_is_known()
    {
        Assert.Equal(Reasons, Rules.Select(rule => rule[9]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Rules, rule => Assert.All(Columns.Select((_, column) => column), column =>
            Assert.All(Words(rule[column]).Where(word => word != Any), word => Assert.Contains(word, Values[column]))));
    }

    [Fact]
    public void Every_reason_is_said_in_Dutch_English_and_French_with_its_source()
    {
        Assert.Equal(Reasons, Sentences.Select(sentence => sentence[0]).Order(StringComparer.Ordinal));
        Assert.All(Enum.GetValues<EligibilityReason>(), reason =>
        {
            var said = EligibilityExplanation.Of(reason);
            Assert.Equal([WireName.Of(reason), said.In("nl"), said.In("en"), said.In("fr"), said.Source], Sentences.Single(sentence => sentence[0] == WireName.Of(reason)));
            Assert.Equal(4, new HashSet<string>([said.Nl, said.En, said.Fr, said.Source]).Count(text => !string.IsNullOrWhiteSpace(text)));
            Assert.Equal(said.En, said.In("tr"));
        });
    }

    private static IEnumerable<string> Reasons => Enum.GetValues<EligibilityReason>().Select(reason => WireName.Of(reason)).Order(StringComparer.Ordinal);

    private static bool Holds(string[] rule, string[] cells) => Columns.Select((_, column) => column).All(column =>
        rule[column] == Any || (Words(rule[column]).Contains(cells[column]) && (column != 2 || IsRegistered(cells))));

    // Nobody who is not registered has a reason of stay.
    private static bool IsRegistered(string[] cells) => cells[1] is not ("none" or "leftForLaterStay");

    private static string[] Words(string cell) => cell.Split(", ");

    private static (EligibilityFacts Facts, Policy Policy) Facts(string[] cells)
    {
        var registeredOn = Day(cells[7] == "beforeStart" ? "2025-12-31" : "2026-05-04");
        var reason = WireName.TryParse<ReasonOfStay>(cells[2], out var knownReason) ? knownReason : default;
        var linked = WireName.TryParse<WorkerStanding>(cells[5], out var knownStanding) ? knownStanding : default;
        var registration = cells[1] == "none" ? null : Registered with
        {
            RegisteredOn = registeredOn,
            ReasonOfStay = reason,
            Municipality = cells[1] switch { "brussels" => Brussels, "wallonia" => Namur, _ => Leuven },
            DepartedOn = cells[1] switch { "left" => Day("2028-01-01"), "leftForLaterStay" => Day("2026-03-31"), _ => null },
            DeceasedOn = cells[1] == "deceased" ? Day("2026-06-01") : null,
        };
        var permit = (cells[3].StartsWith("temporary", StringComparison.Ordinal) ? SeasonalPermit : LongPermit) with
        {
            Status = cells[3] switch
            {
                "applied" => PermitStatus.Applied,
                "refused" => PermitStatus.Refused,
                "withdrawn" or "temporaryWithdrawn" => PermitStatus.Withdrawn,
                _ => PermitStatus.Granted,
            },
        };
        var facts = new EligibilityFacts(
            cells[0] == "euPlus" ? "FR" : "TR",
            cells[6] == "minor" ? Day("2012-01-01") : Day("1991-05-17"),
            cells[3] == "none" ? null : permit,
            cells[3] == "asPartner" ? PermitRole.Partner : PermitRole.Holder,
            registration,
            linked);
        return (facts, TestPolicy.Current with { AccessOpensAt = cells[4] == "application" ? AccessOpening.Application : AccessOpening.Grant });
    }

    private static IEnumerable<string[]> Combinations(IReadOnlyList<string[]> values) =>
        values.Aggregate((IEnumerable<string[]>)[[]], (combinations, more) => combinations.SelectMany(combination => more.Select(value => (string[])[.. combination, value])));

    private static List<string[]> Table(string firstColumn) =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "eligibility.md"))
            .SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];
}
