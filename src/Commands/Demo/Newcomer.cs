using System.Globalization;

namespace Inburgering.Commands.Demo;

/// <summary>An invented person with numbers that are valid and, by chance, nobody else's in this copy.</summary>
internal sealed record Newcomer(
    string GivenNames,
    string FamilyName,
    DateOnly BirthDate,
    string Nationality,
    string NationalNumber,
    string PassportNumber,
    string Email,
    string Language)
{
    public string Name => $"{GivenNames} {FamilyName}";

    /// <param name="nationality">ISO 3166 alpha-2.</param>
    /// <param name="language">ISO 639-1.</param>
    public static Newcomer Invent(string givenNames, string familyName, string nationality, string language)
    {
        var birthDate = new DateOnly(1984, 1, 1).AddDays(Random.Shared.Next(10 * 365));
        var passport = string.Create(CultureInfo.InvariantCulture, $"U{Random.Shared.Next(10_000_000, 99_999_999)}");
        return new Newcomer(
            givenNames,
            familyName,
            birthDate,
            nationality,
            InventNationalNumber(birthDate),
            passport,
            $"{passport.ToLowerInvariant()}@example.org",
            language);
    }

    /// <summary>The birth date, a serial from 001 to 997 and 97 − (n mod 97); for births before 2000.</summary>
    private static string InventNationalNumber(DateOnly birthDate)
    {
        var first = string.Create(CultureInfo.InvariantCulture, $"{birthDate:yyMMdd}{Random.Shared.Next(1, 998):000}");
        var check = 97 - (long.Parse(first, CultureInfo.InvariantCulture) % 97);
        return string.Create(CultureInfo.InvariantCulture, $"{first}{check:00}");
    }
}
