using System.Collections.Immutable;
using System.Globalization;
using Inburgering.Messages;
using Inburgering.Permits;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Inburgering.Learning;

/// <summary>Something wrong with a content package, with the file and the place.</summary>
public sealed record ContentProblem(string File, string Message)
{
    public override string ToString() => $"{File}: {Message}";
}

/// <summary>
/// Reads a content package from a folder and checks it: every break is one line with file and place. A language counts only
/// when it is complete; Dutch must be.
/// </summary>
public sealed class ContentReader(string folder)
{
    private readonly List<ContentProblem> problems = [];

    /// <summary>The modules that could be read; use them only if there are no problems.</summary>
    public static (ContentPackage Package, IReadOnlyList<ContentProblem> Problems) Read(string modulesFolder)
    {
        var reader = new ContentReader(modulesFolder);
        return (reader.ReadAll(), reader.problems);
    }

    private ContentPackage ReadAll()
    {
        var modules = ImmutableSortedDictionary.CreateBuilder<string, Module>(StringComparer.Ordinal);
        var folders = Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        if (folders.Length == 0)
        {
            problems.Add(new ContentProblem(folder, "holds no module"));
        }

        foreach (var moduleFolder in folders.Order(StringComparer.Ordinal))
        {
            var problemsBefore = problems.Count;
            var module = ReadModule(moduleFolder);
            if (problems.Count == problemsBefore && module is not null)
            {
                modules.Add(module.ModuleId, module);
            }
        }

        return new ContentPackage(modules.ToImmutable());
    }

    private Module? ReadModule(string moduleFolder)
    {
        var file = Path.Combine(moduleFolder, "module.yaml");
        if (MappingIn(file) is not { } root)
        {
            return null;
        }

        var moduleId = Scalar(file, root, "moduleId");
        Require(file, moduleId.Length == 0 || moduleId == Path.GetFileName(moduleFolder), $"moduleId must be the folder's name, {Path.GetFileName(moduleFolder)}");
        var sections = Items(file, root, "sections").Select(node => new Section(Scalar(file, node, "sectionId"), Whole(file, node, "minutes"))).ToImmutableList();
        Require(file, sections.Count > 0, "sections must not be empty");
        Unique(file, "sectionId", sections.Select(section => section.SectionId));

        var questionsFile = Path.Combine(moduleFolder, "questions.yaml");
        var (questions, questionsAreRead) = ReadQuestions(questionsFile, [.. sections.Select(section => section.SectionId)]);
        var inTest = root.Children.TryGetValue("test", out var test) && test is YamlMappingNode testNode ? Whole(file, testNode, "questions") : 0;
        Require(file, inTest > 0, "test.questions must be at least 1");
        Require(questionsFile, !questionsAreRead || questions.Count(question => !question.Sample) >= inTest, string.Create(CultureInfo.InvariantCulture, $"must hold at least the {inTest} questions that a test draws, beside those of the sample test"));

        var languages = Directory.GetDirectories(moduleFolder).Order(StringComparer.Ordinal).ToList();
        Require(file, languages.Any(language => Path.GetFileName(language) == "nl"), "the Dutch texts (folder nl) are missing");
        return new Module
        {
            ModuleId = moduleId,
            Version = Whole(file, root, "version"),
            Compulsory = Flag(file, root, "compulsory"),
            Sections = sections,
            RecommendedFor = root.Children.ContainsKey("recommendedFor") ? [.. Items(file, root, "recommendedFor").Select(rule => ReadRecommendation(file, rule))] : [],
            QuestionsInTest = inTest,
            Questions = questions,
            Texts = languages.ToImmutableSortedDictionary(language => Path.GetFileName(language)!, language => ReadTexts(language, sections, questions), StringComparer.Ordinal),
        };
    }

    private RecommendationRule ReadRecommendation(string file, YamlMappingNode node)
    {
        var reason = Scalar(file, node, "reason");
        Require(file, RecommendationReasons.All.Contains(reason), $"{Line(node)}: reason must be one of {string.Join(", ", RecommendationReasons.All)}");
        var categories = Texts(file, node, "categories").Select(name => OneOf<PermitCategory>(file, node, "categories", name)).OfType<PermitCategory>();
        var rule = new RecommendationRule(
            reason,
            [.. categories],
            [.. Texts(file, node, "sectors").Select(sector => sector.ToLowerInvariant())],
            node.Children.ContainsKey("selfEmployed") && Flag(file, node, "selfEmployed"),
            node.Children.ContainsKey("family") ? OneOf<FamilySituation>(file, node, "family", Scalar(file, node, "family")) : null);
        Require(file, !rule.IsEmpty, $"{Line(node)}: must name categories, sectors, selfEmployed: true or family");
        return rule;
    }

