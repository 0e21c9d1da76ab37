using System.Globalization;
using Inburgering.Arrivals;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Arrivals;

public sealed class MunicipalityTests
{
    private static readonly DateOnly LastDayBeforeTheMergers = Day("2024-12-31");
    private static readonly DateOnly FirstDayOfTheMergers = Day("2025-01-01");

    [Theory]
    [InlineData("11002", Region.Flanders)] // Antwerpen
    [InlineData("12025", Region.Flanders)] // Mechelen
    [InlineData("31005", Region.Flanders)] // Brugge
    [InlineData("44021", Region.Flanders)] // Gent
    [InlineData("71022", Region.Flanders)] // Hasselt
    [InlineData("73110", Region.Flanders)] // Bilzen-Hoeselt
    [InlineData("23002", Region.Flanders)] // Asse
    [InlineData("24062", Region.Flanders)] // Leuven
    [InlineData("21001", Region.Brussels)] // Anderlecht
    [InlineData("21004", Region.Brussels)] // Brussel
    [InlineData("21019", Region.Brussels)] // Sint-Pieters-Woluwe
    [InlineData("25112", Region.Wallonia)] // Wavre
    [InlineData("52011", Region.Wallonia)] // Charleroi
    [InlineData("62063", Region.Wallonia)] // Liège
    [InlineData("63023", Region.Wallonia)] // Eupen
    [InlineData("81001", Region.Wallonia)] // Arlon
    [InlineData("92094", Region.Wallonia)] // Namur
    public void A_municipality_lies_in_the_region_of_its_code(string refnis, Region region) => Assert.Equal(region, Municipality.RegionOf(refnis));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1100")]
    [InlineData("110021")]
    [InlineData("Gent")]
    [InlineData("9000 ")]
    [InlineData("9000")]
    [InlineData("4402A")]
    [InlineData("-4021")]
    [InlineData("٤٤٠٢١")]
    [InlineData("21000")]
    [InlineData("21020")]
    [InlineData("20999")]
    [InlineData("22001")]
    [InlineData("26000")]
    [InlineData("29013")]
    [InlineData("02001")]
    [InlineData("00000")]
    public void What_lies_in_no_region_is_unknown(string? refnis)
    {
        Assert.False(Municipality.IsKnown(refnis));
        Assert.Null(Municipality.RegionOf(refnis));
    }

    [Fact]
    public void Brussels_is_nineteen_municipalities() =>
        Assert.Equal(19, Enumerable.Range(0, 100_000).Count(code => Municipality.RegionOf(code.ToString("00000", CultureInfo.InvariantCulture)) == Region.Brussels));

    [Theory]
    [InlineData("11002", Agency.Atlas)]
    [InlineData("44021", Agency.Amal)]
    [InlineData("24062", Agency.Agii)]
    [InlineData("11001", Agency.Agii)]
    [InlineData("44020", Agency.Agii)]
    public void Antwerp_is_Atlas_Ghent_is_Amal_the_rest_of_Flanders_is_AgII(string refnis, Agency agency)
    {
        Assert.Equal(agency, Municipality.AgencyOn(refnis, LastDayBeforeTheMergers));
        Assert.Equal(agency, Municipality.AgencyOn(refnis, FirstDayOfTheMergers));
    }

    [Theory]
    [InlineData("21004")]
    [InlineData("62063")]
    [InlineData("25112")]
    public void Outside_Flanders_no_agency_is_assigned(string refnis) => Assert.Null(Municipality.AgencyOn(refnis, FirstDayOfTheMergers));

    [Fact]
    public void Borsbeek_changes_from_AgII_to_Atlas_when_it_merges_into_Antwerp()
    {
        Assert.Equal(Agency.Agii, Municipality.AgencyOn("11007", LastDayBeforeTheMergers));
        Assert.Equal(Agency.Atlas, Municipality.AgencyOn("11007", FirstDayOfTheMergers));
    }

    [Theory]
    [InlineData("11007", "11002")]
    [InlineData("23023", "23106")]
    [InlineData("23024", "23106")]
    [InlineData("23032", "23106")]
    [InlineData("37012", "37021")]
    [InlineData("37018", "37021")]
    [InlineData("37007", "37022")]
    [InlineData("37015", "37022")]
    [InlineData("44012", "44086")]
    [InlineData("44048", "44086")]
    [InlineData("44034", "44087")]
    [InlineData("44073", "44087")]
    [InlineData("44040", "44088")]
    [InlineData("44043", "44088")]
    [InlineData("46014", "46029")]
    [InlineData("44045", "46029")]
    [InlineData("46003", "46030")]
    [InlineData("46013", "46030")]
    [InlineData("11056", "46030")]
    [InlineData("71069", "71071")]
    [InlineData("71057", "71071")]
    [InlineData("71022", "71072")]
    [InlineData("73040", "71072")]
    [InlineData("73006", "73110")]
    [InlineData("73032", "73110")]
    [InlineData("73009", "73111")]
    [InlineData("73083", "73111")]
    public void The_mergers_of_2025_hold_from_the_first_of_January(string before, string merged)
    {
        Assert.Equal(before, Municipality.On(before, LastDayBeforeTheMergers));
        Assert.Equal(merged, Municipality.On(before, FirstDayOfTheMergers));
        Assert.Equal(merged, Municipality.On(merged, FirstDayOfTheMergers));
        Assert.Equal(Municipality.RegionOf(before), Municipality.RegionOf(merged));
    }

    [Theory]
    [InlineData("12030", "12041")] // Puurs
    [InlineData("44001", "44084")] // Aalter
    [InlineData("55022", "58001")] // La Louvière
    [InlineData("72029", "72043")] // Overpelt
    public void The_new_codes_of_2019_hold_from_the_first_of_January(string before, string merged)
    {
        Assert.Equal(before, Municipality.On(before, new(2018, 12, 31)));
        Assert.Equal(merged, Municipality.On(before, new(2019, 1, 1)));
    }

    [Fact]
    public void Belgium_has_565_municipalities_since_2025_and_had_581_before() =>
        Assert.Equal((581, 565), (CodesOn(LastDayBeforeTheMergers).Length, CodesOn(FirstDayOfTheMergers).Length));

    [Fact]
    public void Flanders_has_285_municipalities_since_2025() =>
        Assert.Equal(285, CodesOn(FirstDayOfTheMergers).Count(code => Municipality.RegionOf(code) == Region.Flanders));

    [Theory]
    [InlineData("11003")] // Berchem, part of Antwerp since 1983
    [InlineData("11999")]
    [InlineData("44100")]
    public void A_code_that_no_municipality_bears_is_unknown(string refnis) => Assert.False(Municipality.IsKnown(refnis));

    [Theory]
    [InlineData("11002", "Antwerpen", "Anvers")]
    [InlineData("62063", "Luik", "Liège")]
    [InlineData("73110", "Bilzen-Hoeselt", "Bilzen-Hoeselt")]
    [InlineData("99999", "99999", "99999")]
    public void A_municipality_has_a_Dutch_and_a_French_name(string refnis, string dutch, string french) =>
        Assert.Equal((dutch, french), (Municipality.DutchNameOf(refnis), Municipality.FrenchNameOf(refnis)));

    // What stands under its own code on that day: codes that merge later, and those whose predecessors have merged by then.
    private static string[] CodesOn(DateOnly day) =>
        [.. Enumerable.Range(0, 100_000).Select(code => code.ToString("00000", CultureInfo.InvariantCulture)).Where(code => Municipality.StandsOn(code, day))];
}
