using Inburgering.Learning;
using Inburgering.Shared.Tests.TestData;

namespace Inburgering.Shared.Tests.Learning;

/// <summary>The package in <c>content/</c>: what it promises to whoever learns from it.</summary>
public sealed class ShippedContentTests
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
        Assert.All(module.Sections, section => Assert.InRange(section.Minutes, 5, 10));
        Assert.True(module.SampleQuestions.Count() >= 8);
        Assert.Superset(module.Bank.Select(question => question.Topic).ToHashSet(), module.SampleQuestions.Select(question => question.Topic).ToHashSet());
        Assert.All(module.Sections.Where(section => section.SectionId != "glossary"), section => Assert.Contains(module.Bank, question => question.Section == section.SectionId));
        Assert.All(module.Texts.Values, texts =>
        {
            Assert.True(texts.Sections.Count > 5);
            Assert.All(texts.Sections.Where(section => section.Key != "glossary"), section => Assert.True(section.Value.Markdown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length >= 250, section.Value.Title));
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
        Assert.All(module.Sections, section => Assert.InRange(section.Minutes, 5, 10));
        Assert.True(module.SampleQuestions.Count() >= 4);
        Assert.All(module.Sections.Where(section => section.SectionId != "glossary"), section => Assert.Contains(module.Bank, question => question.Section == section.SectionId));
        Assert.All(module.Texts.Values, texts =>
        {
            Assert.True(texts.Sections.Count > 5);
            Assert.All(texts.Sections.Where(section => section.Key != "glossary"), section => Assert.True(section.Value.Markdown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length >= 250, section.Value.Title));
            Assert.DoesNotContain(texts.Questions.Values, question => question.Explanation is null);
        });
    }
}