    private T? OneOf<T>(string file, YamlMappingNode node, string name, string text)
        where T : struct, Enum
    {
        if (WireName.TryParse<T>(text, out var value))
        {
            return value;
        }

        problems.Add(new ContentProblem(file, $"{Line(node)}: {name} must be of {string.Join(", ", WireName.All<T>())}"));
        return null;
    }

    private List<string> Texts(string file, YamlMappingNode node, string name)
    {
        if (!node.Children.TryGetValue(name, out var value))
        {
            return [];
        }

        var texts = (value as YamlSequenceNode)?.Children.OfType<YamlScalarNode>().Select(item => item.Value).OfType<string>().ToList();
        Require(file, texts is { Count: > 0 }, $"{Line(node)}: {name} must be a list of words");
        return texts ?? [];
    }

    private (ImmutableList<Question> Questions, bool AreRead) ReadQuestions(string file, IReadOnlyCollection<string> sections)
    {
        if (ListIn(file) is not { } items)
        {
            return ([], false);
        }

        var questions = items.Select(node =>
        {
            var id = Scalar(file, node, "questionId");
            var options = Items(file, node, "options").Select(option => new Option(Scalar(file, option, "optionId"), Flag(file, option, "correct"))).ToImmutableList();
            var multiple = node.Children.ContainsKey("multiple") && Flag(file, node, "multiple");
            var sample = node.Children.ContainsKey("sample") && Flag(file, node, "sample");
            var section = Scalar(file, node, "section");
            var right = options.Count(option => option.Correct);
            Require(file, sections.Contains(section), $"{id}: section {section} is not in module.yaml");
            Require(file, options.Count >= 2, $"{id}: needs at least two options");
            Require(file, right == 1 || (multiple && right > 1), $"{id}: must have exactly one correct option, or say multiple: true");
            Unique(file, $"optionId of {id}", options.Select(option => option.OptionId));
            return new Question(id, Scalar(file, node, "topic"), section, multiple, options, sample);
        }).ToImmutableList();
        Unique(file, "questionId", questions.Select(question => question.QuestionId));
        return (questions, true);
    }

    private ModuleTexts ReadTexts(string languageFolder, IReadOnlyList<Section> sections, ImmutableList<Question> questions)
    {
        var file = Path.Combine(languageFolder, "module.yaml");
        var root = MappingIn(file) ?? [];
        var topicNodes = root.Children.TryGetValue("topics", out var node) && node is YamlMappingNode mapping ? mapping : [];
        var topics = topicNodes.Children.ToImmutableSortedDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString(), StringComparer.Ordinal);
        foreach (var topic in questions.Select(question => question.Topic).Distinct().Where(topic => root.Children.Count > 0 && !topics.ContainsKey(topic)))
        {
            problems.Add(new ContentProblem(file, $"topics has no name for {topic}"));
        }

        var questionsFile = Path.Combine(languageFolder, "questions.yaml");
        var items = ListIn(questionsFile);
        var texts = (items ?? [])
            .Select(item => (Id: Scalar(questionsFile, item, "questionId"), Text: new QuestionText(
                Scalar(questionsFile, item, "text"),
                Items(questionsFile, item, "options")
                    .DistinctBy(option => Scalar(questionsFile, option, "optionId"))
                    .ToImmutableSortedDictionary(option => Scalar(questionsFile, option, "optionId"), option => Scalar(questionsFile, option, "text"), StringComparer.Ordinal),
                item.Children.ContainsKey("explanation") ? Scalar(questionsFile, item, "explanation") : null)))
            .DistinctBy(item => item.Id)
            .ToImmutableSortedDictionary(item => item.Id, item => item.Text, StringComparer.Ordinal);
        foreach (var question in items is null ? [] : questions)
        {
            var text = texts.GetValueOrDefault(question.QuestionId);
            Require(questionsFile, text is not null, $"{question.QuestionId} has no text");
            foreach (var option in question.Options.Where(option => text is not null && !text.Options.ContainsKey(option.OptionId)))
            {
                problems.Add(new ContentProblem(questionsFile, $"{question.QuestionId}: option {option.OptionId} has no text"));
            }
        }

        foreach (var (questionId, text) in texts.Where(_ => questions.Count > 0))
        {
            var question = questions.FirstOrDefault(inBank => inBank.QuestionId == questionId);
            Require(questionsFile, question is not null, $"{questionId} is not in the module's questions.yaml");
            foreach (var optionId in text.Options.Keys.Where(optionId => question is not null && question.Options.All(option => option.OptionId != optionId)))
            {
                problems.Add(new ContentProblem(questionsFile, $"{questionId}: option {optionId} is not in the module's questions.yaml"));
            }
        }

