using Inburgering.Accounts;

namespace Inburgering.Shared.Tests.Accounts;

public sealed class RandomCodesTests
{
    [Fact]
    public void Codes_have_the_shape_that_is_printed_and_no_letter_that_looks_like_a_digit()
    {
        foreach (var _ in Enumerable.Range(0, 200))
        {
            Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$", RandomCodes.ActivationCode());
            Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$", RandomCodes.VerificationCode());
            Assert.Matches("^[0-9a-hjkmnp-tv-z]{20}$", RandomCodes.PersonId());
            Assert.Matches("^[0-9a-hjkmnp-tv-z]{20}$", RandomCodes.AttemptId());
        }
    }

    [Fact]
    public void No_two_are_alike() =>
        Assert.Equal(2000, Enumerable.Range(0, 1000).SelectMany(_ => new[] { RandomCodes.ActivationCode(), RandomCodes.PersonId() }).Distinct().Count());

    [Theory]
    [InlineData("7K2M-9QXR-0B1C", "7K2M9QXR0B1C")]
    [InlineData("7k2m 9qxr ob1c", "7K2M9QXR0B1C")]
    [InlineData(" 7K2M9QXROBIC ", "7K2M9QXR0B1C")]
    [InlineData("7K2M–9QXR–OBLC", "7K2M9QXR0B1C")]
    [InlineData("", "")]
    [InlineData("--- ---", "")]
    public void A_code_is_read_as_it_was_issued_however_it_is_typed(string typed, string code) => Assert.Equal(code, RandomCodes.Normalized(typed));
}
