using System.Collections.Frozen;
using System.Globalization;

namespace Inburgering.Arrivals;

/// <summary>
/// A Belgian municipality by its REFNIS code (Statbel): its name, its region, its agency, and what it has merged into. The table
/// municipalities.csv holds every code that stood on 31 December 2018 or later, with its validity: the mergers and new codes of
/// 1 January 2019 and of 1 January 2025 are in it.
/// </summary>
public static class Municipality
{
    public const string Rule = "must be the REFNIS code of a Belgian municipality";

    private const string Antwerp = "11002";
    private const string Ghent = "44021";

    private static readonly FrozenDictionary<string, Entry> Entries = ReadTable();

    /// <summary>Whether the code is that of a municipality, of today or merged since 2019.</summary>
    public static bool IsKnown(string? refnis) => refnis is not null && Entries.ContainsKey(refnis);

    /// <summary>The region of a municipality; <see langword="null"/> for what is no municipality's code.</summary>
    public static Region? RegionOf(string? refnis) => refnis is not null && Entries.TryGetValue(refnis, out var entry) ? entry.Region : null;

    /// <summary>The municipality's Dutch name; the code itself where nothing is known by it.</summary>
    public static string DutchNameOf(string refnis) => Entries.TryGetValue(refnis, out var entry) ? entry.DutchName : refnis;

    /// <summary>The municipality's French name; the code itself where nothing is known by it.</summary>
    public static string FrenchNameOf(string refnis) => Entries.TryGetValue(refnis, out var entry) ? entry.FrenchName : refnis;

    /// <summary>Whether the code is in force on <paramref name="day"/>.</summary>
    public static bool StandsOn(string refnis, DateOnly day) => Entries.TryGetValue(refnis, out var entry) && entry.ValidFrom <= day && day <= entry.ValidUntil;

    /// <summary>The code under which the municipality stands on <paramref name="day"/>: its own, or what it has merged into by then.</summary>
    public static string On(string refnis, DateOnly day)
    {
        while (Entries.TryGetValue(refnis, out var entry) && entry.ValidUntil < day)
        {
            refnis = entry.Successor;
        }

        return refnis;
    }

    /// <summary>The agency that works for the municipality on <paramref name="day"/>; <see langword="null"/> outside Flanders.</summary>
    public static Agency? AgencyOn(string refnis, DateOnly day) => (RegionOf(refnis), On(refnis, day)) switch
    {
        (not Region.Flanders, _) => null,
        (_, Antwerp) => Agency.Atlas,
        (_, Ghent) => Agency.Amal,
        _ => Agency.Agii,
    };

    /// <summary>The next day after <paramref name="day"/> on which a merger gives the municipality to another agency.</summary>
    public static DateOnly? AgencyChangesOn(string refnis, DateOnly day)
    {
        var agency = AgencyOn(refnis, day);
        for (var code = On(refnis, day); Entries.TryGetValue(code, out var entry) && entry.ValidUntil < DateOnly.MaxValue; code = entry.Successor)
        {
            if (AgencyOn(refnis, entry.ValidUntil.AddDays(1)) != agency)
            {
                return entry.ValidUntil.AddDays(1);
            }
        }

        return null;
    }

    private static FrozenDictionary<string, Entry> ReadTable()
    {
        using var stream = typeof(Municipality).Assembly.GetManifestResourceStream("Arrivals.municipalities.csv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(','))
            .ToFrozenDictionary(cells => cells[0], cells => new Entry(cells[1], cells[2], RegionOfCode(cells[0]), ReadDay(cells[3]), ReadDay(cells[4]), cells[5]), StringComparer.Ordinal);
    }

    private static DateOnly ReadDay(string cell) => cell.Length == 0 ? DateOnly.MaxValue : DateOnly.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    // The first digits of a code are its province and arrondissement; Brabant (2) is divided between the three regions.
    private static Region RegionOfCode(string refnis) => refnis[0] switch
    {
        '1' or '3' or '4' or '7' => Region.Flanders,
        '2' when refnis[1] is '3' or '4' => Region.Flanders,
        '2' when refnis[1] is '1' => Region.Brussels,
        _ => Region.Wallonia,
    };

    private sealed record Entry(string DutchName, string FrenchName, Region Region, DateOnly ValidFrom, DateOnly ValidUntil, string Successor);
}
