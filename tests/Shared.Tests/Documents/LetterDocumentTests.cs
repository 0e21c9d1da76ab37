using System.Text;
using Inburgering.Documents;
using Inburgering.Documents.Typesetting;
using Inburgering.Letters;

namespace Inburgering.Shared.Tests.Documents;

public sealed class LetterDocumentTests
{
    public static TheoryData<LetterKind, string> KindsAndLanguages
    {
        get
        {
            var data = new TheoryData<LetterKind, string>();
            foreach (var kind in Enum.GetValues<LetterKind>())
            {
                foreach (var texts in DocumentTexts.All)
                {
                    data.Add(kind, texts.Language);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndLanguages))]
    public void A_letter_is_one_Dutch_page_with_a_summary_on_the_reverse_for_who_reads_another_language(LetterKind kind, string language)
    {
        var layout = LetterDocument.Layout(Samples.Letter(kind, language));

        Assert.Equal(language == "nl" ? 1 : 2, layout.Pages.Count);
        LayoutAssert.IsTidy(layout);
        LayoutAssert.Says(layout, "5 mei 2026", "L-7f3c9a52e1", "Ayşe Yılmaz-Öztürk", "Atlas, integratie & inburgering Antwerpen", "Decreet van 7 juni 2013", "2026-1");
        if (language != "nl")
        {
            var front = LayoutAssert.Text(layout.Pages[0]);
            Assert.Contains(DocumentTexts.For(language)["summary.overleaf"], front, StringComparison.Ordinal);
            Assert.Contains(DocumentTexts.For(language)["language.name"], LayoutAssert.Text(layout.Pages[1]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndLanguages))]
    public void Empty_optional_parts_leave_a_tidy_letter(LetterKind kind, string language) =>
        LayoutAssert.IsTidy(LetterDocument.Layout(Samples.BareLetter(kind, language)));

    public static TheoryData<ToldActKind, string> ActsAndLanguages
    {
        get
        {
            var data = new TheoryData<ToldActKind, string>();
            foreach (var kind in Enum.GetValues<ToldActKind>())
            {
                foreach (var texts in DocumentTexts.All)
                {
                    data.Add(kind, texts.Language);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ActsAndLanguages))]
    public void A_letter_about_an_officers_act_says_what_was_decided_where_that_leaves_the_person_and_how_to_object(ToldActKind kind, string language)
    {
        var layout = LetterDocument.Layout(Samples.Told(kind, language));

        Assert.Equal(language == "nl" ? 1 : 2, layout.Pages.Count);
        LayoutAssert.IsTidy(layout);
        LayoutAssert.Says(layout, kind == ToldActKind.RectificationAnswer ? "toezichtcommissie.be" : "bezwaar", "Een dossierbehandelaar van Atlas");
        if (kind is not (ToldActKind.Exemption or ToldActKind.RectificationAnswer))
        {
            LayoutAssert.Says(layout, "26 november 2026", "De termijn loopt 6 maanden");
            Assert.Contains(language == "nl" ? "stap voor stap" : DocumentTexts.For(language)["summary.told.derivation"], LayoutAssert.Text(layout.Pages[^1]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_letter_about_a_moved_deadline_says_the_new_one() =>
        Assert.Throws<ArgumentException>(() => LetterDocument.Layout(Samples.Told(ToldActKind.Postponement, "nl") with { Told = new ToldAct(ToldActKind.Postponement) }));

    [Fact]
    public void A_recruitment_letter_states_the_duty_its_term_and_the_remedies()
    {
        var layout = LetterDocument.Layout(Samples.Letter(LetterKind.Recruitment));

        var dutch = LayoutAssert.Text(layout.Pages[0]);
        Assert.All(
            ["binnen 6 maanden nadat u deze brief hebt ontvangen", "zelfstandig en digitaal", "Basismodule: leven in Vlaanderen", "Arbeidsrechten en -plichten",
                "70\u00A0%", "3 werkdagen", "administratieve sanctie", "moedigen u wel aan", "bezwaar", "info@atlas.example", "K7QW-9MPD-XR42", "inburgering.example/start"],
            fact => Assert.Contains(fact, dutch, StringComparison.Ordinal));
        Assert.Contains("Within 6 months after receiving this letter", LayoutAssert.Text(layout.Pages[1]), StringComparison.Ordinal);
        Assert.Contains("Labour rights and duties", LayoutAssert.Text(layout.Pages[1]), StringComparison.Ordinal);
        Assert.All(layout.Pages, page => Assert.Equal("https://inburgering.example/start#K7QW-9MPD-XR42", Assert.Single(page.Elements.OfType<PlacedQrCode>()).Content));
    }

    [Fact]
    public void The_terms_come_from_the_policy()
    {
        var layout = LetterDocument.Layout(Samples.Letter(LetterKind.Recruitment, "nl") with { Terms = new LetterTerms(9, 55, 5) });

        LayoutAssert.Says(layout, "binnen 9 maanden", "55\u00A0%", "5 werkdagen");
        Assert.DoesNotContain("6 maanden", LayoutAssert.Text(layout), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_code_the_letter_asks_to_sign_in_and_without_a_link_it_shows_no_QR()
    {
        var signIn = LetterDocument.Layout(Samples.Letter(LetterKind.Recruitment, "nl") with { Activation = new LetterActivation("https://inburgering.example") });
        LayoutAssert.Says(signIn, "meld u aan op https://inburgering.example");
        Assert.DoesNotContain("activeringscode", LayoutAssert.Text(signIn), StringComparison.Ordinal);

        var none = LetterDocument.Layout(Samples.Letter(LetterKind.Recruitment, "nl") with { Activation = null });
        Assert.Empty(none.Pages[0].Elements.OfType<PlacedQrCode>());
    }

    [Fact]
    public void A_confirmation_sets_no_deadline_and_invites_to_the_full_trajectory()
    {
        var text = LayoutAssert.Text(LetterDocument.Layout(Samples.Letter(LetterKind.Confirmation, "nl")));

        Assert.Contains("Deze brief legt u geen termijn op", text, StringComparison.Ordinal);
        Assert.Contains("vrijwillig het volledige inburgeringstraject", text, StringComparison.Ordinal);
        Assert.Contains("VLI-8K2M-Q4ZT", text, StringComparison.Ordinal);
        Assert.DoesNotContain("maanden", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sanctie", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encouragement_leaves_the_choice_of_agency_free()
    {
        var text = LayoutAssert.Text(LetterDocument.Layout(Samples.Letter(LetterKind.Encouragement, "nl")));

        Assert.Contains("U kiest vrij", text, StringComparison.Ordinal);
        Assert.Contains("BAPA", text, StringComparison.Ordinal);
        Assert.Contains("legt u geen verplichting en geen termijn op", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_withdrawal_says_why_and_which_letter_lapses()
    {
        var layout = LetterDocument.Layout(Samples.Letter(LetterKind.Withdrawal));

        LayoutAssert.Says(layout, "Die plicht geldt niet meer voor u.", "uw verblijf is tijdelijk", "L-eerder", "1 april 2026", "your stay is temporary");
    }

    [Theory]
    [InlineData("Ayşe Yılmaz")]
    [InlineData("محمد عبد الرحمن الحسيني")]
    [InlineData("Wolfeschlegelsteinhausenbergerdorff Wolfeschlegelsteinhausenbergerdorff Wolfeschlegelsteinhausenbergerdorff Wolfeschlegelsteinhausenbergerdorff")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void The_window_shows_the_addressee_and_nothing_else(string name)
    {
        var layout = LetterDocument.Layout(Samples.Letter(LetterKind.Recruitment, "nl", name));

        LayoutAssert.IsTidy(layout);
        var window = LetterLayout.Window;
        var inWindow = layout.Pages[0].Elements.Where(e => e.Box.Overlaps(window)).ToList();
        Assert.All(inWindow, e => Assert.True(window.Contains(e.Box), $"Sticks out of the window: {e}"));
        var text = string.Concat(inWindow.OfType<PlacedLine>().Select(l => l.Text));
        Assert.StartsWith(name[..5], text, StringComparison.Ordinal);
        Assert.Contains("2018 Antwerpen", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlong_addresses_modules_and_agencies_run_on_but_never_over_each_other()
    {
        var word = string.Concat(Enumerable.Repeat("Donaudampfschifffahrt", 12));
        var letter = Samples.Letter(LetterKind.Recruitment) with
        {
            Agency = new SendingAgency(word, [word, word, word], word + "@example.org", word, word),
            Recipient = new LetterAddressee(word, [word, word, word, word, word, word, word]),
            RemainingModules = [.. Enumerable.Repeat(new Phrase(word + " " + word), 30)],
            LegalBasis = string.Join(' ', Enumerable.Repeat(word, 4)),
            LetterId = word,
        };

        var layout = LetterDocument.Layout(letter);

        LayoutAssert.IsTidy(layout);
        Assert.True(layout.Pages.Count > 2);
    }

    [Fact]
    public void Control_and_direction_characters_from_outside_do_not_reach_the_page()
    {
        var layout = LetterDocument.Layout(Samples.Letter(LetterKind.Recruitment, "nl", "Ay\u0000şe\u202E\r\n\tYıl\u2067maz\uD800 {name} **x**"));

        LayoutAssert.Says(layout, "Ayşe Yılmaz\uFFFD {name} **x**");
    }

    [Fact]
    public void The_same_letter_gives_the_same_bytes_also_at_once_on_several_threads()
    {
        var expected = LetterDocument.Render(Samples.Letter(LetterKind.Recruitment, "ar", "محمد عبد الرحمن"));

        var bag = new byte[16][];
        Parallel.For(0, bag.Length, n => bag[n] = LetterDocument.Render(Samples.Letter(LetterKind.Recruitment, "ar", "محمد عبد الرحمن")));

        Assert.All(bag, actual => Assert.True(expected.AsSpan().SequenceEqual(actual)));
    }

    [Fact]
    public void The_file_is_a_small_PDF_that_says_its_title_and_language_and_no_date()
    {
        var pdf = LetterDocument.Render(Samples.Letter(LetterKind.Recruitment));
        var text = Encoding.Latin1.GetString(pdf);

        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF\n", text, StringComparison.Ordinal);
        Assert.Contains("/Lang (nl-BE)", text, StringComparison.Ordinal);
        Assert.Contains("/Title (Uw inburgeringsplicht: slaag binnen 6 maanden voor 3 modules)", text, StringComparison.Ordinal);
        Assert.Contains("/Count 2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/CreationDate", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/ModDate", text, StringComparison.Ordinal);
        Assert.True(pdf.Length < 150_000, $"{pdf.Length} bytes: the fonts are not subset.");
    }

    [Fact]
    public void What_a_kind_needs_is_asked_for_by_name()
    {
        Assert.Throws<ArgumentException>(() => LetterDocument.Render(Samples.Letter(LetterKind.Recruitment) with { Terms = null }));
        Assert.Throws<ArgumentException>(() => LetterDocument.Render(Samples.Letter(LetterKind.Recruitment) with { Terms = new LetterTerms(0) }));
        Assert.Throws<ArgumentException>(() => LetterDocument.Render(Samples.Letter(LetterKind.Recruitment) with { RemainingModules = [] }));
        Assert.Throws<ArgumentException>(() => LetterDocument.Render(Samples.Letter(LetterKind.Encouragement) with { ChoiceOfAgencies = [] }));
        Assert.Throws<ArgumentException>(() => LetterDocument.Render(Samples.Letter(LetterKind.Withdrawal) with { Reason = null }));
        Assert.Throws<ArgumentException>(() => LetterDocument.Render(Samples.Letter((LetterKind)99)));
        Assert.Throws<ArgumentException>(() => LetterDocument.Render(Samples.Letter(LetterKind.Recruitment) with { Activation = new LetterActivation(new string('a', 501)) }));
    }
}
