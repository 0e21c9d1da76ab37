using System.Text;
using System.Text.Json.Nodes;
using Inburgering.Arrivals;
using Inburgering.Obligations;
using Inburgering.Permits;
using Inburgering.Policies;
using Inburgering.Shared.Tests.Obligations;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Policies;

public sealed class PolicyBookTests
{
    private static readonly string Shipped = File.ReadAllText(Repository.PolicyFile);

    [Fact]
    public void The_policy_that_ships_says_what_the_law_says()
    {
        var policy = TestPolicy.Current;

        Assert.Equal(31, policy.EuPlus.Count);
        Assert.Equal(["basis", "rights-duties", "labour-rights"], policy.CompulsoryModules);
        Assert.Equal((6, 3, 18, 70), (policy.TermMonths, policy.ReceiptWorkingDays, policy.AdultAge, policy.PassMarkPercent));
        Assert.Equal([new Period(3, 0), new Period(1, 0), new Period(0, 7)], policy.Reminders);
        Assert.Equal(new TimeOnly(9, 0), policy.ReminderTime);
        Assert.Equal(
            [PermitCategory.Seasonal, PermitCategory.WorkingHoliday, PermitCategory.ExchangePupil, PermitCategory.StudentTrainee, PermitCategory.IntraCorporateTrainee],
            policy.TemporaryCategories.Order());
        Assert.Equal([ReasonOfStay.Worker, ReasonOfStay.SelfEmployed], policy.WorkerReasons.Order());
        Assert.All(Enum.GetValues<Agency>(), agency => Assert.NotEmpty(policy.Agencies[agency].AddressLines));
    }

    [Fact]
    public void The_compulsory_modules_are_in_the_content_that_ships() =>
        Assert.All(TestPolicy.Current.CompulsoryModules, moduleId => Assert.True(TestPolicy.Content.Modules[moduleId].Compulsory));

    [Theory]
    [InlineData("2025-01-01", "2026-1")] // before the first version begins, the first
    [InlineData("2026-01-01", "2026-1")]
    [InlineData("2027-06-30", "2026-1")]
    [InlineData("2027-07-01", "2027-1")]
    [InlineData("2030-01-01", "2027-1")]
    public void The_version_in_force_is_the_last_that_began_by_that_day(string day, string version) =>
        Assert.Equal(version, TwoVersions().InForceOn(Day(day)).Version);

    [Fact]
    public void The_order_of_versions_in_the_file_does_not_matter() =>
        Assert.Equal("2026-1", new PolicyBook([TwoVersions().Version("2027-1"), TestPolicy.Current]).InForceOn(Day("2026-05-01")).Version);

    [Fact]
    public void A_running_obligation_keeps_the_version_it_started_under()
    {
        var book = TwoVersions();

        Assert.All(new Obligation[] { Lives.OnItsWay, Lives.TermRuns, Lives.DeadlineMissed }, obligation => Assert.Equal("2026-1", book.Of(obligation)!.Version));
        Assert.All(new Obligation[] { new NoObligation(), Lives.InTime, Lives.FellAway }, obligation => Assert.Null(book.Of(obligation)));
    }

