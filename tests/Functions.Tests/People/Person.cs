using System.Globalization;
using System.Text.Json.Nodes;

namespace Inburgering.Functions.Tests.People;

/// <summary>An invented person. Nobody else in the run has one of these identifiers.</summary>
internal sealed record Person(string GivenNames, string FamilyName, DateOnly BirthDate, string Nationality, string NationalNumber, string PassportNumber, string Email, string PermitNumber)
{
    private static int last;

    public string Name => $"{GivenNames} {FamilyName}";

    /// <param name="nationality">ISO 3166-1 alpha-2.</param>
    public static Person Invent(string nationality = "TR")
    {
        var number = Interlocked.Increment(ref last);
        var birthDate = new DateOnly(1980, 1, 1).AddDays(number);
        return new Person(
            "Ayşe",
            FormattableString.Invariant($"Yılmaz{number}x"),
            birthDate,
            nationality,
            NationalNumberOf(birthDate),
            FormattableString.Invariant($"U{number:00000000}"),
            FormattableString.Invariant($"person{number}x@example.org"),
            FormattableString.Invariant($"W-2026-9{number:000000}"));
    }

    /// <summary>What identifies this person and nobody else, to look for where it must not be.</summary>
    public IEnumerable<string> Identifiers => [FamilyName, Iso(BirthDate), NationalNumber, PassportNumber, Email];

    /// <summary>As a permit holds its holder and its partner.</summary>
    public JsonObject InPermit() => new()
    {
        ["givenNames"] = GivenNames,
        ["familyName"] = FamilyName,
        ["birthDate"] = Iso(BirthDate),
        ["nationality"] = Nationality,
        ["passportNumber"] = PassportNumber,
        ["email"] = Email,
        ["preferredLanguage"] = "en",
    };

    /// <summary>As this person declares a partner.</summary>
    public JsonObject AsPartner() => new()
    {
        ["givenNames"] = GivenNames,
        ["familyName"] = FamilyName,
        ["birthDate"] = Iso(BirthDate),
        ["nationality"] = Nationality,
        ["email"] = Email,
    };

    /// <summary>As an entry of somebody else's household.</summary>
    public JsonObject InHousehold(string relation = "partner") => new()
    {
        ["nationalNumber"] = NationalNumber,
        ["relation"] = relation,
        ["birthDate"] = Iso(BirthDate),
        ["nationality"] = Nationality,
    };

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // For births before 2000: birth date, a serial, 97 − (n mod 97).
    private static string NationalNumberOf(DateOnly birthDate)
    {
        var first = birthDate.ToString("yyMMdd", CultureInfo.InvariantCulture) + "123";
        return string.Create(CultureInfo.InvariantCulture, $"{first}{97 - (long.Parse(first, CultureInfo.InvariantCulture) % 97):00}");
    }
}
