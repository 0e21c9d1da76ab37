using System.Globalization;
using System.Text.Json;

namespace Inburgering.Learning;

/// <summary>One thing in which a package differs from the published one.</summary>
/// <param name="ModuleId">In which module.</param>
/// <param name="What">What differs, in a line.</param>
public sealed record ContentChange(string ModuleId, string What)
{
    public override string ToString() => $"{ModuleId}: {What}";

    /// <summary>What changed, module by module.</summary>
    public static IReadOnlyList<ContentChange> Between(ContentPackage before, ContentPackage after) =>
    [
        .. before.Modules.Keys.Union(after.Modules.Keys).Order(StringComparer.Ordinal).SelectMany(moduleId =>
            (before.Modules.GetValueOrDefault(moduleId), after.Modules.GetValueOrDefault(moduleId)) switch
            {
                (null, { } added) => [$"new: {added.Sections.Count} sections, {added.Questions.Count} questions, in {string.Join(", ", added.Texts.Keys)}"],
                (_, null) => ["gone"],
                ({ } old, { } now) => Between(old, now),
            },
            (moduleId, what) => new ContentChange(moduleId, what)),
    ];

    /// <summary>
    /// What would break what was published: a module that is gone, and one that changed under the version it had. New languages are added
    /// under the same version.
    /// </summary>
    public static IReadOnlyList<ContentProblem> Problems(ContentPackage before, ContentPackage after) =>
    [
        .. before.Modules.Values.SelectMany(IEnumerable<ContentProblem> (old) => after.Modules.GetValueOrDefault(old.ModuleId) switch
        {
            null => [new ContentProblem(old.ModuleId, "is published and gone from the package: people have passed it, keep its folder")],
            { } now when now.Version < old.Version =>
                [Problem(old, $"version {now.Version} is lower than the published {old.Version}")],
            { } now when now.Version == old.Version && Between(old, Without(now, added: now.Texts.Keys.Except(old.Texts.Keys))).Any() =>
                [Problem(old, $"version {old.Version} is published with other content: raise version")],
            _ => [],
        }),
    ];

    private static ContentProblem Problem(Module module, FormattableString message) =>
        new($"{module.ModuleId}/module.yaml", message.ToString(CultureInfo.InvariantCulture));

    private static Module Without(Module module, IEnumerable<string> added) => module with { Texts = module.Texts.RemoveRange(added) };

    private static IEnumerable<string> Between(Module old, Module now)
    {
        if (old.Version != now.Version)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"version {old.Version} → {now.Version}");
        }

        if (old.QuestionsInTest != now.QuestionsInTest)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"a test asks {old.QuestionsInTest} → {now.QuestionsInTest} questions");
        }

        if (old.Compulsory != now.Compulsory)
        {
            yield return now.Compulsory ? "compulsory" : "no longer compulsory";
        }

        if (Json(old.RecommendedFor) != Json(now.RecommendedFor))
        {
            yield return "recommended to others";
        }

        var renamed = Renamed(old, now);
        foreach (var line in Listed("section", old.SectionIds, now.SectionIds, renamed)
            .Concat(Listed("question", old.Questions.Select(question => question.QuestionId), now.Questions.Select(question => question.QuestionId), renamed))
            .Concat(Listed("language", old.Texts.Keys, now.Texts.Keys, [])))
        {
            yield return line;
        }

        string Now(string id) => renamed.GetValueOrDefault(id, id);
        var kept = old.Sections.Select(section => section with { SectionId = Now(section.SectionId) }).Where(section => now.SectionIds.Contains(section.SectionId)).ToList();
        if (!kept.SequenceEqual(now.Sections.Where(section => kept.Any(was => was.SectionId == section.SectionId))))
        {
            yield return "minutes or order of sections changed";
        }

        var changed = old.Questions.Select(question => question with { QuestionId = Now(question.QuestionId), Section = Now(question.Section) })
            .Join(now.Questions, question => question.QuestionId, question => question.QuestionId, (was, question) => (was, question))
            .Where(pair => Json(pair.was) != Json(pair.question)).Select(pair => pair.question.QuestionId).ToList();
        if (changed.Count > 0)
        {
            yield return $"what is right, asked or sampled changed at {string.Join(", ", changed)}";
        }

        foreach (var (language, was) in old.Texts.Where(texts => now.Texts.ContainsKey(texts.Key)))
        {
            var units = TranslationSources.DigestsOf(now.Texts[language]);
            var rewritten = TranslationSources.DigestsOf(was).Where(unit => units.TryGetValue(unit.Key, out var digest) && digest != unit.Value).Select(unit => unit.Key).ToList();
            if (rewritten.Count > 0)
            {
                yield return $"{language}: other words in {string.Join(", ", rewritten)}";
            }
        }
    }

    private static string Json<T>(T content) => JsonSerializer.Serialize(content);

    /// <summary>
    /// Sections and questions that have another id and the same words, in every language that both packages have. One whose words changed
    /// too can't be told from one that is gone beside one that is new, and is said as those.
    /// </summary>
    private static Dictionary<string, string> Renamed(Module old, Module now)
    {
        var (before, after) = (Words(old, old.Texts.Keys.Intersect(now.Texts.Keys)), Words(now, old.Texts.Keys.Intersect(now.Texts.Keys)));
        var fresh = after.Where(unit => !before.ContainsKey(unit.Key)).GroupBy(unit => unit.Value, unit => unit.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.ToList(), StringComparer.Ordinal);
        return before.Where(unit => !after.ContainsKey(unit.Key))
            .Select(unit => (From: unit.Key, To: fresh.GetValueOrDefault(unit.Value, [])))
            .Where(unit => unit.To.Count == 1)
            .DistinctBy(unit => unit.To[0], StringComparer.Ordinal)
            .ToDictionary(unit => unit.From, unit => unit.To[0], StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Words(Module module, IEnumerable<string> languages) =>
        languages.Order(StringComparer.Ordinal).SelectMany(language => TranslationSources.DigestsOf(module.Texts[language]))
            .GroupBy(unit => unit.Key, unit => unit.Value, StringComparer.Ordinal)
            .ToDictionary(unit => unit.Key, unit => string.Join(' ', unit), StringComparer.Ordinal);

    private static IEnumerable<string> Listed(string what, IEnumerable<string> old, IEnumerable<string> now, Dictionary<string, string> renamed)
    {
        var (were, are) = (old.ToList(), now.ToList());
        foreach (var id in were.Except(are).Where(renamed.ContainsKey).ToList())
        {
            yield return what == "section" ? $"section {id} is now {renamed[id]}: whoever went through it does so again" : $"{what} {id} is now {renamed[id]}";
            were.Remove(id);
            are.Remove(renamed[id]);
        }

        if (are.Except(were).ToList() is { Count: > 0 } added)
        {
            yield return $"new {what} {string.Join(", ", added)}";
        }

        if (were.Except(are).ToList() is { Count: > 0 } gone)
        {
            yield return $"{what} {string.Join(", ", gone)} gone";
        }
    }
}
