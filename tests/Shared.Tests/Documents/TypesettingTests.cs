using Inburgering.Documents.Typesetting;

namespace Inburgering.Shared.Tests.Documents;

public sealed class TypesettingTests
{
    private static readonly TextStyle Style = new(10);

    // Expected levels worked out by hand from UAX #9.
    [Theory]
    [InlineData("abc", 0, "000")]
    [InlineData("אבג", 1, "111")]
    [InlineData("abc אבג", 0, "0000111")]
    [InlineData("אבג abc", 1, "1111222")]
    [InlineData("אבג 12.5", 1, "11112222")]
    [InlineData("سعر 12-5", 1, "11112212")]
    [InlineData("abc 12", 0, "000000")]
    [InlineData("א (abc) ב", 1, "111222111")]
    [InlineData("a (אב) c", 0, "00011000")]
    [InlineData("אב 70%", 1, "111222")]
    public void Direction_follows_the_bidirectional_algorithm(string text, int baseLevel, string expected) =>
        Assert.Equal(expected, string.Concat(BidiParagraph.Levels(text, baseLevel)));

    [Fact]
    public void An_inserted_value_keeps_its_own_direction()
    {
        var text = RichText.Template("في {date}.", new Dictionary<string, string> { ["date"] = "2026-04-02" }).Text;
        var levels = BidiParagraph.Levels(text, 1);

        var digits = text.Select((sign, at) => (sign, at)).Where(x => char.IsAsciiDigit(x.sign) || x.sign == '-').Select(x => levels[x.at]);
        Assert.All(digits, level => Assert.Equal(2, level));
        Assert.Equal(1, levels[^1]);
    }

    [Theory]
    [InlineData("abc", 0)]
    [InlineData("12 אב", 1)]
    [InlineData("123", 0)]
    [InlineData("محمد Ali", 1)]
    public void The_paragraph_takes_the_direction_of_its_first_letter(string text, int expected) =>
        Assert.Equal(expected, BidiParagraph.BaseLevel(text));

    [Fact]
    public void Arabic_letters_are_joined_and_run_from_right_to_left()
    {
        var line = Assert.Single(new ParagraphSetter("ar").Set(RichText.Plain("محمد"), Style, 500, null));

        var run = Assert.Single(line.Runs);
        Assert.True(run.Clusters[0] > run.Clusters[^1]);
        var isolated = "محمد".Select(letter => new ParagraphSetter("ar").Set(RichText.Plain(letter.ToString()), Style, 500, null)[0].Width).Sum();
        Assert.True(line.Width < isolated);
    }

    [Fact]
    public void A_mixed_line_is_in_visual_order()
    {
        var line = Assert.Single(new ParagraphSetter("nl").Set(RichText.Plain("Beste محمد عبد van Gent"), Style, 500));

        Assert.Equal(["Beste ", "محمد عبد", " van Gent"], line.Runs.Select(r => r.Text));
        Assert.Equal("Beste محمد عبد van Gent", line.Text);
    }

    [Theory]
    [InlineData("İıĞğŞşÇç")]
    [InlineData("ŁłŻżŹźĆćŃńŚśĄąĘę")]
    [InlineData("NguyễnThịPhươngÁnhĐặng")]
    [InlineData("ЩербаковаЇїЄє")]
    [InlineData("ΕλένηΠαπαδοπούλου")]
    [InlineData("ČčŘřŠšŽžĐđŐőŰűȘșȚțĀāĖėĢģ")]
    [InlineData("محمدپچژگ")]
    public void The_font_has_the_letters_of_the_languages_in_use(string text)
    {
        foreach (var bold in (bool[])[false, true])
        {
            var line = Assert.Single(new ParagraphSetter("nl").Set(RichText.Plain(text), Style with { Bold = bold }, 500, null));
            Assert.DoesNotContain((ushort)0, line.Runs.SelectMany(r => r.Glyphs));
        }
    }

    [Fact]
    public void A_character_the_font_lacks_shows_as_a_box_of_some_width()
    {
        var line = Assert.Single(new ParagraphSetter("zh").Set(RichText.Plain("王小明 😀"), Style, 500));

        Assert.Contains((ushort)0, line.Runs.SelectMany(r => r.Glyphs));
        Assert.True(line.Width > 20);
        Assert.Equal("王小明 😀", line.Text);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(97)]
    [InlineData(250)]
    public void Lines_fit_the_column_and_lose_nothing(float width)
    {
        const string Text = "De handhavingsambtenaren van het Agentschap Binnenlands Bestuur kunnen u dan een administratieve sanctie opleggen, zie www.example.org/een/lang/pad?met=vraag.";

        var lines = new ParagraphSetter("nl").Set(RichText.Plain(Text), Style, width);

        Assert.All(lines, line => Assert.True(line.Width <= width + 0.01f, $"{line.Width}: {line.Text}"));
        Assert.Equal(Text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines.Select(l => l.Text)).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_torn_word_keeps_each_letter_with_its_accent()
    {
        var lines = new ParagraphSetter("nl").Set(RichText.Plain(string.Concat(Enumerable.Repeat("e\u0301", 30))), Style, 30);

        Assert.True(lines.Count > 3);
        Assert.All(lines, line => Assert.StartsWith("e\u0301", line.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Bold_is_marked_in_our_texts_only()
    {
        var text = RichText.Template("a **b {v}** c", new Dictionary<string, string> { ["v"] = "**x** {y}" });

        Assert.Equal("a b **x** {y} c", PrintableText.WithoutIsolates(text.Text));
        Assert.True(text.IsBold(text.Text.IndexOf('x', StringComparison.Ordinal)));
        Assert.False(text.IsBold(text.Text.Length - 1));
    }

    [Fact]
    public void A_subset_font_has_only_the_outlines_asked_for_and_their_parts()
    {
        using var typeface = DocumentFace.Regular.Subset([DocumentGlyph('é'), DocumentGlyph('A')]);
        using var font = new SkiaSharp.SKFont(typeface, 100);

        Assert.True(HasOutline(font, 'A'));
        Assert.True(HasOutline(font, 'é'));
        Assert.False(HasOutline(font, 'B'));
        Assert.Equal("DejaVu Sans", typeface.FamilyName);
    }

    [Fact]
    public void A_file_that_is_no_PDF_of_Skia_is_reported() =>
        Assert.Throws<InvalidOperationException>(() => PdfCatalog.WithLanguage([1, 2, 3], "nl-BE"));

    private static ushort DocumentGlyph(char letter) =>
        new ParagraphSetter("nl").Set(RichText.Plain(letter.ToString()), Style, 100)[0].Runs[0].Glyphs[0];

    private static bool HasOutline(SkiaSharp.SKFont font, char letter)
    {
        using var path = font.GetGlyphPath(DocumentGlyph(letter));
        return path is { IsEmpty: false };
    }
}
