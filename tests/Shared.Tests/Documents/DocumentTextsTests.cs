using System.Text.RegularExpressions;
using Inburgering.Documents;
using Inburgering.Letters;
using Inburgering.Obligations;

namespace Inburgering.Shared.Tests.Documents;

public sealed partial class DocumentTextsTests
{
    private static readonly DocumentTexts English = DocumentTexts.For("en");

    [Fact]
    public void Every_language_has_every_text_that_English_has_and_no_other()
    {
        var expected = Comparable(English);
        foreach (var texts in DocumentTexts.All.Where(t => t.Language != "nl"))
        {
            Assert.Equal(expected, Comparable(texts));
        }
    }

    [Fact]
    public void Dutch_has_every_text_of_the_summary_as_part_of_the_letter_and_the_whole_certificate()
    {
        var dutch = DocumentTexts.Dutch.Keys.ToHashSet();
        var onlyInSummary = new[] { "letter.overleaf", "letter.notice" };
        Assert.All(
            Comparable(English).Select(k => k.Replace("summary.", "letter.", StringComparison.Ordinal)).Except(onlyInSummary),
            key => Assert.Contains(key, dutch));
    }

    [Fact]
    public void Translations_ask_for_the_same_values()
    {
        foreach (var texts in DocumentTexts.All.Where(t => t.Language != "nl"))
        {
            foreach (var key in Comparable(English))
            {
                Assert.True(Values(English[key]).SetEquals(Values(texts[key])), $"{texts.Language} {key}");
                Assert.True(Bold().Count(texts[key]) % 2 == 0, $"{texts.Language} {key}: ** not closed");
            }
        }
    }

    [Fact]
    public void No_text_states_a_number_of_the_policy()
    {
        foreach (var texts in DocumentTexts.All)
        {
            Assert.All(
                texts.Keys.Where(k => k != "dossier.confirmation.note"),
                key => Assert.DoesNotMatch(@"\d", ArticleNumber().Replace(texts[key], string.Empty)));
        }
    }

    [Fact]
    public void Every_step_of_a_deadline_is_a_sentence_in_every_language()
    {
        var day = new DateOnly(2026, 4, 3);
        var steps = Enum.GetValues<DerivationRule>().Select(rule => new DerivationStep(rule, day, day.AddDays(10)) { Months = 6, Days = 10, Postponement = 1, PostponedFrom = day, PostponedTo = day, WorkingDays = [day] })
            .Append(new DerivationStep(DerivationRule.MovedToWorkingDay, day, day.AddDays(1)) { Holiday = Inburgering.Calendar.Holiday.EasterMonday })
            .Append(new DerivationStep(DerivationRule.ReceivedByPost, day, day) { Method = PostingMethod.Ordinary })
            .ToList();

        foreach (var language in DerivationWords.Languages)
        {
            Assert.All(steps, step => Assert.DoesNotMatch("[{}*]", DerivationWords.Of(step, language)));
        }

        Assert.Equal(steps.Count * DerivationWords.Languages.Count, DerivationWords.Languages.SelectMany(language => steps.Select(step => DerivationWords.Of(step, language))).Distinct().Count());
    }

    [Fact]
    public void A_missing_text_is_reported_with_its_language_and_key()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => English["letter.unknown"]);
        Assert.Contains("en.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("letter.unknown", error.Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => English.Rich("summary.salutation"));
    }

    [Theory]
    [InlineData("ar", 1, "شهر واحد")]
    [InlineData("ar", 6, "6 أشهر")]
    [InlineData("ar", 12, "12 شهرًا")]
    [InlineData("nl", 1, "1 maand")]
    [InlineData("nl", 6, "6 maanden")]
    [InlineData("tr", 6, "6 ay")]
    public void Numbers_agree_with_their_noun(string language, int count, string expected) =>
        Assert.Equal(expected, DocumentTexts.For(language).Count("months", count));

    [Theory]
    [InlineData(1, "1 модуль")]
    [InlineData(3, "3 модуля")]
    [InlineData(5, "5 модулей")]
    [InlineData(12, "12 модулей")]
    [InlineData(21, "21 модуль")]
    public void Russian_numbers_agree_too(int count, string expected) => Assert.Equal(expected, DocumentTexts.For("ru").Count("modules", count));

    [Theory]
    [InlineData("tr-TR", "tr")]
    [InlineData("AR", "ar")]
    [InlineData("zh", "en")]
    [InlineData("", "en")]
    public void The_language_is_found_by_its_tag_or_falls_back_to_English(string tag, string expected) =>
        Assert.Equal(expected, DocumentTexts.For(tag).Language);

    private static List<string> Comparable(DocumentTexts texts) =>
        [.. texts.Keys.Where(k => !k.StartsWith("count.", StringComparison.Ordinal) || k.EndsWith(".other", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static HashSet<string> Values(string template) => [.. Placeholder().Matches(template).Select(m => m.Value)];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\*\*")]
    private static partial Regex Bold();

    // An article of a law is where a rule stands, not a number of the policy.
    [GeneratedRegex(@"artikel \d+\w*")]
    private static partial Regex ArticleNumber();
}
