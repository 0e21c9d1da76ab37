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

/// <summary>A permission to work (part of the single permit), as DWEWIS granted it.</summary>
public sealed record Permit
{
    public required string PermitNumber { get; init; }

    public required PermitCategory Category { get; init; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day of validity.</summary>
    public required DateOnly ValidUntil { get; init; }

    public required bool RenewableBeyondOneYear { get; init; }

    public PermitRegion Region { get; init; }

    public required PersonDetails Holder { get; init; }

    /// <summary>The partner who travels along, if named.</summary>
    public PersonDetails? Partner { get; init; }

    /// <summary>The person whom <see cref="Partner"/> was found to be.</summary>
    public string? PartnerId { get; init; }

    public string? Sector { get; init; }

    public bool SelfEmployed { get; init; }
}

/// <summary>What a permit is to the person in whose file it stands.</summary>
public enum PermitRole
{
    Holder,
    Partner,
}
