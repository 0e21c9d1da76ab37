using Inburgering.Functions.Http;
using Microsoft.Extensions.Configuration;

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

    private static IConfiguration With(string name, string? value) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build();
}
