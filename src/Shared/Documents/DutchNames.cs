using System.Text.Json;

namespace Inburgering.Documents;

/// <summary>
/// Dutch names of countries (ISO 3166-1) and languages (ISO 639-1), from the Unicode CLDR. A table of our own, because a document must
/// read the same on every machine, with or without its language data.
/// </summary>
internal static class DutchNames
{
    private static readonly Lazy<Names> Loaded = new(Load);

    /// <summary>A country by its alpha-2 code; the code itself where nothing is known by it.</summary>
    public static string OfCountry(string code) => Loaded.Value.Countries.GetValueOrDefault(code, code);

    /// <summary>A language by its two-letter code; the code itself where nothing is known by it.</summary>
    public static string OfLanguage(string code) => Loaded.Value.Languages.GetValueOrDefault(code, code);

    private static Names Load()
    {
        using var stream = typeof(DutchNames).Assembly.GetManifestResourceStream("Documents.dutch-names.json")!;
        return JsonSerializer.Deserialize<Names>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Names(Dictionary<string, string> Countries, Dictionary<string, string> Languages);
}