        foreach (var stray in Directory.GetFiles(languageFolder, "*.md").Where(stray => sections.All(section => section.SectionId != Path.GetFileNameWithoutExtension(stray))))
        {
            problems.Add(new ContentProblem(stray, "is no section of module.yaml"));
        }

        return new ModuleTexts(
            root.Children.Count == 0 ? string.Empty : Scalar(file, root, "title"),
            root.Children.Count == 0 ? string.Empty : Scalar(file, root, "goal"),
            topics,
            sections.DistinctBy(section => section.SectionId).ToImmutableSortedDictionary(section => section.SectionId, section => ReadSection(languageFolder, section), StringComparer.Ordinal),
            texts);
    }

    private SectionText ReadSection(string languageFolder, Section section)
    {
        var file = Path.Combine(languageFolder, $"{section.SectionId}.md");
        if (!File.Exists(file))
        {
            problems.Add(new ContentProblem(file, "is missing"));
            return new SectionText(string.Empty, string.Empty);
        }

        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || end < 0)
        {
            problems.Add(new ContentProblem(file, "must begin with front matter that gives a title"));
            return new SectionText(string.Empty, text);
        }

        var markdown = text[(end + 5)..].Trim();
        Require(file, markdown.Length > 0, "has no text");
        return new SectionText(Parse(file, text[4..(end + 1)]) is YamlMappingNode front ? Scalar(file, front, "title") : string.Empty, markdown);
    }

    private YamlNode? Load(string file)
    {
        if (!File.Exists(file))
        {
            problems.Add(new ContentProblem(file, "is missing"));
            return null;
        }

        return Parse(file, File.ReadAllText(file));
    }

    private YamlNode? Parse(string file, string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count == 1)
            {
                return stream.Documents[0].RootNode;
            }

            problems.Add(new ContentProblem(file, "is empty"));
        }
        catch (YamlException exception)
        {
            problems.Add(new ContentProblem(file, string.Create(CultureInfo.InvariantCulture, $"line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}")));
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet's scanner throws for some brackets that are never closed.
            problems.Add(new ContentProblem(file, "is no YAML: a bracket is opened and not closed"));
        }

        return null;
    }

    private YamlMappingNode? MappingIn(string file)
    {
        var root = Load(file);
        Require(file, root is null or YamlMappingNode, "must be an object");
        return root as YamlMappingNode;
    }

    /// <returns><see langword="null"/> if it could not be read as a list; then that is the one problem told.</returns>
    private List<YamlMappingNode>? ListIn(string file)
    {
        var root = Load(file);
        Require(file, root is null or YamlSequenceNode, "must be a list");
        return root is YamlSequenceNode list ? Mappings(file, list) : null;
    }

    private List<YamlMappingNode> Items(string file, YamlMappingNode node, string name)
    {
        if (node.Children.TryGetValue(name, out var value) && value is YamlSequenceNode list)
        {
            return Mappings(file, list);
        }

        problems.Add(new ContentProblem(file, $"{Line(node)}: {name} must be a list"));
        return [];
    }

    private List<YamlMappingNode> Mappings(string file, YamlSequenceNode list)
    {
        foreach (var item in list.Where(item => item is not YamlMappingNode))
        {
            problems.Add(new ContentProblem(file, $"{Line(item)}: must be an object"));
        }

        return [.. list.OfType<YamlMappingNode>()];
    }

    private string Scalar(string file, YamlMappingNode node, string name)
    {
        if (node.Children.TryGetValue(name, out var value) && value is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        problems.Add(new ContentProblem(file, $"{Line(node)}: {name} is missing"));
        return string.Empty;
    }

    private bool Flag(string file, YamlMappingNode node, string name)
    {
        var text = Scalar(file, node, name);
        Require(file, text is "true" or "false" or "", $"{Line(node)}: {name} must be true or false");
        return text == "true";
    }

    private int Whole(string file, YamlMappingNode node, string name)
    {
        var text = Scalar(file, node, name);
        var valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        Require(file, valid || text.Length == 0, $"{Line(node)}: {name} must be a whole number above 0");
        return number;
    }

    private void Unique(string file, string name, IEnumerable<string> ids)
    {
        foreach (var twice in ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(new ContentProblem(file, $"{name} {twice.Key} stands twice"));
        }
    }

    private void Require(string file, bool holds, string message)
    {
        if (!holds)
        {
            problems.Add(new ContentProblem(file, message));
        }
    }

    private static string Line(YamlNode node) => string.Create(CultureInfo.InvariantCulture, $"line {node.Start.Line}");
}
