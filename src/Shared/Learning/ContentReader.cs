using System.Collections.Immutable;
using System.Globalization;
using Inburgering.Messages;
using Inburgering.Permits;
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
public sealed partial class ContentReader(string folder)
{
    private const string NoFrontMatter = "must begin with front matter that gives a title";

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

        var before = problems.Count;
        var moduleId = Scalar(file, root, "moduleId");
        Require(file, moduleId.Length == 0 || moduleId == Path.GetFileName(moduleFolder), $"moduleId must be the folder's name, {Path.GetFileName(moduleFolder)}");
        var sections = Items(file, root, "sections").Select(node => ReadSection(file, node)).ToImmutableList();
        Require(file, sections.Count > 0, "sections must not be empty");
        Unique(file, "sectionId", sections.Select(section => section.SectionId));

        var questionsFile = Path.Combine(moduleFolder, "questions.yaml");
        var (questions, questionsAreRead) = ReadQuestions(questionsFile, [.. sections.Select(section => section.SectionId)]);
        var inTest = root.Children.TryGetValue("test", out var test) && test is YamlMappingNode testNode ? Whole(file, testNode, "questions") : 0;
        Require(file, inTest > 0, "test.questions must be at least 1");
        Require(questionsFile, !questionsAreRead || questions.Count(question => !question.Sample) >= inTest, string.Create(CultureInfo.InvariantCulture, $"must hold at least the {inTest} questions that a test draws, beside those of the sample test"));

