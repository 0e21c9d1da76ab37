using FsCheck;
using FsCheck.Fluent;
using Inburgering.Arrivals;
using Inburgering.Eligibility;
using Inburgering.Letters;
using Inburgering.People;
using Inburgering.Permits;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

/// <summary>Something that may happen to somebody, drawn from few values so that happenings meet each other.</summary>
public abstract record Step
{
    /// <summary>A permit that the person holds, or that names them as the partner.</summary>
    public sealed record GrantPermit(string Number, int Version, bool Seasonal, bool AsPartner, string ValidFrom) : Step;

    public sealed record Register(int Version, string Municipality, ReasonOfStay Reason, string Nationality, string RegisteredOn, bool UnderBis = false) : Step;

    /// <summary>DWEWIS renews, refuses or withdraws a permit that the person holds; or tells of an application.</summary>
    public sealed record ChangePermit(string Number, int Version, PermitStatus Status, string? ValidUntil = null) : Step;

    /// <summary>The Register says what changed since it registered the person.</summary>
    public sealed record ChangeResidence(int Version, ResidenceChangeKind Kind, string On, string? To = null, bool UnderBis = false) : Step;

    /// <summary>Somebody in the household turns out to be a worker. The same one always has the same standing.</summary>
    public sealed record Link(WorkerStanding Standing) : Step;

    /// <summary>The post or the eBox says something about the last recruitment letter.</summary>
    public sealed record Dispatched(int Version, string? PostedOn, PostingMethod? Method, string? DeliveredOn, string? ReturnedOn = null) : Step;

    public sealed record PassEverything : Step;

    public sealed record Confirm : Step;

    /// <summary>A case officer postpones, from some days before or after today and for some days.</summary>
    public sealed record Postpone(int FromDays, int Days) : Step;

    public sealed record Exempt : Step;

    public sealed record WithdrawExemption : Step;

    /// <summary>A case officer takes proof that the last recruitment letter was received some days after it left.</summary>
    public sealed record Prove(int DaysAfter) : Step;

    /// <summary>A case officer has the last letter written anew, if it came back.</summary>
    public sealed record SendAgain : Step;

    /// <summary>Every test that is not passed is started and rightly answered, but never submitted: its time is up after some hours.</summary>
    public sealed record KeepAnswers(int Hours) : Step;

    /// <summary>The dossier of a confirmed breach is built and handed over.</summary>
    public sealed record HandOver : Step;

    /// <summary>Time goes on, and the orchestrator looks or does not.</summary>
    public sealed record Wait(int Hours, bool Looks) : Step;
}

/// <summary>How the steps of a life are drawn.</summary>
public static class Steps
{
    private static readonly string[] Municipalities = [Given.Leuven, Given.Antwerp, Given.Ghent, Given.Brussels, Given.Namur];

    public static Gen<Step> Fact { get; } = Gen.Frequency(
        (3, Permit()),
        (2, PermitChange()),
        (4, Registration(Municipalities, ["TR", "TR", "FR"], [false, false, true])),
        (4, ResidenceChange([false, false, true])),
        (1, Gen.Elements<Step>(new Step.Link(WorkerStanding.TargetGroup), new Step.Link(WorkerStanding.Excluded))));

