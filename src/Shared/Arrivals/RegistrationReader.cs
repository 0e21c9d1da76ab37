using System.Collections.Immutable;
using System.Text.Json;
using Inburgering.Messages;
using Inburgering.People;

namespace Inburgering.Arrivals;

/// <summary>Reads the data of a registration message, field by field.</summary>
internal static class RegistrationReader
{
    /// <summary>Bytes of JSON in which a household is kept: 1,000 members fit, and beside them the rest of a file.</summary>
    private const int LargestHousehold = 256 * 1024;

    public static Registration Read(FieldReader data, DateOnly today)
    {
        var registration = new Registration
        {
            NationalNumber = NationalNumberIn(data),
            Person = PersonDetailsReader.Read(data, today),
            Municipality = data.Text("municipality", 5),
            RegisteredOn = data.Date("registeredOn"),
            ReasonOfStay = data.OneOf<ReasonOfStay>("reasonOfStay"),
            PermitNumber = data.OptionalText("permitNumber", 60),
            Address = ReadAddress(data.Object("address")),
            Household = [.. data.OptionalList("household").Select(member => ReadMember(member, today))],
        };
        data.Rule("municipality", Municipality.IsKnown(registration.Municipality), Municipality.Rule);
        data.Rule("household", JsonSerializer.SerializeToUtf8Bytes(registration.Household).Length <= LargestHousehold, FormattableString.Invariant($"must be at most {LargestHousehold} bytes of JSON"));
        data.Rule("registeredOn", registration.RegisteredOn >= registration.Person.BirthDate, "must not be before birthDate");
        return registration;
    }

    /// <summary>Reads what changed; the number may stand in the subject only.</summary>
    public static ResidenceChange ReadChange(FieldReader message, FieldReader data, ResidenceChangeKind kind)
    {
        var change = new ResidenceChange
        {
            Kind = kind,
            NationalNumber = data.Has("nationalNumber") ? NationalNumberIn(data) : NationalNumberIn(message, "subject"),
            On = data.Date(kind switch
            {
                ResidenceChangeKind.Moved => "movedOn",
                ResidenceChangeKind.Departed => "departedOn",
                ResidenceChangeKind.Deceased => "deceasedOn",
                _ => "changedOn",
            }),
            Municipality = kind == ResidenceChangeKind.Moved ? data.Text("municipality", 5) : null,
            Address = kind == ResidenceChangeKind.Moved ? ReadAddress(data.Object("address")) : null,
            Nationality = kind == ResidenceChangeKind.NationalityChanged ? data.Text("nationality", 2) : null,
        };
        data.Rule("municipality", change.Municipality is null || Municipality.IsKnown(change.Municipality), Municipality.Rule);
        if (change.Nationality is { } nationality)
        {
            PersonDetailsReader.Nationality(data, "nationality", nationality);
        }

        return change;
    }

    private static Address ReadAddress(FieldReader address) => new(
        address.Text("street", 200),
        address.Text("houseNumber", 20),
        address.OptionalText("boxNumber", 20),
        address.Text("postalCode", 10),
        address.Text("city", 100));

    private static HouseholdMember ReadMember(FieldReader member, DateOnly today)
    {
        var read = new HouseholdMember(NationalNumberIn(member), member.Text("relation", 60), member.Date("birthDate"), member.Text("nationality", 2));
        PersonDetailsReader.BirthDate(member, "birthDate", read.BirthDate, today);
        PersonDetailsReader.Nationality(member, "nationality", read.Nationality);
        return read;
    }

    private static string NationalNumberIn(FieldReader reader, string field = "nationalNumber")
    {
        var number = reader.Text(field, 11);
        reader.Rule(field, NationalNumber.IsValid(number), NationalNumber.Rule);
        return number;
    }
}
