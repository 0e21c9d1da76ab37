using System.Text.Json;

namespace Inburgering.Learning;

/// <summary>The reasons for which focus modules are recommended, in words: embedded <c>Reasons/&lt;language&gt;.json</c>. Adding a language is adding such a file.</summary>
public static class RecommendationReasons
{
    private const string Prefix = "Learning.Reasons.";
    private const string Source = "nl";

    private static readonly IReadOnlyDictionary<string, Dictionary<string, string>> Texts = typeof(RecommendationReasons).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]), Read, StringComparer.Ordinal);

    /// <summary>The languages, each of which has every reason.</summary>
    public static IEnumerable<string> Languages => Texts.Keys;

    /// <summary>Every reason there is.</summary>
    public static IReadOnlyCollection<string> All => Texts[Source].Keys;

    /// <summary>A reason in the first of the languages wished for that is there, else of the fallbacks.</summary>
    public static string Text(string reason, IReadOnlyList<string> fallbacks, params IEnumerable<string?> wished) =>
        Texts[wished.Concat(fallbacks).First(language => language is not null && Texts.ContainsKey(language))!][reason];

    private static Dictionary<string, string> Read(string name)
    {
        using var stream = typeof(RecommendationReasons).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }
}
