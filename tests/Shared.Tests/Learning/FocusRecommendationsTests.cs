using System.Collections.Immutable;
using Inburgering.Arrivals;
using Inburgering.Learning;
using Inburgering.Permits;
using Inburgering.People;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Learning;

/// <summary>Focus modules by profile, with the reason; what module.yaml says decides.</summary>
public sealed class FocusRecommendationsTests
{
    private static readonly LearnerProfile Anybody = new(null, null, false, []);

    [Fact]
    public void Given_a_self_employed_person_then_taxation_and_social_security_are_recommended_for_that_reason()
    {
        var recommended = Recommended(Anybody with { Category = PermitCategory.SelfEmployed, SelfEmployed = true });

        Assert.Equal(["social-security: selfEmployed", "taxation: selfEmployed"], recommended);
    }

    [Fact]
    public void Given_a_worker_in_construction_then_the_work_floor_and_where_to_report_abuse() =>
        Assert.Equal(["reporting-abuse: sector", "work-floor: sector"], Recommended(Anybody with { Category = PermitCategory.BlueCard, Sector = "construction" }).Where(line => line.EndsWith("sector", StringComparison.Ordinal)));

    [Fact]
    public void Given_a_nurse_then_the_recognition_of_a_diploma() => Assert.Equal(["diploma-recognition: regulatedWork"], Recommended(Anybody with { Sector = "healthcare" }));

    [Fact]
    public void Given_a_worker_with_a_partner_then_family_reunification_and_work_for_the_partner() =>
        Assert.Equal(
            ["family-reunification: withPartner", "residence-law: withPartner", "work-for-partner: withPartner"],
            Recommended(Anybody with { Family = [FamilySituation.WithPartner] }));

    [Fact]
    public void Given_the_partner_then_work_for_the_partner() =>
        Assert.Contains("work-for-partner: familyMember", Recommended(Anybody with { Family = [FamilySituation.FamilyMember] }));

    [Fact]
    public void Given_nothing_is_known_then_nothing_is_recommended() => Assert.Empty(Recommended(Anybody));

    [Fact]
    public void A_rule_that_names_several_things_asks_for_all_of_them()
    {
        var rule = new RecommendationRule("sector", [PermitCategory.OtherWorker], ["construction"], false, null);

        Assert.True(rule.Means(Anybody with { Category = PermitCategory.OtherWorker, Sector = "construction" }));
        Assert.False(rule.Means(Anybody with { Category = PermitCategory.OtherWorker }));
        Assert.False(rule.Means(Anybody with { Category = PermitCategory.BlueCard, Sector = "construction" }));
    }

    [Fact]
    public void A_module_that_the_policy_makes_compulsory_is_not_recommended()
    {
        var module = TestPolicy.Content.Modules["taxation"];

        Assert.Empty(FocusRecommendations.ReasonsFor(module, Anybody with { SelfEmployed = true }, ["taxation"]));
    }

    [Fact]
    public void Every_focus_module_is_recommended_to_somebody_and_no_compulsory_one_is() =>
        Assert.All(TestPolicy.Content.Modules.Values, module => Assert.Equal(module.Compulsory, module.RecommendedFor.IsEmpty));

    [Fact]
    public void Each_language_has_every_reason_in_words()
    {
        Assert.Subset(RecommendationReasons.Languages.ToHashSet(), new HashSet<string> { "nl", "en", "fr", "tr", "ar" });
        Assert.All(RecommendationReasons.Languages, language => Assert.All(RecommendationReasons.All, reason => Assert.NotEmpty(RecommendationReasons.Text(reason, [], language))));
        Assert.Equal("You work as a self-employed person.", RecommendationReasons.Text("selfEmployed", ["en", "nl"], "pl", null));
        Assert.Equal("Serbest çalışıyorsunuz.", RecommendationReasons.Text("selfEmployed", ["en", "nl"], null, "tr"));
    }

    [Fact]
    public void A_profile_comes_from_the_permit_the_register_and_the_partner()
    {
        var permit = Given.LongPermit with { Sector = " Construction", Category = PermitCategory.ShortageOccupation };
        var worker = new PersonFile { PersonId = "p1", HeldPermits = Held(permit with { Partner = Given.Partner, PartnerId = "p2" }) };
        var partner = new PersonFile { PersonId = "p2", PartnerPermits = Held(permit with { Partner = Given.Partner }) };
        var selfEmployed = new PersonFile { PersonId = "p3", Registrations = [Said(Given.Registered with { ReasonOfStay = ReasonOfStay.SelfEmployed })] };
        var family = new PersonFile { PersonId = "p4", Registrations = [Said(Given.Registered with { ReasonOfStay = ReasonOfStay.Family })] };

        Assert.Equal("ShortageOccupation construction False WithPartner", Shown(worker));
        Assert.Equal("  False FamilyMember", Shown(partner));
        Assert.Equal("  True ", Shown(selfEmployed));
        Assert.Equal("  False FamilyMember", Shown(family));
    }

    private static string Shown(PersonFile file)
    {
        var profile = LearnerProfile.Of(file);
        return $"{profile.Category} {profile.Sector} {profile.SelfEmployed} {string.Join(',', profile.Family)}";
    }

    private static IEnumerable<string> Recommended(LearnerProfile profile) =>
        from module in TestPolicy.Content.Modules.Values
        from reason in FocusRecommendations.ReasonsFor(module, profile, TestPolicy.Current.CompulsoryModules)
        select $"{module.ModuleId}: {reason}";

    private static Fact<T> Said<T>(T content) => new(1, Utc("2026-03-02T08:00:00Z"), "m1", content);

    private static ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>> Held(Permit permit) =>
        ImmutableSortedDictionary<string, ImmutableList<Fact<Permit>>>.Empty.Add(permit.PermitNumber, [Said(permit)]);
}
