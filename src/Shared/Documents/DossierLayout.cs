using System.Globalization;
using Inburgering.Documents.Typesetting;
using static Inburgering.Documents.Typesetting.PageSize;

namespace Inburgering.Documents;

/// <summary>Places the dossier's sections one after the other; heads and numbers its pages at the end.</summary>
internal sealed class DossierLayout
{
    private static readonly Box Column = new(Millimetres(20), Millimetres(24), Millimetres(190), Millimetres(276));
    private static readonly TextStyle Body = new(8.8f);
    private static readonly TextStyle Cell = new(7.8f, Leading: 1.3f);
    private static readonly TextStyle Heading = new(11, true, Ink.Accent, 1.3f);
    private static readonly TextStyle Margin = new(7.2f, Colour: Ink.Quiet);

    private readonly DossierContent content;
    private readonly DocumentTexts texts = DocumentTexts.Dutch;
    private readonly ParagraphSetter setter = new("nl");
    private readonly PageFlow flow;
    private readonly DossierRows rows;

    public DossierLayout(DossierContent content)
    {
        this.content = content;
        flow = new PageFlow(setter, A4Portrait, Column);
        rows = new DossierRows(content, texts);
    }

    public DocumentLayout Build()
    {
        Opening();
        Section("identifiers", [("identifier", 3), ("value", 4), ("from", 2), ("to", 2)], rows.Identifiers());
        Section("addresses", [("address", 4), ("municipality", 3), ("from", 2), ("to", 2)], rows.Addresses());
        Section("agencies", [("agencyName", 4), ("reason", 3), ("from", 2), ("to", 2)], rows.Agencies());
        Facts("basis",
        [
            ("legalBasis", content.LegalBasis),
            ("policyVersion", content.PolicyVersion),
            ("eligibility", DossierWords.Of(content.EligibilityReason)),
            ("eligibilitySource", content.EligibilitySource),
        ]);
        Section("letters", [("letter", 4), ("sent", 3), ("received", 3), ("evidence", 4)], rows.Letters());
        Derivation();
        Section("reminders", [("occasion", 5), ("sentAt", 3), ("channel", 3)], rows.Reminders());
        Section("postponements", [("ground", 4), ("evidence", 4), ("from", 2), ("to", 2), ("days", 1.2f), ("decidedBy", 3)], rows.Postponements());
        Section("modules", [("module", 5), ("version", 2), ("state", 4)], rows.Modules());
        Section("attempts", [("module", 106), ("attempt", 39), ("startedAt", 88), ("submittedAt", 88), ("attempt.language", 46), ("score", 50), ("result", 65)], rows.Attempts());
        Confirmation();

        var title = $"{texts[content.Confirmation is null ? "dossier.preview.title" : "dossier.title"]} {PrintableText.Clean(content.EnforcementCaseId)}";
        for (var n = 0; n < flow.Pages.Count; n++)
        {
            Margins(flow.Pages[n], n, title);
        }

        return new DocumentLayout(title, PrintableText.Clean(content.Agency), "nl-BE", flow.Pages);
    }

    private void Opening()
    {
        flow.Page.Add(new PlacedArea(Box.At(Column.Left, flow.Top, Millimetres(26), 4), Ink.Bar));
        flow.Space(10);
        flow.Paragraph(texts.Rich(content.Confirmation is null ? "dossier.preview.title" : "dossier.title"), new TextStyle(22, true, Ink.Accent, 1.25f));
        flow.Paragraph(texts.Rich(content.Confirmation is null ? "dossier.preview" : "dossier.summary"), Body);
        flow.Space(8);
        FactRows(
        [
            ("case", content.EnforcementCaseId),
            ("person", content.PersonName),
            ("deadline", texts.Date(content.DeadlineOn)),
            ("agency", content.Agency),
            ("preparedOn", texts.Date(content.PreparedOn)),
            ("language", content.PersonLanguage),
        ]);
    }

    private void Confirmation()
    {
        if (content.Confirmation is not { } confirmed)
        {
            SectionHeading("confirmation");
            flow.Paragraph(texts.Rich("dossier.preview"), Body);
            return;
        }

        Facts("confirmation",
        [
            ("officer", confirmed.OfficerName),
            ("agencyName", confirmed.Agency),
            ("confirmedAt", DossierRows.Instant(confirmed.ConfirmedAt)),
            ("reason", confirmed.Reason),
        ]);
        flow.Space(4);
        flow.Paragraph(texts.Rich("dossier.confirmation.note"), Body with { Colour = Ink.Quiet });
    }

