using Inburgering.Arrivals;
using Inburgering.Eligibility;
using Inburgering.People;
using Inburgering.Permits;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.TestData;

/// <summary>A labour migrant as the law has in mind: every test changes only what it is about.</summary>
internal static class Given
{
    public const string Antwerp = "11002";
    public const string Ghent = "44021";
    public const string Leuven = "24062";
    public const string Brussels = "21004";
    public const string Namur = "92094";

    public static PersonDetails Person { get; } = new("Ayşe", "Yılmaz", Day("1991-05-17"), "TR", "U12345678", "ayse@example.org", "tr");

    public static PersonDetails Partner { get; } = new("Deniz", "Yılmaz", Day("1990-11-02"), "TR", "U87654321", "deniz@example.org");

    public static Permit LongPermit { get; } = new()
    {
        PermitNumber = "W-2026-0012345",
        Category = PermitCategory.HighlySkilled,
        ValidFrom = Day("2026-04-01"),
        ValidUntil = Day("2029-03-31"),
        RenewableBeyondOneYear = true,
        Holder = Person,
    };

    public static Permit SeasonalPermit { get; } = LongPermit with
    {
        PermitNumber = "W-2026-0099999",
        Category = PermitCategory.Seasonal,
        ValidFrom = Day("2026-06-01"),
        ValidUntil = Day("2026-10-31"),
        RenewableBeyondOneYear = false,
    };

    public static Registration Registered { get; } = new()
    {
        NationalNumber = "91051712352",
        Person = Person,
        Municipality = Leuven,
        RegisteredOn = Day("2026-05-04"),
        ReasonOfStay = ReasonOfStay.Worker,
        Address = new Address("Bondgenotenlaan", "12", null, "3000", "Leuven"),
    };

    /// <summary>Nothing known but who it is.</summary>
    public static EligibilityFacts Nobody { get; } = new("TR", Person.BirthDate, null, PermitRole.Partner, null, WorkerStanding.None);

    public static EligibilityFacts Holder { get; } = Nobody with { Permit = LongPermit, PermitRole = PermitRole.Holder };

    public static EligibilityFacts Worker { get; } = Holder with { Registration = Registered };

    /// <summary>Registered as a family member, linked to nobody.</summary>
    public static EligibilityFacts FamilyMember { get; } = Nobody with { Registration = Registered with { ReasonOfStay = ReasonOfStay.Family } };

    public static EligibilityFacts SettledIn(this EligibilityFacts facts, string municipality) =>
        facts with { Registration = facts.Registration! with { Municipality = municipality } };

    public static EligibilityFacts BornOn(this EligibilityFacts facts, string day) => facts with { BirthDate = Day(day) };

    public static EligibilityFacts LinkedTo(this EligibilityFacts facts, WorkerStanding worker) => facts with { LinkedWorker = worker };
}
