using System.Globalization;

namespace Inburgering.Arrivals;

/// <summary>
/// The identification number of the National Register or its BIS variant: 11 digits YYMMDD-CCC-KK (Royal Decree of 3 April 1984).
/// Neither birth date nor sex is ever derived from it.
/// </summary>
public static class NationalNumber
{
    public const string Rule = "must be a national number: 11 digits with valid check digits";

    /// <summary>
    /// Whether the text is 11 digits whose last two are 97 − (first nine mod 97), the nine prefixed with 2 for births from 2000.
    /// Month and day may be 00; a BIS number has 20 or 40 added to the month.
    /// </summary>
    public static bool IsValid(string? text)
    {
        if (text is not { Length: 11 } || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        var month = Digits(text[2..4]) % 20;
        var addedToMonth = Digits(text[2..4]) - month;
        return month <= 12
            && addedToMonth <= 40
            && Digits(text[4..6]) <= 31
            && (CheckDigits(Digits(text[..9])) == Digits(text[9..]) || CheckDigits(Digits(text[..9]) + 2_000_000_000L) == Digits(text[9..]));
    }

    /// <summary>Whether a valid number is a BIS number: 20 or 40 is added to its month.</summary>
    public static bool IsBis(string number) => Digits(number[2..4]) >= 20;

    /// <summary>
    /// Whether numbers can be those of one person over time: at most one BIS number and at most one national number, which
    /// replaces it. Two of either are two people.
    /// </summary>
    public static bool CanBeOnePerson(IEnumerable<string> numbers) =>
        numbers.Distinct().GroupBy(IsBis).All(kind => kind.Count() == 1);

    private static long CheckDigits(long number) => 97 - (number % 97);

    private static long Digits(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