    private void Derivation()
    {
        SectionHeading("derivation");
        if (content.DeadlineDerivation.Count == 0)
        {
            flow.Paragraph(texts.Rich("dossier.none"), Body);
        }

        for (var n = 0; n < content.DeadlineDerivation.Count; n++)
        {
            const float Indent = 18;
            flow.Ensure(Body.LineHeight);
            var number = setter.Set(RichText.Plain(string.Create(CultureInfo.InvariantCulture, $"{n + 1}.")), Body, Indent)[0];
            flow.Page.Add(number, Body, Column.Left, flow.Top, Indent - 4, Alignment.Right);
            flow.Paragraph(DerivationWords.Rich(content.DeadlineDerivation[n], texts), Body, baseLevel: null, indent: Indent);
            flow.Space(1.5f);
        }

        flow.Paragraph(
            RichText.Join([RichText.Plain(texts["dossier.deadline"] + ":"), RichText.Plain(texts.Date(content.DeadlineOn))]),
            Body with { Bold = true });
    }

    private void Section(string key, IReadOnlyList<(string Key, float Share)> columns, IReadOnlyList<IReadOnlyList<RichText>> table)
    {
        SectionHeading(key);
        if (table.Count == 0)
        {
            flow.Paragraph(texts.Rich("dossier.none"), Body);
            return;
        }

        new Table(flow, [.. columns.Select(c => new TableColumn(texts["dossier." + c.Key], c.Share))], Cell).Set(table);
    }

    private void Facts(string key, IReadOnlyList<(string Key, string Value)> facts)
    {
        SectionHeading(key);
        FactRows(facts);
    }

    private void FactRows(IReadOnlyList<(string Key, string Value)> facts)
    {
        var labelWidth = Millimetres(46);
        foreach (var (key, value) in facts.Where(f => !string.IsNullOrWhiteSpace(f.Value)))
        {
            var label = setter.Set(texts.Rich("dossier." + key), Body with { Colour = Ink.Quiet }, labelWidth - 6);
            flow.Ensure(label.Count * Body.LineHeight);
            var top = flow.Top;
            var page = flow.Page;
            for (var n = 0; n < label.Count; n++)
            {
                page.Add(label[n], Body with { Colour = Ink.Quiet }, Column.Left, top + (n * Body.LineHeight), labelWidth, Alignment.Left);
            }

            flow.Paragraph(RichText.Plain(value), Body, baseLevel: null, indent: labelWidth);
            flow.Top = flow.Page == page ? MathF.Max(flow.Top, top + (label.Count * Body.LineHeight)) : flow.Top;
            flow.Space(1.5f);
        }
    }

    private void SectionHeading(string key)
    {
        flow.Space(13);
        flow.Ensure(Heading.LineHeight + (Body.LineHeight * 4));
        flow.Paragraph(texts.Rich("dossier." + key), Heading);
        flow.Space(3);
    }

    private void Margins(PageLayout page, int index, string title)
    {
        var foot = Millimetres(283);
        var number = texts.Rich(
            "dossier.page",
            ("page", (index + 1).ToString(CultureInfo.InvariantCulture)),
            ("pages", flow.Pages.Count.ToString(CultureInfo.InvariantCulture)));
        var numberWidth = Millimetres(30);
        page.Add(new PlacedArea(Box.At(Column.Left, foot - 3, Column.Width, 0.5f), Ink.Hairline));
        FittedBlock.Place(page, setter, [texts.Rich("dossier.confidential")], new Box(Column.Left, foot, Column.Right - numberWidth - 8, foot + 22), Margin);
        page.Add(setter.Set(number, Margin, numberWidth)[0], Margin, Column.Right - numberWidth, foot, numberWidth, Alignment.Right);
        if (index > 0)
        {
            FittedBlock.Place(
                page,
                setter,
                [RichText.Plain($"{title} · {content.PersonName}")],
                new Box(Column.Left, Millimetres(15), Column.Right, Millimetres(20)),
                Margin);
            page.Add(new PlacedArea(Box.At(Column.Left, Millimetres(20.5f), Column.Width, 0.5f), Ink.Hairline));
        }
    }
}
