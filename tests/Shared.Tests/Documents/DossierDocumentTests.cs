using System.Text;
using Inburgering.Documents;

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
            "Decreet van 7 juni 2013", "2026-1", "obliged.worker", "Wervingsbrief", "L-7f3c9a52e1", "aangetekend, 06-05-2026", "aangeboden of afgeleverd op 08-05-2026, ontvangen op 11-05-2026", "Barcode 3232-1",
            "Plus 6 kalendermaanden", "12 november 2026", "3 maanden voor de einddatum", "11-08-2026 09:30", "Ernstige ziekte", "Medisch attest", "Jan Claes",
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
            Confirmation = dossier.Confirmation with { Reason = long1 },
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

    [Fact]
    public void The_same_dossier_gives_the_same_bytes()
    {
        var bytes = DossierDocument.Render(Samples.Dossier(40));

        Assert.Equal(bytes, DossierDocument.Render(Samples.Dossier(40)));
        Assert.Contains("/Title (Handhavingsdossier ABB-2026-0f3a)", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void No_dossier_without_the_human_reason() =>
        Assert.Throws<ArgumentException>(() => DossierDocument.Render(Samples.BareDossier() with
        {
            Confirmation = Samples.BareDossier().Confirmation with { Reason = "" },
        }));
}
