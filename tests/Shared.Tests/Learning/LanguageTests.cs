using Inburgering.Learning;
using Inburgering.Shared.Tests.TestData;

namespace Inburgering.Shared.Tests.Learning;

/// <summary>In which language a module is shown: what is wished for, else the policy's chain.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("basis", "tr", "tr,ar")]
    [InlineData("basis", "tr", "tr")]
    [InlineData("taxation", "en", "ar")]
    [InlineData("taxation", "nl", "nl,en")]
    [InlineData("taxation", "en", "")]
    [InlineData("taxation", "nl", ",nl")]
    public void The_first_wish_that_is_there_else_the_first_fallback_that_is(string moduleId, string shown, string wishes) => Assert.Equal(
        shown,
        TestPolicy.Content.Modules[moduleId].LanguageFor(["en", "nl"], wishes.Split(',').Select(wish => wish.Length == 0 ? null : wish)));

    [Fact]
    public void A_module_without_English_falls_back_to_Dutch()
    {
        var basis = TestPolicy.Content.Modules["basis"];

        Assert.Equal("nl", (basis with { Texts = basis.Texts.Remove("en") }).LanguageFor(["en", "nl"], "pl"));
    }

    [Fact]
    public void The_chain_is_the_policys() => Assert.Equal("nl", TestPolicy.Content.Modules["taxation"].LanguageFor(["ar", "nl", "en"], "pl"));
}
