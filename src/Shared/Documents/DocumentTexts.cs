using System.Globalization;
using System.Text.Json;
using Inburgering.Documents.Typesetting;

namespace Inburgering.Documents;

/// <summary>
/// The fixed wording of the documents in one language, from the embedded <c>Texts/&lt;language&gt;.json</c>. Adding a language is
/// adding such a file; Dutch holds every text, the others all but the groups <c>letter</c>, which is their <c>summary</c>, and <c>dossier</c>.
/// </summary>
internal sealed class DocumentTexts
{
    private const string ResourcePrefix = "Documents.Texts.";
    private const string Fallback = "en";

    private static readonly Lazy<IReadOnlyDictionary<string, DocumentTexts>> LazyAll = new(LoadAll);

    private readonly IReadOnlyDictionary<string, string> texts;

    private DocumentTexts(string language, IReadOnlyDictionary<string, string> texts)
    {
        Language = language;
        this.texts = texts;
    }

    /// <summary>The official language of a Flemish public authority: letters and dossiers are in Dutch.</summary>
    public static DocumentTexts Dutch => LazyAll.Value["nl"];

    public static IReadOnlyCollection<DocumentTexts> All => [.. LazyAll.Value.Values];

    /// <summary>ISO 639-1.</summary>
    public string Language { get; }

    public bool IsRightToLeft => this["language.direction"] == "rtl";

    public int BaseLevel => IsRightToLeft ? 1 : 0;

    public IEnumerable<string> Keys => texts.Keys;

    /// <exception cref="KeyNotFoundException">The file of this language lacks the text.</exception>
    public string this[string key] => texts.TryGetValue(key, out var text)
        ? text
        : throw new KeyNotFoundException($"Texts/{Language}.json lacks '{key}'.");

    /// <summary>The language of a BCP 47 tag by its first part, or English if there is no file for it.</summary>
    public static DocumentTexts For(string languageTag)
    {
        var language = PrintableText.Clean(languageTag).Split('-', '_')[0].ToLowerInvariant();
        return LazyAll.Value.TryGetValue(language, out var texts) ? texts : LazyAll.Value[Fallback];
    }

    /// <summary>A text with its <c>{name}</c> values filled in and <c>**bold**</c> read.</summary>
    public RichText Rich(string key, params (string Name, string Value)[] values) =>
        RichText.Template(this[key], values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal));

    /// <summary>A number with its noun: <c>count.&lt;noun&gt;.&lt;plural category&gt;</c>.</summary>
    public string Count(string noun, int count)
    {
        var key = $"count.{noun}.{PluralCategory.Of(Language, count)}";
        var template = texts.TryGetValue(key, out var exact) ? exact : this[$"count.{noun}.other"];
        return template.Replace("{count}", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>A day written out, as 2 april 2026.</summary>
    public string Date(DateOnly date) => this["date.format"]
        .Replace("{day}", date.Day.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{month}", this[string.Create(CultureInfo.InvariantCulture, $"date.month.{date.Month}")], StringComparison.Ordinal)
        .Replace("{year}", date.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>The same with the day of the week, as donderdag 2 april 2026.</summary>
    public string Weekday(DateOnly date) => this["date.withWeekday"]
        .Replace("{weekday}", this["date.weekday." + date.DayOfWeek.ToString().ToLowerInvariant()], StringComparison.Ordinal)
        .Replace("{date}", Date(date), StringComparison.Ordinal);

    private static Dictionary<string, DocumentTexts> LoadAll()
    {
        var assembly = typeof(DocumentTexts).Assembly;
        var all = new Dictionary<string, DocumentTexts>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)
                ?? throw new InvalidOperationException($"{name} holds no texts.");
            var language = Path.GetFileNameWithoutExtension(name[ResourcePrefix.Length..]);
            all.Add(language, new DocumentTexts(language, texts));
        }

        return all;
    }
}
