using Inburgering.Learning;

namespace Inburgering.Shared.Tests.Learning;

/// <summary>How the checker knows that a translation is older than its Dutch text.</summary>
public sealed class TranslationSourcesTests : IDisposable
{
    private readonly ContentFolder folder = new();

    public TranslationSourcesTests() => folder.AddLanguage("en");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Where_nobody_said_from_which_text_it_was_made_that_is_told() =>
        Assert.EndsWith("en/sources.yaml: is missing: nobody said from which Dutch text this was translated (./run --mark-translated)", Assert.Single(Outdated()), StringComparison.Ordinal);

    [Fact]
    public void What_was_marked_is_as_new_as_its_source()
    {
        Assert.Equal(["how", "module", "q1", "q2", "why"], Mark()!.Order(StringComparer.Ordinal));

        Assert.Empty(Outdated());
    }

    [Theory]
    [InlineData("nl/why.md", "Iedereen betaalt.", "Bijna iedereen betaalt.", "en/why.md: is older than its Dutch text")]
    [InlineData("nl/how.md", "title: Hoe", "title: Hoe doet u dat", "en/how.md: is older than its Dutch text")]
    [InlineData("nl/module.yaml", "goal: Weten", "goal: Alles weten", "en/module.yaml: is older than its Dutch text")]
    [InlineData("nl/module.yaml", "form: Formulier", "form: Het formulier", "en/module.yaml: is older than its Dutch text")]
    [InlineData("nl/questions.yaml", "text: Online", "text: Via internet", "en/questions.yaml: q2 is older than its Dutch text")]
    [InlineData("nl/questions.yaml", "explanation: Zonder", "explanation: Want zonder", "en/questions.yaml: q1 is older than its Dutch text")]
    public void A_dutch_text_that_changes_makes_its_translation_old_and_marking_that_one_makes_it_new(string file, string text, string replacement, string told)
    {
        Mark();
        folder.Replace(file, text, replacement);

        Assert.EndsWith(told, Assert.Single(Outdated()), StringComparison.Ordinal);

        Mark(told.Contains("questions", StringComparison.Ordinal) ? told.Split(' ')[1] : told.Split('/', '.')[1]);
        Assert.Empty(Outdated());
    }

    [Fact]
    public void A_new_layout_of_the_same_words_makes_nothing_old()
    {
        Mark();
        folder.Replace("nl/questions.yaml", "text: Betaalt iedereen?", "text: \"Betaalt iedereen?\"");

        Assert.Empty(Outdated());
    }

    [Fact]
    public void A_new_question_is_told_until_it_is_marked_and_marking_another_does_not_do()
    {
        Mark("q1", "why", "how", "module");
        Assert.EndsWith("questions.yaml: q2 nobody said from which Dutch text this was translated", Assert.Single(Outdated()), StringComparison.Ordinal);

        Mark("q1");
        Assert.Single(Outdated());
        Mark("q2");
        Assert.Empty(Outdated());
    }

    [Fact]
    public void What_is_no_unit_of_the_module_is_not_marked() => Assert.Null(Mark("q1", "q9"));

    [Theory]
    [InlineData("- a\n- b\n")]
    [InlineData("why: [1\n")]
    public void A_file_that_is_something_else_is_told(string content)
    {
        folder.Write("en/sources.yaml", content);

        Assert.EndsWith("must be a list of unit: digest, as ./run --mark-translated writes it", Assert.Single(Outdated()), StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Outdated() => [.. TranslationSources.Outdated(folder.Path, Read()).Select(problem => problem.ToString().Replace('\\', '/'))];

    private IReadOnlyCollection<string>? Mark(params string[] units) => TranslationSources.Mark(folder.Path, Read().Modules["taxation"], "en", units);

    private ContentPackage Read()
    {
        var (package, problems) = ContentReader.Read(folder.Path);
        Assert.Empty(problems);
        return package;
    }
}
