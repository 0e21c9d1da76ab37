using Inburgering.People;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

public sealed class IndexKeysTests
{
    private static readonly IndexKeys Keys = new(new byte[32]);

    [Fact]
    public void The_same_identifier_makes_the_same_key_and_another_secret_another_one()
    {
        Assert.Equal(Keys.NationalNumber("85073003328"), new IndexKeys(new byte[32]).NationalNumber("85073003328"));
        Assert.NotEqual(Keys.NationalNumber("85073003328"), new IndexKeys([.. Enumerable.Repeat((byte)1, 32)]).NationalNumber("85073003328"));
    }

    [Fact]
    public void Keys_of_different_kinds_never_meet()
    {
        var birthDate = Day("1991-05-17");

        IndexKey[] keys =
        [
            Keys.NationalNumber("1"), Keys.HouseholdOf("1"), Keys.Permit("1"), Keys.PermitHolder("1", birthDate), Keys.PermitPartner("1", birthDate), Keys.Passport("1", "TR", birthDate),
            Keys.PartnerOf("1", birthDate), Keys.Account("1", "1"), Keys.ActivationCode("1"), Keys.VerificationCode("1"), Keys.Message("1", "1"), Keys.PartnerMessage("1", "1"),
            Keys.Unregistered(birthDate, "1"), Keys.Name("1", birthDate),
        ];

        Assert.Equal(keys.Length, keys.Select(key => key.Hash).Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^[0-9a-f]{64}$", key.Hash));
    }

    [Fact]
    public void A_short_secret_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new IndexKeys(new byte[31]));
}
