using System.Globalization;
using Inburgering.LocalRuntime.Clock;

namespace Inburgering.LocalRuntime.Tests.Clock;

public sealed class IsoDurationTests
{
    [Theory]
    [InlineData("P30D", "2026-03-30T10:00:00Z")]
    [InlineData("P6M", "2026-08-28T10:00:00Z")]
    [InlineData("P1Y", "2027-02-28T10:00:00Z")]
    [InlineData("P2W", "2026-03-14T10:00:00Z")]
    [InlineData("P1Y2M3DT4H5M6.5S", "2027-05-01T14:05:06.5Z")]
    [InlineData("PT0S", "2026-02-28T10:00:00Z")]
    [InlineData("PT36H", "2026-03-01T22:00:00Z")]
    public void A_duration_leads_from_one_instant_to_another(string duration, string expected) =>
        Assert.Equal(Instant(expected), IsoDuration.Parse(duration)!.After(Instant("2026-02-28T10:00:00Z")));

    [Fact]
    public void Months_are_clipped_to_the_end_of_the_month() =>
        Assert.Equal(Instant("2026-09-30T23:00:00Z"), IsoDuration.Parse("P1M")!.After(Instant("2026-08-31T23:00:00Z")));

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("30D")]
    [InlineData("P-1D")]
    [InlineData("-P1D")]
    [InlineData("P1.5D")]
    [InlineData("P1D2M")]
    [InlineData("P1H")]
    [InlineData("P1D\n")]
    [InlineData("P99999999999D")]
    [InlineData("P999999999Y")]
    [InlineData("30 days")]
    public void Anything_else_is_no_duration(string text) => Assert.Null(IsoDuration.Parse(text));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
