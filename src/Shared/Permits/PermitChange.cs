using Inburgering.People;

namespace Inburgering.Permits;

/// <summary>A renewal, a refusal or a withdrawal: what DWEWIS said about a permit without describing it whole. What is left out stands as it was.</summary>
public sealed record PermitChange
{
    public required string PermitNumber { get; init; }

    /// <summary>What the permit is from then on; granted, for a renewal.</summary>
    public required PermitStatus Status { get; init; }

    public PermitCategory? Category { get; init; }

    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day of validity.</summary>
    public DateOnly? ValidUntil { get; init; }

    public bool? RenewableBeyondOneYear { get; init; }

    public PermitRegion? Region { get; init; }

    public PersonDetails? Holder { get; init; }

    /// <summary>The partner who travels along, if named.</summary>
    public PersonDetails? Partner { get; init; }

    /// <summary>The person whom <see cref="Partner"/> was found to be.</summary>
    public string? PartnerId { get; init; }

    public string? Sector { get; init; }

    public bool? SelfEmployed { get; init; }

    /// <summary>The day of the refusal or withdrawal, if it was said.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Why it was refused or withdrawn, in the words of DWEWIS.</summary>
    public string? Reason { get; init; }

    /// <summary>The permit after this.</summary>
    /// <returns><see langword="null"/> as long as too little is known of the permit.</returns>
    public Permit? AppliedTo(Permit? permit) => permit is null ? Whole() : permit with
    {
        Status = Status,
        Category = Category ?? permit.Category,
        ValidFrom = ValidFrom ?? permit.ValidFrom,
        ValidUntil = ValidUntil ?? permit.ValidUntil,
        RenewableBeyondOneYear = RenewableBeyondOneYear ?? permit.RenewableBeyondOneYear,

        // A stay that was prolonged is counted from where it began.
        ProlongedFrom = (Status, permit.Status) switch
        {
            (PermitStatus.Granted, PermitStatus.Granted) => Earliest(permit.ProlongedFrom ?? permit.ValidFrom),
            (PermitStatus.Granted, _) => null,
            _ => permit.ProlongedFrom,
        },
        Region = Region ?? permit.Region,
        Holder = Holder ?? permit.Holder,
        Partner = PartnerId is null ? permit.Partner : Partner,
        PartnerId = PartnerId ?? permit.PartnerId,
        Sector = Sector ?? permit.Sector,
        SelfEmployed = SelfEmployed ?? permit.SelfEmployed,
    };

    private DateOnly Earliest(DateOnly known) => ValidFrom < known ? ValidFrom.Value : known;

    private Permit? Whole() =>
        this is { Status: PermitStatus.Granted, Category: { } category, ValidFrom: { } from, ValidUntil: { } until, RenewableBeyondOneYear: { } renewable, Holder: { } holder }
            ? new Permit
            {
                PermitNumber = PermitNumber,
                Category = category,
                ValidFrom = from,
                ValidUntil = until,
                RenewableBeyondOneYear = renewable,
                Region = Region ?? PermitRegion.Flanders,
                Holder = holder,
                Partner = PartnerId is null ? null : Partner,
                PartnerId = PartnerId,
                Sector = Sector,
                SelfEmployed = SelfEmployed ?? false,
            }
            : null;
}
