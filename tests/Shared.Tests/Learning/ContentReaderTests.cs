using Inburgering.Learning;

namespace Inburgering.Shared.Tests.Learning;

public sealed class ContentReaderTests
{
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
    [InlineData("nl/questions.yaml", "questionId: q2", "questionId: q1", "questionId q1 stands twice")]
    [InlineData("nl/questions.yaml", "{ optionId: b, text: Nee }", "{ optionId: a, text: Nee }", "optionId of q1 a stands twice")]
    [InlineData("nl/module.yaml", "  duty: Plicht", "  duty: [Plicht]", "line 4: duty is missing")]
    [InlineData("nl/why.md", "title: Waarom", "", "must begin with front matter that gives a title")]
    [InlineData("nl/why.md", "title: Waarom", "- title", "must begin with front matter that gives a title")]
    [InlineData("nl/why.md", "title: Waarom", "title: [", "line 3: ")]
    [InlineData("nl/why.md", "title: Waarom", "titel: Waarom", "line 2: title is missing")]
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
    [InlineData("questions.yaml", "  multiple: true\n", "  multiple: true\n  sampel: true\n", "line 11: sampel is no property here")]
    [InlineData("questions.yaml", "  section: why\n", "  sektion: why\n", "line 1: section is missing")]
    [InlineData("questions.yaml", "{ optionId: a, correct: true }", "{ optionId: a, correct: true, text: Ja }", "line 5: text is no property here")]
    [InlineData("module.yaml", "compulsory: false\n", "compulsory: false\nstatus: final\n", "status must be draft or approved")]
    [InlineData("module.yaml", "compulsory: false\n", "compulsory: false\nreviewedOn: 2026-02-30\n", "reviewedOn must be a day, as 2026-11-29")]
    [InlineData("module.yaml", "compulsory: false\n", "compulsory: false\ntitle: Belastingen\n", "line 4: title is no property here")]
    [InlineData("module.yaml", "{ sectionId: how, minutes: 15 }", "{ sectionId: how, minutes: 15, title: Hoe }", "line 6: title is no property here")]
    [InlineData("nl/module.yaml", "goal: Weten\n", "goal: Weten\nversion: 3\n", "line 3: version is no property here")]
    [InlineData("nl/module.yaml", "  form: Formulier\n", "  form: Formulier\n  tax: Geld\n", "topics names tax, of which there is no question")]
    [InlineData("nl/questions.yaml", "  explanation: Zonder", "  explanaton: Zonder", "line 6: explanaton is no property here")]
    [InlineData("nl/why.md", "title: Waarom\n", "title: Waarom\nlang: nl\n", "line 3: lang is no property here")]
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
    public void A_translation_without_an_explanation_that_the_Dutch_has_is_told()
    {
        using var folder = new ContentFolder();
        folder.AddLanguage("en");
        folder.Replace("en/questions.yaml", "  explanation: Zonder belasting geen school.\n", "");

        Assert.Equal("q1: explanation is missing, and the Dutch has one", Assert.Single(ContentReader.Read(folder.Path).Problems).Message);
    }

    [Theory]
    [InlineData("module.yaml")]
    [InlineData("questions.yaml")]
    [InlineData("nl/questions.yaml")]
    [InlineData("nl/why.md")]
    public void A_file_in_another_encoding_is_one_line(string file)
    {
        using var folder = new ContentFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "taxation", file), [.. System.Text.Encoding.Latin1.GetBytes("é: "), 0xFF]);

        var problem = Assert.Single(ContentReader.Read(folder.Path).Problems);

        Assert.Equal("is not in UTF-8", problem.Message);
        Assert.EndsWith("taxation/" + file, problem.File.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("english")]
    [InlineData("NL")]
    [InlineData(".x")]
    public void A_folder_that_is_no_language_is_one_line(string name)
    {
        using var folder = new ContentFolder();
        folder.AddLanguage(name);

        Assert.Equal("is no language: a folder in a module has a two-letter code, as nl", Assert.Single(ContentReader.Read(folder.Path).Problems).Message);
    }

    /// <summary>Whatever becomes of a line, the reader tells it in lines that differ, and never falls over it.</summary>
    [Fact]
    public void Every_line_lost_or_doubled_or_cut_is_told_or_harmless()
    {
        string[] files = ["module.yaml", "questions.yaml", "nl/module.yaml", "nl/questions.yaml", "nl/why.md"];
        Func<string, string>[] breaks = [_ => "", line => line + "\n" + line, line => line[..(line.Length / 2)], line => line + ": [", line => "\t" + line, line => line.Replace(": ", ": &a *b ", StringComparison.Ordinal)];
        var harmless = new List<string>();
        foreach (var file in files)
        {
            using var whole = new ContentFolder();
            var lines = File.ReadAllLines(Path.Combine(whole.Path, "taxation", file));
            for (var i = 0; i < lines.Length; i++)
            {
                for (var kind = 0; kind < breaks.Length; kind++)
                {
                    var broken = breaks[kind](lines[i]);
                    whole.Write(file, string.Join('\n', [.. lines[..i], broken, .. lines[(i + 1)..]]) + "\n");
                    var problems = ContentReader.Read(whole.Path).Problems;
                    Assert.Equal(problems.Count, problems.Distinct().Count());
                    if (problems.Count == 0 && broken != lines[i])
                    {
                        harmless.Add($"{file}:{i + 1} break {kind}: {lines[i]}");
                    }
                }
            }
        }

        // Words that were cut short, an explanation that is gone, and what is left of a section's text.
        Assert.All(harmless, line => Assert.Matches("^nl/(module.yaml:1|questions.yaml:[268]|why.md:[2-5]) ", line));
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
