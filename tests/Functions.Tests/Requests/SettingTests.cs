using Inburgering.Functions.Http;
using Inburgering.Functions.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.Requests;

/// <summary>A wrong setting is named, with what it should look like.</summary>
public sealed class SettingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("every five minutes")]
    [InlineData("* * * *")]
    public void A_schedule_that_is_missing_or_none_stops_the_start(string? schedule)
    {
        var refused = Assert.Throws<SettingException>(() => Setting.RequireSchedules(With("SweepSchedule", schedule)));

        Assert.StartsWith("SweepSchedule must be a schedule of six fields", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("inburgering.vlaanderen.be")]
    [InlineData("ftp://inburgering.vlaanderen.be")]
    public void An_address_that_is_missing_or_none_stops_the_start(string? address)
    {
        var refused = Assert.Throws<SettingException>(() => Setting.Address(With("Inburgering:PortalAddress", address), "Inburgering:PortalAddress", "the address of the front end, like https://inburgering.vlaanderen.be"));

        Assert.Equal("Inburgering__PortalAddress must be the address of the front end, like https://inburgering.vlaanderen.be.", refused.Message);
    }

    /// <summary>Every setting of the app but its issuers', by what is wrong with it; <see langword="null"/>: it is missing.</summary>
    [Theory]
    [InlineData("Inburgering:LookupKey", null)]
    [InlineData("Inburgering:LookupKey", "secret")]
    [InlineData("Inburgering:LookupKey", "c2hvcnQ=")]
    [InlineData("Inburgering:PortalAddress", null)]
    [InlineData("DataStorage:TableServiceUri", null)]
    [InlineData("DataStorage:TableServiceUri", "account.table.core.windows.net")]
    [InlineData("DataStorage:BlobServiceUri", null)]
    [InlineData("DataStorage:ConnectionString", "account")]
    [InlineData("DataStorage:Prefix", "a-b")]
    [InlineData("Content:RefreshSeconds", "0")]
    [InlineData("ClientAddress:ForwardedHops", "two")]
    [InlineData("ClientAddress:ForwardedHops", "6")]
    [InlineData("RateLimits:Account:Burst", "-1")]
    [InlineData("RateLimits:Address:PerSecond", "1.5")]
    [InlineData("Authentication:Issuers:0:Authority", null)]
    public void A_setting_that_is_missing_or_wrong_stops_the_start_with_its_name(string name, string? value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Inburgering:LookupKey"] = Convert.ToBase64String(new byte[32]),
            ["Inburgering:PortalAddress"] = "https://inburgering.example.be",
            ["DataStorage:TableServiceUri"] = "https://account.table.core.windows.net",
            ["DataStorage:BlobServiceUri"] = "https://account.blob.core.windows.net",
            ["Authentication:Issuers:0:Authority"] = "https://login.example.be",
            ["Authentication:Issuers:0:Audience"] = "inburgering-api",
            ["Authentication:Issuers:0:Roles:0"] = "learner",
        };
        new ServiceCollection().AddUseCases(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        settings[name] = value;

        var refused = Assert.Throws<SettingException>(() => new ServiceCollection().AddUseCases(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

        Assert.StartsWith(name.Replace(":", "__", StringComparison.Ordinal) + " must be ", refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration With(string name, string? value) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build();
}