    [Fact]
    public void A_version_that_decided_and_is_gone_is_asked_back_by_name()
    {
        var exception = Assert.Throws<PolicyException>(() => TestPolicy.Book.Version("2025-9"));

        Assert.Contains("'2025-9'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", null, "versions[0].version is required")]
    [InlineData("version", "\"\"", "versions[0].version must not be empty")]
    [InlineData("version", "7", "versions[0].version must be a text")]
    [InlineData("validFrom", null, "versions[0].validFrom is required")]
    [InlineData("validFrom", "\"01/01/2026\"", "versions[0].validFrom must be a date")]
    [InlineData("validFrom", "\"2026-02-30\"", "versions[0].validFrom must be a date")]
    [InlineData("appliesToRegistrationsFrom", "2026", "versions[0].appliesToRegistrationsFrom must be a date")]
    [InlineData("euPlus", null, "versions[0].euPlus is required")]
    [InlineData("euPlus", "\"BE\"", "versions[0].euPlus must be a list")]
    [InlineData("euPlus", "[\"BEL\"]", "versions[0].euPlus must hold")]
    [InlineData("euPlus", "[\"be\"]", "versions[0].euPlus must hold")]
    [InlineData("euPlus", "[32]", "versions[0].euPlus must hold")]
    [InlineData("euPlus", "[]", "versions[0].euPlus must hold")]
    [InlineData("temporaryCategories", "[\"season\"]", "versions[0].temporaryCategories must hold only")]
    [InlineData("temporaryStayMonths", "0", "versions[0].temporaryStayMonths must be a whole number from 1 to 120")]
    [InlineData("temporaryStayMonths", "12.5", "versions[0].temporaryStayMonths must be a whole number")]
    [InlineData("workerReasons", "[\"werknemer\"]", "versions[0].workerReasons must hold only")]
    [InlineData("workerReasons", "[]", "versions[0].workerReasons must hold")]
    [InlineData("adultAge", "\"18\"", "versions[0].adultAge must be a whole number")]
    [InlineData("adultAge", "180", "versions[0].adultAge must be a whole number")]
    [InlineData("compulsoryModules", "[]", "versions[0].compulsoryModules must hold")]
    [InlineData("compulsoryModules", "[\"basis\", \"basis\"]", "versions[0].compulsoryModules must")]
    [InlineData("compulsoryModules", "[\" \"]", "versions[0].compulsoryModules must hold")]
    [InlineData("passMarkPercent", "101", "versions[0].passMarkPercent must be a whole number from 1 to 100")]
    [InlineData("passMarkPercent", "0", "versions[0].passMarkPercent must be a whole number from 1 to 100")]
    [InlineData("languageFallbacks", null, "versions[0].languageFallbacks is required")]
    [InlineData("languageFallbacks", "[\"en\"]", "versions[0].languageFallbacks must end with nl")]
    [InlineData("languageFallbacks", "[]", "versions[0].languageFallbacks must end with nl")]
    [InlineData("languageFallbacks", "[\"E\", \"nl\"]", "versions[0].languageFallbacks must be languages of ISO 639-1")]
    [InlineData("mostExtraTimePercent", "1001", "versions[0].mostExtraTimePercent must be a whole number from 0 to 1000")]
    [InlineData("attemptMinutes", "-1", "versions[0].attemptMinutes must be")]
    [InlineData("termMonths", "null", "versions[0].termMonths is required")]
    [InlineData("termMonths", "0", "versions[0].termMonths must be")]
    [InlineData("receiptWorkingDays", "31", "versions[0].receiptWorkingDays must be")]
    [InlineData("reminders", "[\"3M\"]", "versions[0].reminders must be periods like")]
    [InlineData("reminders", "[\"P1M2D\"]", "versions[0].reminders must be periods like")]
    [InlineData("reminders", "[\"P0M\"]", "versions[0].reminders must be periods like")]
    [InlineData("reminderTime", "\"9:00\"", "versions[0].reminderTime must be a time")]
    [InlineData("reminderTime", "\"24:00\"", "versions[0].reminderTime must be a time")]
    [InlineData("activationCodeDays", "99999", "versions[0].activationCodeDays must be")]
    [InlineData("postponementGrounds", "[{ \"code\": \"illness\", \"name\": \"Ziekte\", \"names\": { \"xx\": \"x\" } }]", "versions[0].postponementGrounds[0].names.xx is not a known property")]
    [InlineData("exemptionCodes", "[{ \"code\": \"aged65\", \"name\": \"65+\", \"names\": { \"en\": 65 } }]", "versions[0].exemptionCodes[0].names.en must be a text")]
    [InlineData("smallestCount", "0", "versions[0].smallestCount must be a whole number from 1 to 1000")]
    [InlineData("agencies", null, "versions[0].agencies is required")]
    [InlineData("agencies", "[]", "versions[0].agencies must be an object")]
    [InlineData("agencies.atlas", null, "versions[0].agencies.atlas is required")]
    [InlineData("agencies.atlas.name", "\"\"", "versions[0].agencies.atlas.name must not be empty")]
    [InlineData("agencies.amal.addressLines", "\"Gent\"", "versions[0].agencies.amal.addressLines must be a list")]
    [InlineData("agencies.agii.website", null, "versions[0].agencies.agii.website is required")]
    [InlineData("agencies.bon", "{}", "versions[0].agencies.bon is not a known property")]
    [InlineData("legalBasis", null, "versions[0].legalBasis is required")]
    [InlineData("termMonth", "6", "versions[0].termMonth is not a known property")]
    public void A_broken_value_is_named_by_its_path(string path, string? json, string message)
    {
        var exception = Assert.Throws<PolicyException>(() => Parse(With(path, json)));

        Assert.StartsWith("policy.json: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, exception.Message.Count(character => character == ';'));
    }

    [Fact]
    public void Every_broken_value_is_named_at_once()
    {
        var exception = Assert.Throws<PolicyException>(() => Parse(Shipped
            .Replace("\"termMonths\": 6", "\"termMonths\": 0", StringComparison.Ordinal)
            .Replace("\"adultAge\": 18", "\"adultAge\": 1", StringComparison.Ordinal)));

        Assert.Contains("versions[0].termMonths", exception.Message, StringComparison.Ordinal);
        Assert.Contains("versions[0].adultAge", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("versions:")]
    [InlineData("{ \"versions\": [")]
    public void What_is_not_JSON_is_said_so(string text) =>
        Assert.StartsWith("policy.json is not JSON: ", Assert.Throws<PolicyException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[]", "body must be a JSON object")]
    [InlineData("{}", "versions is required")]
    [InlineData("{ \"versions\": [] }", "versions must have at least 1 item(s)")]
    [InlineData("{ \"versions\": [ 1 ] }", "versions[0] must be an object")]
    public void A_file_without_versions_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<PolicyException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_versions_of_one_name_or_one_day_are_refused()
    {
        var one = JsonNode.Parse(Shipped)!["versions"]![0]!.ToJsonString();

        var exception = Assert.Throws<PolicyException>(() => Parse($"{{ \"versions\": [ {one}, {one.Replace("2026-1", "2026-2", StringComparison.Ordinal)} ] }}"));
        Assert.Contains("versions must not have two versions valid from the same day", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<PolicyException>(() => Parse($"{{ \"versions\": [ {one}, {one.Replace("\"validFrom\":\"2026", "\"validFrom\":\"2027", StringComparison.Ordinal)} ] }}"));
        Assert.Contains("versions must not name a version twice", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P3M", "2026-05-31", "2026-02-28")]
    [InlineData("P1W", "2026-03-03", "2026-02-24")]
    [InlineData("P10D", "2026-01-05", "2025-12-26")]
    public void A_period_is_counted_back_in_calendar_months_or_days(string period, string day, string before)
    {
        Assert.True(Period.TryParse(period, out var parsed));
        Assert.Equal(Day(before), parsed.Before(Day(day)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("P1Y")]
    [InlineData("PT1H")]
    [InlineData("P01M")]
    [InlineData("P1000D")]
    [InlineData("-P1M")]
    [InlineData("p1m")]
    [InlineData("P1M\n")]
    public void Any_other_text_is_no_period(string? text) => Assert.False(Period.TryParse(text, out _));

    private static PolicyBook TwoVersions() =>
        new([TestPolicy.Current, TestPolicy.Current with { Version = "2027-1", ValidFrom = Day("2027-07-01"), TermMonths = 12 }]);

    private static PolicyBook Parse(string json) => PolicyBook.Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>The policy that ships with one value replaced, or left out.</summary>
    private static string With(string path, string? json)
    {
        var root = JsonNode.Parse(Shipped)!;
        var parts = path.Split('.');
        var parent = parts[..^1].Aggregate(root["versions"]![0]!, (node, part) => node[part]!).AsObject();
        parent.Remove(parts[^1]);
        if (json is not null)
        {
            parent[parts[^1]] = JsonNode.Parse(json);
        }

        return root.ToJsonString();
    }
}
