using Inburgering.Learning;
using Inburgering.Shared.Tests.TestData;

namespace Inburgering.Shared.Tests.Learning;

public sealed class ContentReaderTests
{
    [Fact]
    public void The_content_that_ships_has_no_problems()
    {
        var (package, problems) = ContentReader.Read(Repository.Modules);

        Assert.Empty(problems);
        Assert.Equal(
            TestPolicy.Current.CompulsoryModules.Order(StringComparer.Ordinal),
            package.Modules.Values.Where(module => module.Compulsory).Select(module => module.ModuleId));
        Assert.All(package.Modules.Values, module =>
        {
            Assert.True(module.Questions.Count >= 8);
            Assert.Subset(module.Texts.Keys.ToHashSet(), new HashSet<string> { "nl", "en" });
            Assert.All(module.Texts.Values, texts => Assert.Equal(module.Questions.Count, texts.Questions.Count));
        });
    }

    /// <summary>What the course promises: five sections of text, a bank large enough that a second attempt is another test, and an explanation for whoever failed.</summary>
    [Theory]
    [InlineData("basis")]
    [InlineData("rights-duties")]
    [InlineData("labour-rights")]
    public void A_compulsory_module_is_large_enough_to_learn_from_and_to_be_tested_on(string moduleId)
    {
        var module = ContentReader.Read(Repository.Modules).Package.Modules[moduleId];

        Assert.True(module.Compulsory);
        Assert.True(module.Bank.Count() >= 40);
        Assert.Contains(module.Bank, question => question.Multiple);
        Assert.NotEmpty(module.SampleQuestions);
        Assert.All(module.Sections.Where(section => section.SectionId != "glossary"), section => Assert.Contains(module.Bank, question => question.Section == section.SectionId));
        Assert.All(module.Texts.Values, texts =>
        {
            Assert.True(texts.Sections.Count > 5);
            Assert.All(texts.Sections.Values, section => Assert.True(section.Markdown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length >= 200, section.Title));
            Assert.DoesNotContain(texts.Questions.Values, question => question.Explanation is null);
        });
    }

    [Theory]
    [InlineData("labour-law")]
    [InlineData("residence-law")]
    [InlineData("social-security")]
    [InlineData("taxation")]
    [InlineData("work-floor")]
    [InlineData("reporting-abuse")]
    [InlineData("diploma-recognition")]
    [InlineData("family-reunification")]
    [InlineData("work-for-partner")]
    public void A_focus_module_is_voluntary_and_large_enough_to_learn_from(string moduleId)
    {
        var module = ContentReader.Read(Repository.Modules).Package.Modules[moduleId];

        Assert.False(module.Compulsory);
        Assert.DoesNotContain(moduleId, TestPolicy.Current.CompulsoryModules);
        Assert.True(module.Bank.Count() >= 12);
        Assert.Contains(module.Bank, question => question.Multiple);
        Assert.NotEmpty(module.SampleQuestions);
        Assert.All(module.Sections.Where(section => section.SectionId != "glossary"), section => Assert.Contains(module.Bank, question => question.Section == section.SectionId));
        Assert.All(module.Texts.Values, texts =>
        {
            Assert.True(texts.Sections.Count > 5);
            Assert.All(texts.Sections.Values, section => Assert.True(section.Markdown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length >= 250, section.Title));
            Assert.DoesNotContain(texts.Questions.Values, question => question.Explanation is null);
        });
    }

    [Fact]
    public void A_whole_small_package_is_read_as_it_stands()
    {
        using var folder = new ContentFolder();

        var (package, problems) = ContentReader.Read(folder.Path);

        Assert.Empty(problems);
        var module = package.Modules["taxation"];
        Assert.Equal((2, false, 2), (module.Version, module.Compulsory, module.QuestionsInTest));
        Assert.Equal([new Section("why", 10), new Section("how", 15)], module.Sections);
        Assert.Equal([("q1", false, "a"), ("q2", true, "a,b")], module.Questions.Select(question =>
            (question.QuestionId, question.Multiple, string.Join(',', question.Options.Where(option => option.Correct).Select(option => option.OptionId)))));
        var dutch = module.Texts["nl"];
        Assert.Equal(("Belastingen", "Waarom"), (dutch.Title, dutch.Sections["why"].Title));
        Assert.Equal("Iedereen betaalt.", dutch.Sections["why"].Markdown);
        Assert.Equal("Ja", dutch.Questions["q1"].Options["a"]);
        Assert.Equal(("Zonder belasting geen school.", null), (dutch.Questions["q1"].Explanation, dutch.Questions["q2"].Explanation));
    }

