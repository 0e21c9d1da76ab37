using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Inburgering.People;

namespace Inburgering.Arrivals;

/// <summary>Why someone may stay in Belgium, as the National Register holds it (IT 202).</summary>
public enum ReasonOfStay
{
    Worker,
    SelfEmployed,
    Family,
    Study,
    Exchange,
    Asylum,
    Regularisation,
    Other,
}

/// <summary>A registration in the National Register.</summary>
public sealed record Registration
{
    public required string NationalNumber { get; init; }

    public required PersonDetails Person { get; init; }

    /// <summary>REFNIS code as sent; see <see cref="Arrivals.Municipality"/>.</summary>
    public required string Municipality { get; init; }

    public required DateOnly RegisteredOn { get; init; }

    public required ReasonOfStay ReasonOfStay { get; init; }

    public string? PermitNumber { get; init; }

    public required Address Address { get; init; }

    public ImmutableList<HouseholdMember> Household { get; init; } = [];

    /// <summary>The day of departure abroad, of somebody who has not returned.</summary>
    public DateOnly? DepartedOn { get; init; }

    public DateOnly? DeceasedOn { get; init; }

    /// <summary>Where the person lives now; <see langword="null"/> for the dead.</summary>
    [JsonIgnore]
    public Region? Region => this switch
    {
        { DeceasedOn: not null } => null,
        { DepartedOn: not null } => Arrivals.Region.Abroad,
        _ => Arrivals.Municipality.RegionOf(Municipality),
    };

    /// <summary>A registration as it now stands: the fold of everything the Register said, in its order. A new registration after a departure is a return.</summary>
    public static Registration? AsItStands(IReadOnlyCollection<Fact<Registration>> registrations, IReadOnlyCollection<Fact<ResidenceChange>> changes) =>
        Facts.InOrder(registrations, changes).Aggregate((Registration?)null, (registration, said) => said.Registered?.Content ?? said.Changed!.Content.AppliedTo(registration));
}

/// <summary>Someone at the same address. An entry links two persons; it never creates one.</summary>
public sealed record HouseholdMember(string NationalNumber, string Relation, DateOnly BirthDate, string Nationality);

/// <summary>A postal address in Belgium.</summary>
public sealed record Address(string Street, string HouseNumber, string? BoxNumber, string PostalCode, string City)
{
    /// <summary>As it stands on an envelope, street line first.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lines => [$"{Street} {HouseNumber}{(BoxNumber is null ? string.Empty : $" bus {BoxNumber}")}", $"{PostalCode} {City}"];
}
