namespace Inburgering.Arrivals;

/// <summary>What changed about someone's residence.</summary>
public enum ResidenceChangeKind
{
    /// <summary>Moved within Belgium.</summary>
    Moved,

    /// <summary>Struck from the register for departure abroad.</summary>
    Departed,

    Deceased,

    NationalityChanged,
}

/// <summary>What the Register said about somebody after it registered them.</summary>
public sealed record ResidenceChange
{
    public required string NationalNumber { get; init; }

    public required ResidenceChangeKind Kind { get; init; }

    /// <summary>The legal day from which it holds.</summary>
    public required DateOnly On { get; init; }

    /// <summary>REFNIS code as sent, for a move.</summary>
    public string? Municipality { get; init; }

    /// <summary>The new address, for a move.</summary>
    public Address? Address { get; init; }

    /// <summary>The new nationality, ISO 3166-1 alpha-2, where that changed.</summary>
    public string? Nationality { get; init; }

    /// <summary>The registration after this; <see langword="null"/> as long as there is none.</summary>
    public Registration? AppliedTo(Registration? registration) => (registration, Kind) switch
    {
        (null, _) => null,

        // Who lives somewhere in Belgium again has not departed any more.
        (_, ResidenceChangeKind.Moved) => registration with { Municipality = Municipality!, Address = Address!, DepartedOn = null },
        (_, ResidenceChangeKind.Departed) => registration with { DepartedOn = On },
        (_, ResidenceChangeKind.Deceased) => registration with { DeceasedOn = On },
        _ => registration with { Person = registration.Person with { Nationality = Nationality! } },
    };
}