    [Theory]
    [InlineData("module.yaml", "moduleId: taxation", "moduleId: tax", "moduleId must be the folder's name, taxation")]
    [InlineData("module.yaml", "version: 2", "version: 0", "line 1: version must be a whole number above 0")]
    [InlineData("module.yaml", "version: 2", "version: two", "line 1: version must be a whole number above 0")]
    [InlineData("module.yaml", "compulsory: false", "", "line 1: compulsory is missing")]
    [InlineData("module.yaml", "compulsory: false", "compulsory: maybe", "line 1: compulsory must be true or false")]
    [InlineData("module.yaml", "minutes: 10", "minutes: ten", "line 5: minutes must be a whole number above 0")]
    [InlineData("module.yaml", "sectionId: how", "sectionId: why", "sectionId why stands twice")]
    [InlineData("module.yaml", "  questions: 2", "  questions: 0", "questions must be a whole number above 0")]
    [InlineData("module.yaml", "version: 2", "version: [2", "is no YAML: a bracket is opened and not closed")]
    [InlineData("questions.yaml", "section: why", "section: gone", "q1: section gone is not in module.yaml")]
    [InlineData("questions.yaml", "questionId: q2", "questionId: q1", "questionId q1 stands twice")]
    [InlineData("questions.yaml", "  topic: duty", "", "line 1: topic is missing")]
    [InlineData("questions.yaml", "    - { optionId: b, correct: false }\n", "", "q1: needs at least two options")]
    [InlineData("questions.yaml", "optionId: b, correct: false", "optionId: b, correct: true", "q1: must have exactly one correct option, or say multiple: true")]
    [InlineData("questions.yaml", "optionId: b, correct: false", "optionId: b, correct: nee", "line 6: correct must be true or false")]
    [InlineData("questions.yaml", "optionId: b, correct: false", "optionId: a, correct: false", "optionId of q1 a stands twice")]
    [InlineData("questions.yaml", "multiple: true", "multiple: false", "q2: must have exactly one correct option, or say multiple: true")]
    [InlineData("nl/module.yaml", "title: Belastingen", "", "line 2: title is missing")]
    [InlineData("nl/module.yaml", "goal: Weten", "goal: ''", "line 1: goal is missing")]
    [InlineData("nl/module.yaml", "  duty: Plicht", "  other: Ander", "topics has no name for duty")]
    [InlineData("nl/questions.yaml", "questionId: q2", "questionId: q3", "q2 has no text")]
    [InlineData("nl/questions.yaml", "{ optionId: b, text: Nee }", "{ optionId: c, text: Nee }", "q1: option b has no text")]
    [InlineData("nl/questions.yaml", "text: Nee", "text: ''", "line 5: text is missing")]
    [InlineData("nl/questions.yaml", "{ optionId: b, text: Nee }", "Nee", "line 5: must be an object")]
    [InlineData("nl/questions.yaml", "explanation: Zonder belasting geen school.", "explanation: ''", "explanation is missing")]
    [InlineData("nl/why.md", "title: Waarom", "", "is empty")]
    [InlineData("nl/why.md", "---\n", "", "must begin with front matter that gives a title")]
    [InlineData("nl/why.md", "Iedereen betaalt.", "", "has no text")]
    public void A_break_is_told_with_its_file_and_place(string file, string text, string replacement, string message)
    {
        using var folder = new ContentFolder();
        folder.Replace(file, text, replacement);

        var problems = ContentReader.Read(folder.Path).Problems;

        Assert.Contains(problems, problem => problem.File.Replace('\\', '/').EndsWith("taxation/" + file, StringComparison.Ordinal) && problem.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal(problems.Count, problems.Distinct().Count());
    }

    [Theory]
    [InlineData("module.yaml")]
    [InlineData("questions.yaml")]
    [InlineData("nl/module.yaml")]
    [InlineData("nl/questions.yaml")]
    [InlineData("nl/how.md")]
    public void A_file_that_is_missing_is_named(string file)
    {
        using var folder = new ContentFolder();
        folder.Delete(file);

        Assert.Contains(ContentReader.Read(folder.Path).Problems, problem => problem.ToString().Replace('\\', '/').EndsWith($"taxation/{file}: is missing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("module.yaml")]
    [InlineData("questions.yaml")]
    [InlineData("nl/module.yaml")]
    [InlineData("nl/questions.yaml")]
    public void A_file_that_is_empty_or_something_else_is_named(string file)
    {
        foreach (var content in new[] { "", "just a text", "- 1\n- 2", "a: b" })
        {
            using var folder = new ContentFolder();
            folder.Write(file, content);

            var problems = ContentReader.Read(folder.Path).Problems;

            Assert.Contains(problems, problem => problem.File.Replace('\\', '/').EndsWith("taxation/" + file, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("questions.yaml", "- questionId: q1\n  topic: [duty\n")]
    [InlineData("questions.yaml", "")]
    [InlineData("nl/questions.yaml", "- questionId: q1\n  text: [\n")]
    [InlineData("nl/questions.yaml", "a: b")]
    [InlineData("nl/module.yaml", "title: [Belastingen\n")]
    [InlineData("nl/module.yaml", "")]
    [InlineData("module.yaml", "moduleId: [\n")]
    public void A_file_that_can_not_be_read_is_one_line_and_what_follows_from_it_none(string file, string content)
    {
        using var folder = new ContentFolder();
        folder.Write(file, content);

        Assert.EndsWith("taxation/" + file, Assert.Single(ContentReader.Read(folder.Path).Problems).File.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("module.yaml", "version: 2\n", "", "line 1: version is missing")]
    [InlineData("module.yaml", "moduleId: taxation\n", "", "line 1: moduleId is missing")]
    [InlineData("module.yaml", "  - { sectionId: how, minutes: 15 }\n", "", "q2: section how is not in module.yaml", "is no section of module.yaml")]
    [InlineData("nl/questions.yaml", "questionId: q2", "questionId: q3", "q2 has no text", "q3 is not in the module's questions.yaml")]
    [InlineData("nl/questions.yaml", "{ optionId: b, text: Nee }", "{ optionId: c, text: Nee }", "q1: option b has no text", "q1: option c is not in the module's questions.yaml")]
    public void A_break_gives_these_lines_and_no_other(string file, string text, string replacement, params string[] lines)
    {
        using var folder = new ContentFolder();
        folder.Replace(file, text, replacement);

        Assert.Equal(lines, ContentReader.Read(folder.Path).Problems.Select(problem => problem.Message));
    }

    [Theory]
    [InlineData("recommendedFor:\n  - { reason: sector, sectors: [construction] }\n", null)]
    [InlineData("recommendedFor:\n  - { reason: luck, selfEmployed: true }\n", "reason must be one of selfEmployed, ")]
    [InlineData("recommendedFor:\n  - { reason: sector, categories: [wizard] }\n", "categories must be of ")]
    [InlineData("recommendedFor:\n  - { reason: sector, sectors: construction }\n", "sectors must be a list of words")]
    [InlineData("recommendedFor:\n  - { reason: withPartner, family: dog }\n", "family must be of withPartner, familyMember")]
    [InlineData("recommendedFor:\n  - { reason: sector }\n", "must name categories, sectors, selfEmployed: true or family")]
    [InlineData("recommendedFor: everybody\n", "recommendedFor must be a list")]
    public void A_rule_of_recommendation_is_checked(string rules, string? message)
    {
        using var folder = new ContentFolder();
        folder.Replace("module.yaml", "sections:\n", rules + "sections:\n");

        var problems = ContentReader.Read(folder.Path).Problems;

        Assert.Equal(message is null, problems.Count == 0);
        Assert.True(message is null || problems.Any(problem => problem.Message.Contains(message, StringComparison.Ordinal)), string.Join('\n', problems));
    }

    [Fact]
    public void A_break_of_the_YAML_gives_the_line()
    {
        using var folder = new ContentFolder();
        folder.Write("questions.yaml", "- questionId: q1\n  topic: [duty\n");

        Assert.Contains(ContentReader.Read(folder.Path).Problems, problem => problem.File.EndsWith("questions.yaml", StringComparison.Ordinal) && problem.Message.StartsWith("line ", StringComparison.Ordinal));
    }

    [Fact]
    public void More_questions_in_a_test_than_in_the_bank_are_refused()
    {
        using var folder = new ContentFolder();
        folder.Replace("module.yaml", "questions: 2", "questions: 3");

        var problem = Assert.Single(ContentReader.Read(folder.Path).Problems);
        Assert.Equal("must hold at least the 3 questions that a test draws, beside those of the sample test", problem.Message);
    }

    [Fact]
    public void Dutch_must_be_there()
    {
        using var folder = new ContentFolder();
        Directory.Move(Path.Combine(folder.Path, "taxation", "nl"), Path.Combine(folder.Path, "taxation", "en"));

        var problem = Assert.Single(ContentReader.Read(folder.Path).Problems);
        Assert.Equal("the Dutch texts (folder nl) are missing", problem.Message);
    }

    [Fact]
    public void A_folder_without_modules_says_so()
    {
        using var folder = new ContentFolder();

        Assert.Equal("holds no module", Assert.Single(ContentReader.Read(Path.Combine(folder.Path, "taxation", "nl")).Problems).Message);
        Assert.Equal("holds no module", Assert.Single(ContentReader.Read(Path.Combine(folder.Path, "gone")).Problems).Message);
    }

    [Fact]
    public void A_module_with_a_problem_is_not_used_and_leaves_the_others()
    {
        using var folder = new ContentFolder();
        folder.Copy("taxation", "residence-law");
        folder.Replace("questions.yaml", "section: why", "section: gone");

        var (package, problems) = ContentReader.Read(folder.Path);

        Assert.Equal(["residence-law"], package.Modules.Keys);
        Assert.Single(problems);
    }
}
