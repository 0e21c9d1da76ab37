using Inburgering.People;
using Inburgering.Permits;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

public sealed class PersonFileTests
{
    private static readonly PersonFile New = new() { PersonId = "p1" };

    [Fact]
    public void Facts_are_ordered_by_version_then_time_then_id_whenever_they_arrive()
    {
        var early = Utc("2026-03-02T09:00:00Z");
        Fact<string>[] inOrder =
        [
            new(1, early.AddDays(9), "z", "first by version"),
            new(2, early, "a", "then by time"),
            new(2, early.AddHours(1), "a", "and last"),
            new(2, early.AddHours(1), "b", "by id"),
        ];
        foreach (var arrival in new[] { new[] { 0, 1, 2, 3 }, [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2] })
        {
            var facts = arrival.Select(place => inOrder[place]).Aggregate(System.Collections.Immutable.ImmutableList<Fact<string>>.Empty, (taken, fact) => taken.Taking(fact));

            Assert.Equal(inOrder, facts);
        }
    }

    [Fact]
    public void The_Register_knows_best_who_somebody_is_and_contact_details_come_from_whoever_gave_them()
    {
        var file = New with
        {
            HeldPermits = New.HeldPermits.Add("W-1", [Fact(Given.LongPermit)]),
            Registrations = [Fact(Given.Registered with { Person = Given.Person with { FamilyName = "Yılmaz-Peeters", Email = null, PassportNumber = null, PreferredLanguage = "nl" } })],
        };

        Assert.Equal(("Yılmaz-Peeters", "ayse@example.org", "U12345678", "nl"), (file.Details.FamilyName, file.Details.Email, file.Details.PassportNumber, file.Details.PreferredLanguage));
    }

    [Fact]
    public void A_partner_without_a_language_is_written_to_in_the_workers() =>
        Assert.Equal("tr", (New with { PartnerPermits = New.PartnerPermits.Add("W-1", [Fact(Given.LongPermit with { Partner = Given.Partner })]) }).Details.PreferredLanguage);

    [Fact]
    public void A_file_without_any_details_is_a_defect_and_says_whose() =>
        Assert.Contains("p1", Assert.Throws<InvalidOperationException>(() => New.Details).Message, StringComparison.Ordinal);

    [Fact]
    public void The_stay_rests_on_the_permit_that_is_valid_from_the_latest_day()
    {
        var later = Given.SeasonalPermit with { PermitNumber = "W-0" };

        var file = New with { HeldPermits = New.HeldPermits.Add("W-0", [Fact(later)]).Add("W-1", [Fact(Given.LongPermit)]) };

        Assert.Equal("W-0", file.HeldPermit!.PermitNumber);
    }

    [Fact]
    public void A_permit_held_counts_before_one_that_names_the_person_as_partner()
    {
        var file = New with
        {
            HeldPermits = New.HeldPermits.Add("W-1", [Fact(Given.LongPermit)]),
            PartnerPermits = New.PartnerPermits.Add("W-9", [Fact(Given.SeasonalPermit with { Partner = Given.Person })]),
        };

        Assert.Equal((PermitRole.Holder, Given.LongPermit), (file.EligibilityFacts.PermitRole, file.EligibilityFacts.Permit));
    }

    private static Fact<T> Fact<T>(T content) => new(1, Utc("2026-03-02T09:00:00Z"), "m1", content);
}
