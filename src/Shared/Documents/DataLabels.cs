using System.Text;
using System.Text.Json;

namespace Inburgering.Documents;

/// <summary>What the parts of a person's data are called: in English by their own names, in Dutch by <c>DataLabels/nl.json</c>.</summary>
internal sealed class DataLabels
{
    private static readonly Lazy<DataLabels> Dutch = new(() => new DataLabels("nl", Read()));
    private static readonly DataLabels English = new("en", new Dictionary<string, string>
    {
        ["title"] = "My data",
        ["introduction"] = "Everything that is held about you for civic integration, and who looked at it.",
    });

    private readonly IReadOnlyDictionary<string, string> labels;

    private DataLabels(string language, IReadOnlyDictionary<string, string> labels) => (Language, this.labels) = (language, labels);

    /// <summary>ISO 639-1.</summary>
    public string Language { get; }

    /// <summary>The label of a property; its own name in words where there is none: <c>permitNumber</c> → Permit number.</summary>
    public string this[string name] => labels.TryGetValue(name, out var label) ? label : Words(name);

    public bool Has(string name) => labels.ContainsKey(name);

    public static DataLabels For(string language) => language.Split('-')[0] == "nl" ? Dutch.Value : English;

    private static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (var character in name)
        {
            if (char.IsUpper(character) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(words.Length == 0 ? char.ToUpperInvariant(character) : char.ToLowerInvariant(character));
        }

        return words.ToString();
    }

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(DataLabels).Assembly.GetManifestResourceStream("Documents.DataLabels.nl.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }
}
