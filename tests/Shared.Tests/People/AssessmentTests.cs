using System.Text.Json;
using Inburgering.Arrivals;
using Inburgering.Enforcement;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Obligations;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

/// <summary>What follows from a decision: agency, letters, messages to other authorities.</summary>
public sealed class AssessmentTests
{
    [Fact]
    public void The_start_of_the_obligation_assigns_the_agency_writes_the_letter_and_tells_agency_and_DWEWIS()
    {
        var life = new Life(InBrussels("2026-05-04")).Taking([Registered("44021", 1)]);

        Assert.Equal(Agency.Amal, life.File.Agency);
        var letter = Assert.Single(life.File.Letters);
        Assert.Equal(("p1-1", LetterKind.Recruitment, "tr", Agency.Amal, "2026-1"), (letter.LetterId, letter.Kind, letter.Language, letter.Agency!.Value, letter.PolicyVersion));
        Assert.Equal(["household.changed", "referral.made", "obligation.started", "compliance.changed"], Types(life));
        Assert.Equal("""{"personId":"p1","agency":"amal","reason":"registered","progress":[{"moduleId":"basis","status":"notStarted"},{"moduleId":"rights-duties","status":"notStarted"},{"moduleId":"labour-rights","status":"notStarted"}]}""", Data(life, "referral.made").GetRawText());
        Assert.Equal("""{"personId":"p1","agency":"amal","policyVersion":"2026-1"}""", Data(life, "obligation.started").GetRawText());
        Assert.Equal("""{"nationalNumber":"91051712352","status":"pending","asOf":"2026-05-04T10:00:00Z","policyVersion":"2026-1"}""", Data(life, "compliance.changed").GetRawText());
    }

    [Fact]
    public void A_move_to_Brussels_ends_the_obligation_and_encourages_without_a_withdrawal()
    {
        var life = new Life(InBrussels("2026-05-04")).Taking([Registered("44021", 1), Registered("21004", 2)]);

        Assert.Equal([LetterKind.Recruitment, LetterKind.Encouragement], life.File.Letters.Select(letter => letter.Kind));
        Assert.Equal("movedToBrussels", Data(life, "obligation.ended").GetProperty("reason").GetString());
    }

    [Fact]
    public void A_move_to_Wallonia_ends_the_obligation_and_the_letters_stop()
    {
        var life = new Life(InBrussels("2026-05-04")).Taking([Registered("44021", 1), Registered(Given.Namur, 2)]);

        Assert.Equal([LetterKind.Recruitment], life.File.Letters.Select(letter => letter.Kind));
        Assert.Equal("movedToWallonia", Data(life, "obligation.ended").GetProperty("reason").GetString());
    }

    [Fact]
    public void Who_turns_out_to_be_a_citizen_of_the_EU_gets_a_withdrawal()
    {
        var life = new Life(InBrussels("2026-05-04")).Taking(
            [Registered("44021", 1), new Step.Register(2, "44021", ReasonOfStay.Worker, "FR", "2026-05-04")]);

        Assert.Equal([LetterKind.Recruitment, LetterKind.Withdrawal], life.File.Letters.Select(letter => letter.Kind));
        Assert.Equal("naturalised", Data(life, "obligation.ended").GetProperty("reason").GetString());
    }

    [Fact]
    public void A_move_from_Borsbeek_to_Antwerp_is_no_move_since_they_merged()
    {
        var life = new Life(InBrussels("2026-05-04")).Taking([Registered("11007", 1), Registered("11002", 2)]);

        Assert.Single(Types(life), "referral.made");
        Assert.Equal(Agency.Atlas, life.File.Agency);
    }

    [Fact]
    public void A_move_within_an_agency_is_no_new_referral()
    {
        var life = new Life(InBrussels("2026-05-04")).Taking([Registered(Given.Leuven, 1), Registered("12025", 2)]);

        Assert.Single(Types(life), "referral.made");
    }

