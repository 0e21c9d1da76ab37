using Inburgering.Functions.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.Access;

/// <summary>A setting of access that is missing or wrong stops the start, with its name.</summary>
public sealed class IssuerSettingTests
{
    private const string Tenant = "https://login.microsoftonline.com/6babcaad-604b-40ac-a9d7-9fd97c0b779f/v2.0";

    [Theory]
    [InlineData("Authority", null)]
    [InlineData("Authority", "login.example.be")]
    [InlineData("Authority", "http://login.example.be")]
    [InlineData("Audience", null)]
    [InlineData("Audience", "")]
    [InlineData("Kind", "saml")]
    [InlineData("Kind", "7")]
    [InlineData("Roles:0", null)]
    [InlineData("Roles:0", "administrator")]
    [InlineData("EveryoneIs", "case-officer")]
    public void An_issuer_is_whole(string name, string? value)
    {
        var settings = Good();
        settings["Authentication:Issuers:0:" + name] = value;

        Assert.Contains("Authentication__Issuers__0__" + name.Replace(":", "__", StringComparison.Ordinal) + " ", Refusal(settings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/common/v2.0")]
    [InlineData("https://login.microsoftonline.com/organizations/v2.0")]
    [InlineData("https://login.microsoftonline.com/6babcaad-604b-40ac-a9d7-9fd97c0b779f")]
    public void Entra_is_one_tenant(string authority)
    {
        var settings = Good();
        (settings["Authentication:Issuers:0:Kind"], settings["Authentication:Issuers:0:Authority"]) = ("entraId", authority);

        Assert.Contains("Authentication__Issuers__0__Authority ", Refusal(settings), StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_an_issuer_at_least() => Assert.Contains("Authentication__Issuers__0__Authority ", Refusal([]), StringComparison.Ordinal);

    [Fact]
    public void Two_issuers_are_not_one()
    {
        var settings = Good();
        foreach (var (name, value) in Good())
        {
            settings[name.Replace(":0:Au", ":1:Au", StringComparison.Ordinal).Replace(":0:Roles", ":1:Roles", StringComparison.Ordinal)] = value;
        }

        Assert.Contains("Authentication__Issuers ", Refusal(settings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oidc", Tenant)]
    [InlineData("entraId", Tenant)]
    [InlineData("EntraExternalId", "https://6babcaad-604b-40ac-a9d7-9fd97c0b779f.ciamlogin.com/6babcaad-604b-40ac-a9d7-9fd97c0b779f/v2.0")]
    public void The_issuer_of_its_tokens_follows_from_the_kind(string kind, string issuer)
    {
        var settings = Good();
        settings["Authentication:Issuers:0:Kind"] = kind;

        Assert.Equal(issuer, Assert.Single(TrustedIssuer.ReadAll(Configuration(settings))).Issuer);
    }

    [Theory]
    [InlineData("RateLimits:Account:Burst", "many")]
    [InlineData("RateLimits:Address:PerSecond", "0")]
    [InlineData("RateLimits:WrongCodes:Burst", "-1")]
    public void A_limit_is_a_number(string name, string value) => Assert.Contains(
        name.Replace(":", "__", StringComparison.Ordinal) + " ",
        Assert.Throws<SettingException>(() => new RateLimits(Configuration(new() { [name] = value }))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("6")]
    [InlineData("one")]
    public void The_number_of_proxies_is_a_number(string value) => Assert.Contains(
        "ClientAddress__ForwardedHops ",
        Assert.Throws<SettingException>(() => ClientAddress.Of(Configuration(new() { ["ClientAddress:ForwardedHops"] = value }))).Message,
        StringComparison.Ordinal);

    private static Dictionary<string, string?> Good() => new()
    {
        ["Authentication:Issuers:0:Authority"] = Tenant,
        ["Authentication:Issuers:0:Audience"] = "inburgering-api",
        ["Authentication:Issuers:0:Roles:0"] = "learner",
    };

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static string Refusal(Dictionary<string, string?> settings) =>
        Assert.Throws<SettingException>(() => new ServiceCollection().AddBearerAuthentication(Configuration(settings))).Message;
}
