using System.Text;
using Inburgering.Documents;
using Inburgering.Documents.Typesetting;

namespace Inburgering.Shared.Tests.Documents;

public sealed class CertificateDocumentTests
{
    [Fact]
    public void A_certificate_shows_holder_date_modules_code_and_agency()
    {
        var layout = CertificateDocument.Layout(Samples.Certificate());

        var page = Assert.Single(layout.Pages);
        Assert.True(page.Size.Width > page.Size.Height);
        LayoutAssert.IsTidy(layout);
        LayoutAssert.Says(layout, "Bewijs van geslaagde deelname", "Certificate of successful participation", "Ayşe Yılmaz-Öztürk", "17 april 2026", "17 April 2026", "VLI-8K2M-Q4ZT", "Agentschap Integratie en Inburgering");
        LayoutAssert.Says(layout, [.. Samples.Modules.Select(m => m.Dutch)]);
        Assert.Equal("https://inburgering.example/c/VLI-8K2M-Q4ZT", Assert.Single(page.Elements.OfType<PlacedQrCode>()).Content);
    }

    [Fact]
    public void Every_language_with_texts_has_its_own_second_language()
    {
        foreach (var texts in DocumentTexts.All.Where(t => t.Language != "nl"))
        {
            var layout = CertificateDocument.Layout(Samples.Certificate(language: texts.Language));
            LayoutAssert.IsTidy(layout);
            LayoutAssert.Says(layout, texts["certificate.title"], "Bewijs van geslaagde deelname");
        }
    }

    [Theory]
    [InlineData("nl")]
    [InlineData("zh-Hans")]
    [InlineData("")]
    public void Dutch_speakers_and_languages_without_texts_get_English_beside_Dutch(string language) =>
        LayoutAssert.Says(CertificateDocument.Layout(Samples.Certificate(language: language)), "Certificate of successful participation");

    [Theory]
    [InlineData("محمد عبد الرحمن الحسيني")]
    [InlineData("王小明")]
    [InlineData("Ğüneş İpek Şahin-Çağlar Łukasz Żółć Nguyễn Thị Phương Ánh Ελένη Παπαδοπούλου Екатерина Щербакова de la Santísima Trinidad y Todos los Santos")]
    public void Any_name_is_printed_in_full(string name)
    {
        var layout = CertificateDocument.Layout(Samples.Certificate(name));

        LayoutAssert.IsTidy(layout);
        LayoutAssert.Says(layout, name);
        Assert.True(CertificateDocument.Render(Samples.Certificate(name)).Length > 10_000);
    }

    [Fact]
    public void Many_modules_shrink_to_stay_on_the_page()
    {
        var layout = CertificateDocument.Layout(Samples.Certificate() with { Modules = [.. Enumerable.Repeat(Samples.Modules, 4).SelectMany(m => m)] });

        Assert.Single(layout.Pages);
        LayoutAssert.IsTidy(layout);
    }

    [Fact]
    public void The_same_certificate_gives_the_same_bytes_and_another_name_others()
    {
        var bytes = CertificateDocument.Render(Samples.Certificate());

        Assert.Equal(bytes, CertificateDocument.Render(Samples.Certificate()));
        Assert.NotEqual(bytes, CertificateDocument.Render(Samples.Certificate("Ayşe Yilmaz")));
        Assert.Contains("/Count 1", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_or_endless_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CertificateDocument.Render(Samples.Certificate() with { HolderName = " " }));
        Assert.Throws<ArgumentException>(() => CertificateDocument.Render(Samples.Certificate() with { Modules = [] }));
        Assert.Throws<ArgumentException>(() => CertificateDocument.Render(Samples.Certificate() with { VerificationCode = "" }));
        Assert.Throws<ArgumentException>(() => CertificateDocument.Render(Samples.Certificate() with { Modules = [.. Enumerable.Repeat(Samples.Modules[0], 200)] }));
    }
}