    private static Gen<string> DispatchDay { get; } =
        Gen.Choose(0, 240).Select(days => Day("2026-05-10").AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    public static Gen<Step> Dispatch { get; } = Gen.Frequency(
        (6, from version in Gen.Choose(0, 3)
            from day in DispatchDay
            from method in Gen.Elements(Enum.GetValues<PostingMethod>())
            select (Step)new Step.Dispatched(version, day, method, null)),
        (3, from version in Gen.Choose(0, 3)
            from day in DispatchDay
            select (Step)new Step.Dispatched(version, null, null, day)),
        (1, from version in Gen.Choose(0, 3)
            from day in DispatchDay
            select (Step)new Step.Dispatched(version, null, null, null, day)));

    public static Gen<Step> Any { get; } = Gen.Frequency(
        (7, Obliging()),
        (1, Registration(Municipalities, ["TR", "TR", "TR", "TR", "FR"], [false])),
        (1, ResidenceChange([false])),
        (1, Permit()),
        (1, PermitChange()),
        (1, Gen.Elements<Step>(new Step.Link(WorkerStanding.TargetGroup), new Step.Link(WorkerStanding.Excluded))),
        (14, Dispatch),
        (1, Gen.Constant<Step>(new Step.PassEverything())),
        (7, Gen.Constant<Step>(new Step.Confirm())),
        (4, from days in Gen.Choose(-40, 60) from length in Gen.Choose(1, 90) select (Step)new Step.Postpone(days, length)),
        (1, Gen.Constant<Step>(new Step.Exempt())),
        (1, Gen.Constant<Step>(new Step.WithdrawExemption())),
        (2, from days in Gen.Choose(0, 40) select (Step)new Step.Prove(days)),
        (1, Gen.Constant<Step>(new Step.SendAgain())),
        (1, from hours in Gen.Choose(1, 24 * 40) select (Step)new Step.KeepAnswers(hours)),
        (2, Gen.Constant<Step>(new Step.HandOver())),
        (16, from hours in Gen.Choose(1, 24 * 70) from looks in Gen.Elements(true, false) select (Step)new Step.Wait(hours, looks)));

    // Most of what the Register says obliges, so that lives come as far as a breach.
    private static Gen<Step> Obliging() =>
        from version in Gen.Choose(1, 4)
        from municipality in Gen.Elements(Given.Leuven, Given.Antwerp, Given.Ghent)
        select (Step)new Step.Register(version, municipality, ReasonOfStay.Worker, "TR", "2026-05-04");

    private static Gen<Step> Permit() =>
        from number in Gen.Elements("W-1", "W-2")
        from version in Gen.Choose(1, 3)
        from seasonal in Gen.Elements(true, false)
        from asPartner in Gen.Elements(true, false)
        from validFrom in Gen.Elements("2026-04-01", "2026-06-01")
        select (Step)new Step.GrantPermit(number, version, seasonal, asPartner, validFrom);

    private static Gen<Step> PermitChange() =>
        from number in Gen.Elements("W-1", "W-2")
        from version in Gen.Choose(1, 4)
        from status in Gen.Elements(Enum.GetValues<PermitStatus>())
        from until in Gen.Elements("2026-12-31", "2028-03-31")
        select (Step)new Step.ChangePermit(number, version, status, status == PermitStatus.Granted ? until : null);

    /// <summary>A move, a departure, a death or another nationality.</summary>
    public static Gen<Step> ResidenceChange(bool[] underBis) =>
        from version in Gen.Choose(1, 4)
        from bis in Gen.Elements(underBis)
        from day in Gen.Choose(0, 240)
        let since = Day("2026-05-04").AddDays(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        from change in Gen.Frequency(
            (6, from to in Gen.Elements(Municipalities) select new Step.ChangeResidence(version, ResidenceChangeKind.Moved, since, to, bis)),
            (2, Gen.Constant(new Step.ChangeResidence(version, ResidenceChangeKind.Departed, since, null, bis))),
            (1, Gen.Constant(new Step.ChangeResidence(version, ResidenceChangeKind.Deceased, since, null, bis))),
            (1, from nationality in Gen.Elements("TR", "FR") select new Step.ChangeResidence(version, ResidenceChangeKind.NationalityChanged, since, nationality, bis)))
        select (Step)change;

    private static Gen<Step> Registration(string[] municipalities, string[] nationalities, bool[] underBis) =>
        from version in Gen.Choose(1, 4)
        from municipality in Gen.Elements(municipalities)
        from reason in Gen.Elements(ReasonOfStay.Worker, ReasonOfStay.Worker, ReasonOfStay.Family, ReasonOfStay.Study)
        from nationality in Gen.Elements(nationalities)
        from registeredOn in Gen.Elements("2026-05-04", "2026-05-04", "2025-06-01")
        from bis in Gen.Elements(underBis)
        select (Step)new Step.Register(version, municipality, reason, nationality, registeredOn, bis);
}

/// <summary>Arrays of facts about one person, as senders send them.</summary>
public static class FactsOnly
{
    public static Arbitrary<Step> Arbitrary() => Steps.Fact.ToArbitrary();
}

/// <summary>Arrays of moves and of what the post says about the letter.</summary>
public static class MovesAndDispatches
{
    public static Arbitrary<Step> Arbitrary() => Gen.Frequency((3, Steps.ResidenceChange([false]).Where(step => step is not Step.ChangeResidence { Kind: ResidenceChangeKind.NationalityChanged })), (2, Steps.Dispatch)).ToArbitrary();
}

/// <summary>Arrays of what the post and the eBox say about one letter.</summary>
public static class DispatchesOnly
{
    public static Arbitrary<Step> Arbitrary() => Steps.Dispatch.ToArbitrary();
}

/// <summary>Whole lives: facts, letters, learning, officers, time.</summary>
public static class WholeLives
{
    public static Arbitrary<Step> Arbitrary() => Steps.Any.ToArbitrary();
}