    [Fact]
    public void A_reminder_tells_whom_until_when_and_what_is_left()
    {
        var life = new Life(InBrussels("2026-05-04")).Taking(
        [
            Registered(Given.Leuven, 1),
            new Step.Dispatched(1, null, null, "2026-05-11"),
            new Step.Wait(24 * 110, Looks: true),
        ]);

        var reminder = Data(life, "reminder.requested");
        Assert.Equal("2026-11-12", reminder.GetProperty("deadlineOn").GetString());
        Assert.Equal(("ayse@example.org", "tr"), (reminder.GetProperty("email").GetString(), reminder.GetProperty("language").GetString()));
        Assert.Equal("""{"street":"Bondgenotenlaan","houseNumber":"12","postalCode":"3000","city":"Leuven"}""", reminder.GetProperty("recipient").GetProperty("address").GetRawText());
        Assert.Equal(["basis", "rights-duties", "labour-rights"], reminder.GetProperty("remainingModules").EnumerateArray().Select(module => module.GetString()));
    }

    [Fact]
    public void A_breach_is_told_to_the_agency_and_changes_nothing_for_DWEWIS_until_confirmed()
    {
        var life = new Life(InBrussels("2026-05-04")).Taking(
        [
            Registered(Given.Leuven, 1),
            new Step.Dispatched(1, null, null, "2026-05-11"),
            new Step.Wait(24 * 365, Looks: true),
        ]);
        Assert.Equal("2026-11-12", Data(life, "obligation.breached").GetProperty("deadlineOn").GetString());
        Assert.Single(Types(life), "compliance.changed");

        life.Take(new Step.Confirm());

        Assert.Equal($"enf-{life.File.PersonId}", life.File.Enforcement!.EnforcementCaseId);
        Assert.Equal(2, Types(life).Count(type => type == "compliance.changed"));
    }

    [Fact]
    public void A_file_that_holds_a_referral_never_gets_a_second_one()
    {
        var first = new EnforcementReferral("enf-first", Lives.Confirmed, 7, null);
        var change = new FileChange(new PersonFile { PersonId = "p1", DeclaredAs = Given.Person, Obligation = Lives.DeadlineMissed, Enforcement = first }, InBrussels("2026-10-21"), Actor.System);

        Assessment.Apply(change, TestPolicy.Book, Lives.Confirm);

        Assert.NotNull(Assert.IsType<Breached>(change.File.Obligation).Confirmation);
        Assert.Same(first, change.File.Enforcement);
        Assert.DoesNotContain(change.Audit, line => line.Action == "referredToEnforcement");
    }

    [Fact]
    public void Every_change_says_who_did_it_when_and_under_which_policy()
    {
        var life = new Life(InBrussels("2026-05-04")).Taking([Registered(Given.Leuven, 1)]);

        Assert.All(life.Audit, line => Assert.Equal((InBrussels("2026-05-04"), "system"), (line.At, line.Actor.Role)));
        Assert.Contains(life.Audit, line => line is { Action: "eligibilityDecided", Detail: "obliged: workerInFlanders", PolicyVersion: "2026-1" });
        Assert.Contains(life.Audit, line => line is { Action: "started", PolicyVersion: "2026-1" });
        Assert.DoesNotContain(life.Audit, line => line.Detail?.Contains("91051712352", StringComparison.Ordinal) is true);
    }

    private static Step.Register Registered(string municipality, int version) => new(version, municipality, ReasonOfStay.Worker, "TR", "2026-05-04");

    private static List<string> Types(Life life) => [.. life.Sent.Select(Short)];

    private static JsonElement Data(Life life, string type) => JsonDocument.Parse(Assert.Single(life.Sent, message => Short(message) == type).DataJson).RootElement;

    private static string Short(OutgoingMessage message) =>
        message.Type.Replace(EventTypes.Internal, string.Empty, StringComparison.Ordinal).Replace(EventTypes.Outgoing, string.Empty, StringComparison.Ordinal);
}
