using System.Text;
using Inburgering.Documents;
using Inburgering.Eligibility;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Documents;

public sealed class DossierDocumentTests
{
    [Fact]
    public void A_dossier_holds_every_item_the_law_asks_for()
    {
        var layout = DossierDocument.Layout(Samples.Dossier(3));

        LayoutAssert.IsTidy(layout);
        LayoutAssert.Says(
            layout,
            "ABB-2026-0f3a", "Ayşe Yılmaz-Öztürk", "91.05.17-123.52", "91.45.17-123.12", "Lange Leemstraat 12 bus 3, 2018 Antwerpen", "Antwerpen (11002)", "Woonplaats Antwerpen",
            "Decreet van 7 juni 2013", "2026-1", "gevestigd in het Vlaamse Gewest: verplicht.", "Mededeling, 3.B", "Wervingsbrief", "L-7f3c9a52e1", "aangetekend, 06-05-2026", "aangeboden of afgeleverd op 08-05-2026, ontvangen op 11-05-2026", "Barcode 3232-1",
            "Aan de post gegeven op woensdag 6 mei 2026 (aangetekend).", "De termijn loopt 6 maanden vanaf maandag 11 mei 2026", "een feestdag (Wapenstilstand)", "12 november 2026", "3 maanden voor de einddatum", "11-08-2026 09:30", "Ernstige ziekte", "Medisch attest", "Jan Claes",
            "Geslaagd op 01-07-2026", "60\u00A0% doorlopen", "Module-3", "40 / 70\u00A0%", "Turks", "Els Peeters", "30-11-2026 09:30", "Geen reactie op drie herinneringen.");
    }

    [Fact]
    public void Forty_attempts_run_over_several_numbered_pages_with_the_heading_repeated()
    {
        var layout = DossierDocument.Layout(Samples.Dossier(40));

        LayoutAssert.IsTidy(layout);
        Assert.True(layout.Pages.Count >= 2);
        for (var n = 0; n < layout.Pages.Count; n++)
        {
            Assert.Contains($"Pagina {n + 1} van {layout.Pages.Count}", LayoutAssert.Text(layout.Pages[n]), StringComparison.Ordinal);
        }

        LayoutAssert.Says(layout, [.. Enumerable.Range(1, 40).Select(n => $"Module-{n}")]);
        var pagesWithAttempts = layout.Pages.Where(p => p.Lines.Any(l => l.Text.StartsWith("Module-", StringComparison.Ordinal))).ToList();
        Assert.All(pagesWithAttempts, p => Assert.Contains(p.Lines, l => l.Text == "Poging"));
    }

    [Fact]
    public void What_did_not_happen_is_shown_as_none()
    {
        var layout = DossierDocument.Layout(Samples.BareDossier());

        LayoutAssert.IsTidy(layout);
        Assert.Equal(9, layout.Pages.SelectMany(p => p.Lines).Count(l => l.Text == "Geen."));
    }

    [Fact]
    public void A_reason_longer_than_a_page_is_printed_to_its_last_word()
    {
        var long1 = string.Join(' ', Enumerable.Range(1, 1500).Select(n => $"woord{n}"));
        var dossier = Samples.Dossier(1);
        var layout = DossierDocument.Layout(dossier with
        {
            Confirmation = dossier.Confirmation! with { Reason = long1 },
            Letters = [dossier.Letters[0] with { Evidence = long1 + " slot", Method = "duif" }],
        });

        LayoutAssert.IsTidy(layout);
        LayoutAssert.Says(layout, "woord1500", "slot", "duif");
        Assert.Equal(2, layout.Pages.SelectMany(p => p.Lines).Count(l => l.Text.Split(' ').Contains("woord777")));
    }

    [Fact]
    public void A_returned_letter_counts_as_not_received()
    {
        var dossier = Samples.Dossier(1);
        var layout = DossierDocument.Layout(dossier with
        {
            Letters = [dossier.Letters[0] with { ReceivedOn = null, DeliveredOn = null, ReturnedOn = new DateOnly(2026, 5, 20) }],
        });

        LayoutAssert.Says(layout, "teruggekeerd op 20-05-2026, geen ontvangst vastgesteld");
    }

