using FsCheck.Xunit;
using Inburgering.Arrivals;

namespace Inburgering.Shared.Tests.Arrivals;

public sealed class NationalNumberTests
{
    [Theory]
    [InlineData("85073003328")]
    [InlineData("17073003384")] // born from 2000
    [InlineData("00012556777")] // born from 2000
    [InlineData("98472899765")] // BIS, month + 40
    [InlineData("01490700185")] // BIS, born from 2000
    public void The_numbers_published_as_valid_are_valid(string number) => Assert.True(NationalNumber.IsValid(number));

    [Theory]
    [InlineData("850000001")] // month and day unknown
    [InlineData("850001001")] // month unknown
    [InlineData("852000001")] // BIS with an unknown month
    [InlineData("854000001")]
    [InlineData("853231001")]
    [InlineData("855231001")]
    public void Month_and_day_may_be_unknown_and_a_BIS_number_has_20_or_40_added_to_the_month(string firstNine)
    {
        var number = long.Parse(firstNine, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(NationalNumber.IsValid($"{firstNine}{97 - (number % 97):00}"));
        Assert.True(NationalNumber.IsValid($"{firstNine}{97 - ((number + 2_000_000_000) % 97):00}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("           ")]
    [InlineData("8507300332")] // ten digits
    [InlineData("850730033280")] // twelve
    [InlineData("85.07.30-033.28")]
    [InlineData("85073003329")] // wrong check digits
    [InlineData("85073003327")]
    [InlineData("58073003328")] // digits swapped
    [InlineData("8507300332A")]
    [InlineData("-5073003328")]
    [InlineData("+5073003328")]
    [InlineData(" 8507300332")]
    [InlineData("８５０７３００３３２８")] // digits, but not of ASCII
    [InlineData("٨٥٠٧٣٠٠٣٣٢٨")]
    [InlineData("00000000000")]
    [InlineData("99999999999")]
    public void What_is_not_eleven_digits_with_right_check_digits_is_refused(string? number) => Assert.False(NationalNumber.IsValid(number));

    [Theory]
    [InlineData("851300001")] // month 13
    [InlineData("851900001")] // month 19
    [InlineData("853300001")] // BIS month 13
    [InlineData("855300001")]
    [InlineData("856000001")] // 60 is no BIS month
    [InlineData("858100001")]
    [InlineData("859900001")]
    [InlineData("850132001")] // day 32
    [InlineData("850199001")]
    public void A_month_or_day_that_cannot_be_is_refused_though_the_check_digits_are_right(string firstNine)
    {
        var number = long.Parse(firstNine, System.Globalization.CultureInfo.InvariantCulture);

        Assert.False(NationalNumber.IsValid($"{firstNine}{97 - (number % 97):00}"));
        Assert.False(NationalNumber.IsValid($"{firstNine}{97 - ((number + 2_000_000_000) % 97):00}"));
    }

    [Property(MaxTest = 2000)]
    public bool One_wrong_digit_is_always_noticed(byte position, byte change)
    {
        const string valid = "85073003328";
        var digits = valid.ToCharArray();
        var at = position % 11;
        digits[at] = (char)('0' + ((digits[at] - '0' + 1 + (change % 9)) % 10));

        // 97 is prime, so no single digit can change unnoticed under the same century; the other century is tried too.
        var other = new string(digits);
        return !NationalNumber.IsValid(other) || IsRightForBirthsFrom2000(other);
    }

    [Property(MaxTest = 2000)]
    public bool No_text_but_eleven_digits_is_valid_and_none_throws(string? text) => !NationalNumber.IsValid(text) || text!.All(char.IsAsciiDigit);

    private static bool IsRightForBirthsFrom2000(string number) =>
        97 - (long.Parse("2" + number[..9], System.Globalization.CultureInfo.InvariantCulture) % 97) == long.Parse(number[9..], System.Globalization.CultureInfo.InvariantCulture);
}
