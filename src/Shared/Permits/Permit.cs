using Inburgering.People;

namespace Inburgering.Permits;

/// <summary>The categories under which DWEWIS grants a permission to work.</summary>
public enum PermitCategory
{
    HighlySkilled,
    ShortageOccupation,
    OtherWorker,
    SelfEmployed,
    Seasonal,
    WorkingHoliday,
    ExchangePupil,
    StudentTrainee,
    IntraCorporateTrainee,
    IntraCorporateTransfer,
    Researcher,
    BlueCard,
}

/// <summary>The region whose authority granted the permit.</summary>
public enum PermitRegion
{
    Flanders,
    Brussels,
}

/// <summary>Where a permit stands.</summary>
public enum PermitStatus
{
    Granted,

    /// <summary>Applied for and not decided yet.</summary>
    Applied,

    Refused,
    Withdrawn,
}

/// <summary>A permission to work (part of the single permit), as DWEWIS described it.</summary>
public sealed record Permit
{
    public required string PermitNumber { get; init; }

    public PermitStatus Status { get; init; }

    public required PermitCategory Category { get; init; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day of validity.</summary>
    public required DateOnly ValidUntil { get; init; }

    /// <summary>First day of the stay, where a renewal prolonged an earlier validity.</summary>
    public DateOnly? ProlongedFrom { get; init; }

    public required bool RenewableBeyondOneYear { get; init; }

    public PermitRegion Region { get; init; }

    public required PersonDetails Holder { get; init; }

    /// <summary>The partner who travels along, if named.</summary>
    public PersonDetails? Partner { get; init; }

    /// <summary>The person whom <see cref="Partner"/> was found to be.</summary>
    public string? PartnerId { get; init; }

    public string? Sector { get; init; }

    public bool SelfEmployed { get; init; }

    /// <summary>
    /// A permit as it now stands: the fold of everything DWEWIS said about it, in its order. <see langword="null"/> as long as nothing
    /// said who holds it and for what.
    /// </summary>
    /// <param name="described">Applications and grants, which describe it whole.</param>
    /// <param name="changes">Renewals, refusals, withdrawals.</param>
    public static Permit? AsItStands(IReadOnlyCollection<Fact<Permit>> described, IReadOnlyCollection<Fact<PermitChange>> changes) => described
        .Select(fact => (fact.Order, Next: (Func<Permit?, Permit?>)fact.Content.After))
        .Concat(changes.Select(fact => (fact.Order, Next: (Func<Permit?, Permit?>)fact.Content.AppliedTo)))
        .OrderBy(said => said.Order)
        .Aggregate((Permit?)null, (permit, said) => said.Next(permit));

    /// <summary>This description after what was said before. Whom an earlier one named as partner stays, if this one names nobody.</summary>
    private Permit? After(Permit? before) => before switch
    {
        null => this,

        // An application for a permit that stands asks for its renewal: until that is decided, it stands as it is.
        { Status: PermitStatus.Granted } when Status == PermitStatus.Applied => before,
        _ when PartnerId is null => this with { Partner = before.Partner, PartnerId = before.PartnerId },
        _ => this,
    };
}

/// <summary>What a permit is to the person in whose file it stands.</summary>
public enum PermitRole
{
    Holder,
    Partner,
}