        var languages = Directory.GetDirectories(moduleFolder).Order(StringComparer.Ordinal).Where(IsLanguage).ToList();
        Require(file, languages.Any(language => Path.GetFileName(language) == "nl"), "the Dutch texts (folder nl) are missing");
        var module = new Module
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
        Require(file, !root.Children.ContainsKey("status") || Scalar(file, root, "status") is "draft" or "approved" or "", "status must be draft or approved");
        Require(
            file,
            !root.Children.ContainsKey("reviewedOn") || DateOnly.TryParseExact(Scalar(file, root, "reviewedOn"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "reviewedOn must be a day, as 2026-11-29");
        foreach (var (language, texts) in module.Texts)
        {
            foreach (var (id, _) in texts.Questions.Where(question => question.Value.Explanation is null && module.Texts.GetValueOrDefault("nl")?.Questions.GetValueOrDefault(question.Key)?.Explanation is not null))
            {
                problems.Add(new ContentProblem(Path.Combine(moduleFolder, language, "questions.yaml"), $"{id}: explanation is missing, and the Dutch has one"));
            }
        }

        Known(file, root, before, "moduleId", "version", "compulsory", "recommendedFor", "status", "reviewedOn", "sections", "test");
        return module;
    }

    private bool IsLanguage(string folder)
    {
        var isLanguage = Path.GetFileName(folder) is { Length: 2 } name && name.All(char.IsAsciiLetterLower);
        Require(folder, isLanguage, "is no language: a folder in a module has a two-letter code, as nl");
        return isLanguage;
    }

    private Section ReadSection(string file, YamlMappingNode node)
    {
        var before = problems.Count;
        var section = new Section(Scalar(file, node, "sectionId"), Whole(file, node, "minutes"));
        Known(file, node, before, "sectionId", "minutes");
        return section;
    }

    private RecommendationRule ReadRecommendation(string file, YamlMappingNode node)
    {
        var before = problems.Count;
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
        Known(file, node, before, "reason", "categories", "sectors", "selfEmployed", "family");
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
            var before = problems.Count;
            var id = Scalar(file, node, "questionId");
            var options = Items(file, node, "options").Select(option => ReadOption(file, option)).ToImmutableList();
            var multiple = node.Children.ContainsKey("multiple") && Flag(file, node, "multiple");
            var sample = node.Children.ContainsKey("sample") && Flag(file, node, "sample");
            var section = Scalar(file, node, "section");
            var right = options.Count(option => option.Correct);
            Require(file, section.Length == 0 || sections.Contains(section), $"{id}: section {section} is not in module.yaml");
            Require(file, options.Count >= 2, $"{id}: needs at least two options");
            Require(file, right == 1 || (multiple && right > 1), $"{id}: must have exactly one correct option, or say multiple: true");
            Unique(file, $"optionId of {id}", options.Select(option => option.OptionId));
            var question = new Question(id, Scalar(file, node, "topic"), section, multiple, options, sample);
            Known(file, node, before, "questionId", "topic", "section", "multiple", "sample", "options");
            return question;
        }).ToImmutableList();
        Unique(file, "questionId", questions.Select(question => question.QuestionId));
        return (questions, true);
    }

    private Option ReadOption(string file, YamlMappingNode node)
    {
        var before = problems.Count;
        var option = new Option(Scalar(file, node, "optionId"), Flag(file, node, "correct"));
        Known(file, node, before, "optionId", "correct");
        return option;
    }

    private ModuleTexts ReadTexts(string languageFolder, IReadOnlyList<Section> sections, ImmutableList<Question> questions)
    {
        var file = Path.Combine(languageFolder, "module.yaml");
        var root = MappingIn(file) ?? [];
        var topicNodes = root.Children.TryGetValue("topics", out var node) && node is YamlMappingNode mapping ? mapping : [];
        var topics = topicNodes.Children.Keys.Select(key => key.ToString()).ToImmutableSortedDictionary(topic => topic, topic => Scalar(file, topicNodes, topic), StringComparer.Ordinal);
        var asked = questions.Select(question => question.Topic).Distinct().ToList();
        foreach (var topic in root.Children.Count == 0 ? [] : asked.Except(topics.Keys))
        {
            problems.Add(new ContentProblem(file, $"topics has no name for {topic}"));
        }

        foreach (var topic in questions.IsEmpty ? [] : topics.Keys.Except(asked))
        {
            problems.Add(new ContentProblem(file, $"topics names {topic}, of which there is no question"));
        }

        var questionsFile = Path.Combine(languageFolder, "questions.yaml");
        var items = ListIn(questionsFile);
        var read = (items ?? []).Select(item => ReadQuestionText(questionsFile, item)).ToList();
        Unique(questionsFile, "questionId", read.Select(item => item.Id));
        var texts = read.DistinctBy(item => item.Id).ToImmutableSortedDictionary(item => item.Id, item => item.Text, StringComparer.Ordinal);
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

        var before = problems.Count;
        var (title, goal) = root.Children.Count == 0 ? (string.Empty, string.Empty) : (Scalar(file, root, "title"), Scalar(file, root, "goal"));
        Known(file, root, before, "title", "goal", "topics");
        return new ModuleTexts(
            title,
            goal,
            topics,
            sections.DistinctBy(section => section.SectionId).ToImmutableSortedDictionary(section => section.SectionId, section => ReadSection(languageFolder, section), StringComparer.Ordinal),
            texts);
    }

    private (string Id, QuestionText Text) ReadQuestionText(string file, YamlMappingNode node)
    {
        var before = problems.Count;
        var id = Scalar(file, node, "questionId");
        var options = Items(file, node, "options").Select(option =>
        {
            var beforeOption = problems.Count;
            var read = (Id: Scalar(file, option, "optionId"), Text: Scalar(file, option, "text"));
            Known(file, option, beforeOption, "optionId", "text");
            return read;
        }).ToList();
        Unique(file, $"optionId of {id}", options.Select(option => option.Id));
        var text = new QuestionText(
            Scalar(file, node, "text"),
            options.DistinctBy(option => option.Id).ToImmutableSortedDictionary(option => option.Id, option => option.Text, StringComparer.Ordinal),
            node.Children.ContainsKey("explanation") ? Scalar(file, node, "explanation") : null);
        Known(file, node, before, "questionId", "text", "options", "explanation");
        return (id, text);
    }

    private SectionText ReadSection(string languageFolder, Section section)
    {
        var file = Path.Combine(languageFolder, $"{section.SectionId}.md");
        if (Text(file) is not { } text)
        {
            return new SectionText(string.Empty, string.Empty);
        }

        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || end < 0)
        {
            problems.Add(new ContentProblem(file, NoFrontMatter));
            return new SectionText(string.Empty, text);
        }

        var markdown = text[(end + 5)..].Trim();
        Require(file, markdown.Length > 0, "has no text");
        var before = problems.Count;
        if (Parse(file, text[..(end + 1)]) is not YamlMappingNode front)
        {
            Require(file, problems.Count > before, NoFrontMatter);
            return new SectionText(string.Empty, markdown);
        }

        var title = Scalar(file, front, "title");
        Known(file, front, before, "title");
        return new SectionText(title, markdown);
    }
}