    [Theory]
    [InlineData("2026-04-02", PostingMethod.Ordinary, "Aan de post gegeven op donderdag 2 april 2026 (gewone post). De werkdagen daarna zijn vrijdag 3 april 2026, dinsdag 7 april 2026, woensdag 8 april 2026. De brief geldt als ontvangen op woensdag 8 april 2026.", "Donderdag 8 oktober 2026 is een werkdag en blijft dus de einddatum.")]
    [InlineData("2026-04-16", PostingMethod.RegisteredWithReceipt, "Aangeboden op donderdag 16 april 2026 (aangetekend met ontvangstbewijs). De brief geldt als ontvangen op de eerste dag daarna: vrijdag 17 april 2026.", "Zaterdag 17 oktober 2026 is geen werkdag; de einddatum schuift op naar de eerstvolgende werkdag: maandag 19 oktober 2026.")]
    [InlineData("2026-01-21", PostingMethod.EBox, "Afgeleverd op woensdag 21 januari 2026 (eBox). De brief geldt als ontvangen op die dag.", "Dinsdag 21 juli 2026 is een feestdag (Nationale feestdag); de einddatum schuift op naar de eerstvolgende werkdag: woensdag 22 juli 2026.")]
    public void The_computation_of_the_deadline_is_told_in_Dutch(string day, PostingMethod method, string receipt, string end)
    {
        var on = Day(day);
        var steps = Deadline.Of(new Dispatch(on, method, on), TestPolicy.Current)!.Derivation;

        Assert.Equal((receipt, end), (DerivationWords.Of(steps[0], "nl"), DerivationWords.Of(steps[2], "nl")));
    }

    [Theory]
    [InlineData("P3M", "3 maanden voor de einddatum")]
    [InlineData("P1M", "1 maand voor de einddatum")]
    [InlineData("P7D", "1 week voor de einddatum")]
    [InlineData("P10D", "10 dagen voor de einddatum")]
    public void A_reminder_is_told_by_its_distance_to_the_deadline(string offset, string words) => Assert.Equal(words, DossierWords.Occasion(offset));

    [Fact]
    public void Every_reason_of_eligibility_has_a_Dutch_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<EligibilityReason>().Select(DossierWords.Of).ToList();

        Assert.All(sentences, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
    }

    [Theory]
    [InlineData("IN", "India")]
    [InlineData("TR", "Turkije")]
    [InlineData("CN", "China")]
    [InlineData("QQ", "QQ")]
    public void A_country_has_its_Dutch_name(string code, string name) => Assert.Equal(name, DutchNames.OfCountry(code));

    [Fact]
    public void The_same_dossier_gives_the_same_bytes()
    {
        var bytes = DossierDocument.Render(Samples.Dossier(40));

        Assert.Equal(bytes, DossierDocument.Render(Samples.Dossier(40)));
        Assert.Contains("/Title (Handhavingsdossier ABB-2026-0f3a)", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_preview_says_on_its_first_and_its_last_page_that_nobody_has_confirmed()
    {
        var layout = DossierDocument.Layout(Samples.Dossier(40) with { Confirmation = null });

        LayoutAssert.IsTidy(layout);
        LayoutAssert.Says(layout, "Voorbeeld");
        Assert.Equal(2, layout.Pages.SelectMany(p => p.Lines).Count(l => l.Text.StartsWith("Dit zou in het dossier staan", StringComparison.Ordinal)));
        Assert.DoesNotContain(layout.Pages.SelectMany(p => p.Lines), l => l.Text.Contains("door een mens vastgesteld", StringComparison.Ordinal));
    }

    [Fact]
    public void No_dossier_without_the_human_reason() =>
        Assert.Throws<ArgumentException>(() => DossierDocument.Render(Samples.BareDossier() with
        {
            Confirmation = Samples.BareDossier().Confirmation! with { Reason = "" },
        }));
}
