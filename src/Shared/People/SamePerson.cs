using System.Globalization;
using System.Text;
using Inburgering.Arrivals;

namespace Inburgering.People;

/// <summary>
/// Whether what a message says can be about the person of a file that one of its identifiers led to. When in doubt it is not:
/// a person with two files can be helped, two people in one file see each other's data.
/// </summary>
public static class SamePerson
{
    private const string Passport = "passport";
    private const string PermitAlone = "permit";

    /// <summary>
    /// A registration belongs in a file of its own number. Another number is the same person's only where one is a BIS number,
    /// the other the national number that replaced it, and a given name agrees.
    /// </summary>
    public static bool Admits(PersonFile file, Registration registration, IndexKey? foundBy = null)
    {
        var numbers = file.Registrations.Select(fact => fact.Content.NationalNumber).ToList();
        if (numbers.Contains(registration.NationalNumber))
        {
            return true;
        }

        return NationalNumber.CanBeOnePerson(numbers.Append(registration.NationalNumber))
            && (numbers.Count == 0 || SharesGivenName(file, registration.Person))
            && Admits(file, registration.Person, foundBy);
    }

    /// <summary>A permit belongs in the file of its holder: a version that corrects the birth date leaves a given name. What names nobody is about whoever holds it.</summary>
    public static bool Admits(PersonFile file, string permitNumber, PersonDetails? holder, IndexKey? foundBy = null)
    {
        if (holder is null)
        {
            return true;
        }

        var versions = file.HeldPermits.GetValueOrDefault(permitNumber, []);
        return foundBy?.Kind is null or PermitAlone && versions.Count > 0 && versions.All(fact => fact.Content.Holder.BirthDate != holder.BirthDate)
            ? SharesGivenName(file, holder)
            : Admits(file, holder, foundBy);
    }

    /// <summary>
    /// Two passports may by error bear one number, and twins one permit number: the first asks that a given name agrees, the
    /// second that not everything else differs.
    /// </summary>
    public static bool Admits(PersonFile file, PersonDetails details, IndexKey? foundBy = null) =>
        SharesGivenName(file, details) || (foundBy?.Kind != Passport && !IsOnlyDeclared(file) && !HasAnotherPassport(file, details));

    // What a labour migrant typed is no proof of who somebody is.
    private static bool IsOnlyDeclared(PersonFile file) =>
        file is { DeclaredAs: not null, Registrations.IsEmpty: true, HeldPermits.IsEmpty: true, PartnerPermits.IsEmpty: true };

    private static bool HasAnotherPassport(PersonFile file, PersonDetails details)
    {
        var known = file.KnownAs.Select(said => said.PassportNumber).OfType<string>().ToList();
        return details.PassportNumber is { } number && known.Count > 0 && !known.Contains(number, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether anything said about the person of that file has a given name in common with what is said now.</summary>
    public static bool SharesGivenName(PersonFile file, PersonDetails details) =>
        file.KnownAs.SelectMany(said => Names(said.GivenNames)).Intersect(Names(details.GivenNames)).Any();

    public static bool SharesGivenName(PersonDetails one, PersonDetails other) => Names(one.GivenNames).Intersect(Names(other.GivenNames)).Any();

    /// <summary>Whether two names are written the same but for case, accents and marks between words.</summary>
    public static bool HaveOneName(PersonDetails one, PersonDetails other) => Names(one.FullName).SequenceEqual(Names(other.FullName));

    /// <summary>The same of the family name.</summary>
    public static bool HaveOneFamilyName(PersonDetails one, PersonDetails other) => Names(one.FamilyName).SequenceEqual(Names(other.FamilyName));

    private static string[] Names(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormD)
            .Where(character => CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            .Select(character => character == 'ı' ? 'I' : char.ToUpperInvariant(character));
        return new string([.. plain.Select(character => char.IsLetterOrDigit(character) ? character : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
