using System.Collections.Frozen;
using System.Globalization;

namespace Inburgering.Arrivals;

/// <summary>A Belgian municipality by its REFNIS code (Statbel): its region, its agency, and what it has merged into.</summary>
public static class Municipality
{
    public const string Rule = "must be the REFNIS code of a Belgian municipality";

    private const string Antwerp = "11002";
    private const string Ghent = "44021";

    private static readonly DateOnly MergersOf2025 = new(2025, 1, 1);

    // Mergers in force since 1 January 2025; a code that is not here stands for itself.
    private static readonly FrozenDictionary<string, string> Successors = new Dictionary<string, string>
    {
        ["11007"] = Antwerp,
        ["23023"] = "23106", ["23024"] = "23106", ["23032"] = "23106",
        ["37012"] = "37021", ["37018"] = "37021",
        ["37007"] = "37022", ["37015"] = "37022",
        ["44012"] = "44086", ["44048"] = "44086",
        ["44034"] = "44087", ["44073"] = "44087",
        ["44040"] = "44088", ["44043"] = "44088",
        ["46014"] = "46029", ["44045"] = "46029",
        ["46003"] = "46030", ["46013"] = "46030", ["11056"] = "46030",
        ["71069"] = "71071", ["71057"] = "71071",
        ["71022"] = "71072", ["73040"] = "71072",
        ["73006"] = "73110", ["73032"] = "73110",
        ["73009"] = "73111", ["73083"] = "73111",
    }.ToFrozenDictionary();

    /// <summary>Whether the code lies in one of the ranges of Flanders, Brussels or Wallonia.</summary>
    public static bool IsKnown(string? refnis) => RegionOf(refnis) is not null;

    /// <summary>The region of a REFNIS code; <see langword="null"/> for what is no municipality's code.</summary>
    public static Region? RegionOf(string? refnis)
    {
        if (refnis is not { Length: 5 } || !refnis.All(char.IsAsciiDigit))
        {
            return null;
        }

        var code = int.Parse(refnis, NumberStyles.None, CultureInfo.InvariantCulture);
        return (code / 10_000, code / 1_000) switch
        {
            (1 or 3 or 4 or 7, _) or (_, 23 or 24) => Region.Flanders,
            (_, 21) => code is >= 21001 and <= 21019 ? Region.Brussels : null,
            (5 or 6 or 8 or 9, _) or (_, 25) => Region.Wallonia,
            _ => null,
        };
    }

    /// <summary>The code under which the municipality stands on <paramref name="day"/>.</summary>
    public static string On(string refnis, DateOnly day) =>
        day >= MergersOf2025 ? Successors.GetValueOrDefault(refnis, refnis) : refnis;

    /// <summary>The agency that works for the municipality on <paramref name="day"/>; <see langword="null"/> outside Flanders.</summary>
    public static Agency? AgencyOn(string refnis, DateOnly day) => (RegionOf(refnis), On(refnis, day)) switch
    {
        (not Region.Flanders, _) => null,
        (_, Antwerp) => Agency.Atlas,
        (_, Ghent) => Agency.Amal,
        _ => Agency.Agii,
    };
}
