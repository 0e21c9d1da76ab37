using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Inburgering.Learning;

/// <summary>
/// From which Dutch text each translation was made: <c>&lt;language&gt;/sources.yaml</c> holds, by unit, the digest of the Dutch one. A
/// unit is a section, a question, or <c>module</c> for title, goal and topics. If the Dutch text has another digest now, the translation
/// is older than its source.
/// </summary>
public static class TranslationSources
{
    private const string Source = "nl";
    private const string FileName = "sources.yaml";
    private const string ModuleUnit = "module";
    private const int DigestLength = 12;

    /// <summary>The digests of texts by unit.</summary>
    public static ImmutableSortedDictionary<string, string> DigestsOf(ModuleTexts texts) =>
        texts.Sections.Select(section => KeyValuePair.Create(section.Key, Digest(section.Value.Title, section.Value.Markdown)))
            .Concat(texts.Questions.Select(question => KeyValuePair.Create(
                question.Key, Digest([question.Value.Text, .. question.Value.Options.Select(Line), question.Value.Explanation ?? string.Empty]))))
            .Append(KeyValuePair.Create(ModuleUnit, Digest([texts.Title, texts.Goal, .. texts.Topics.Select(Line)])))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Every translation that is older than its Dutch text, or of which nobody said from which one it was made.</summary>
    public static IReadOnlyList<ContentProblem> Outdated(string modulesFolder, ContentPackage package) =>
    [
        .. from module in package.Modules.Values
           from language in module.Texts.Keys
           where language != Source
           from problem in Outdated(Path.Combine(modulesFolder, module.ModuleId, language), module)
           select problem,
    ];

    /// <summary>Says that translations were made from the Dutch text as it stands now.</summary>
    /// <param name="modulesFolder">The package's modules.</param>
    /// <param name="module">The module as read.</param>
    /// <param name="language">The language.</param>
    /// <param name="units">Which; all of them if none is named.</param>
    /// <returns>The units that were marked; <see langword="null"/> if one of those named is none of the module's.</returns>
    public static IReadOnlyCollection<string>? Mark(string modulesFolder, Module module, string language, IReadOnlyCollection<string> units)
    {
        var dutch = DigestsOf(module.Texts[Source]);
        if (!units.All(dutch.ContainsKey))
        {
            return null;
        }

        var file = Path.Combine(modulesFolder, module.ModuleId, language, FileName);
        var marked = units.Count == 0 ? [.. dutch.Keys] : units;
        var digests = (Read(file) ?? []).Where(unit => dutch.ContainsKey(unit.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var unit in marked)
        {
            digests[unit] = dutch[unit];
        }

        var lines = digests.OrderBy(unit => unit.Key, StringComparer.Ordinal).Select(unit => $"{unit.Key}: \"{unit.Value}\"");
        File.WriteAllText(file, $"# The Dutch text that each translation was made from. Written by ./run --mark-translated.\n{string.Join('\n', lines)}\n", new UTF8Encoding(false));
        return marked;
    }

    private static IEnumerable<ContentProblem> Outdated(string folder, Module module)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            yield return new ContentProblem(file, "is missing: nobody said from which Dutch text this was translated (./run --mark-translated)");
            yield break;
        }

        if (Read(file) is not { } digests)
        {
            yield return new ContentProblem(file, "must be a list of unit: digest, as ./run --mark-translated writes it");
            yield break;
        }

        foreach (var (unit, digest) in DigestsOf(module.Texts[Source]))
        {
            var place = unit == ModuleUnit ? "module.yaml" : module.SectionIds.Contains(unit) ? $"{unit}.md" : "questions.yaml";
            var which = place == "questions.yaml" ? $"{unit} " : string.Empty;
            if (!digests.TryGetValue(unit, out var madeFrom))
            {
                yield return new ContentProblem(Path.Combine(folder, place), $"{which}nobody said from which Dutch text this was translated");
            }
            else if (madeFrom != digest)
            {
                yield return new ContentProblem(Path.Combine(folder, place), $"{which}is older than its Dutch text");
            }
        }
    }

    private static string Line(KeyValuePair<string, string> pair) => $"{pair.Key}: {pair.Value}";

    private static string Digest(params string[] texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))))[..DigestLength];

    private static Dictionary<string, string>? Read(string file)
    {
        try
        {
            return File.Exists(file) ? new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) : null;
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException)
        {
            return null;
        }
    }
}
