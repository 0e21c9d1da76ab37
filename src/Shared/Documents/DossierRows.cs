using System.Globalization;
using Inburgering.Documents.Typesetting;
using Inburgering.Messages;

namespace Inburgering.Documents;

/// <summary>The dossier's tables as texts, row by row.</summary>
internal sealed class DossierRows(DossierContent content, DocumentTexts texts)
{
    /// <summary>Day and minute at the offset given.</summary>
    public static string Instant(DateTimeOffset at) => at.ToString("dd-MM-yyyy HH:mm", CultureInfo.InvariantCulture);

    public IReadOnlyList<IReadOnlyList<RichText>> Identifiers() =>
        [.. content.Identifiers.Select(i => Row(i.Label, DossierWords.Identifier(i.Value), Day(i.From), Until(i.From, i.To)))];

    public IReadOnlyList<IReadOnlyList<RichText>> Addresses() =>
        [.. content.Addresses.Select(a => Row(a.Address, a.Municipality, Day(a.From), Until(a.From, a.To)))];

    public IReadOnlyList<IReadOnlyList<RichText>> Agencies() =>
        [.. content.Agencies.Select(a => Row(a.Name, a.Reason, Day(a.From), Until(a.From, a.To)))];

    public IReadOnlyList<IReadOnlyList<RichText>> Reminders() =>
        [.. content.Reminders.Select(r => Row(r.Occasion, Instant(r.SentAt), r.Channel))];

    public IReadOnlyList<IReadOnlyList<RichText>> Postponements() =>
        [.. content.Postponements.Select(p => Row(p.Ground, p.Evidence, Day(p.From), Day(p.To), Number(p.Days), p.DecidedBy))];

    public IReadOnlyList<IReadOnlyList<RichText>> Modules() => [.. content.Modules.Select(m => (IReadOnlyList<RichText>)
    [
        RichText.Plain(m.Title),
        RichText.Plain(m.Version ?? "–"),
        m.PassedOn is { } passedOn
            ? texts.Rich("dossier.state.passed", ("date", Day(passedOn)))
            : texts.Rich("dossier.state.open", ("percent", Number(m.PercentRead))),
    ])];

    public IReadOnlyList<IReadOnlyList<RichText>> Attempts() => [.. content.Attempts.Select(a => (IReadOnlyList<RichText>)
    [
        RichText.Plain(a.Module),
        RichText.Plain(Number(a.Number)),
        RichText.Plain(Instant(a.StartedAt)),
        RichText.Plain(a.SubmittedAt is { } submittedAt ? Instant(submittedAt) : "–"),
        RichText.Plain(a.Language ?? "–"),
        Score(a),
        texts.Rich(a.Passed switch { true => "dossier.result.passed", false => "dossier.result.failed", null => "dossier.result.open" }),
    ])];

    public IReadOnlyList<IReadOnlyList<RichText>> Letters() => [.. content.Letters.Select(l => (IReadOnlyList<RichText>)
    [
        Sentence(
            RichText.Plain(texts[l.Act is { } act ? "dossier.act." + WireName.Of(act) : "dossier.kind." + WireName.Of(l.Kind)]),
            RichText.Plain(l.LetterId),
            texts.Rich("dossier.letter.datedOn", ("date", Day(l.DatedOn))),
            l.Language is null ? null : texts.Rich("dossier.letter.language", ("language", l.Language))),
        Dispatch(l),
        Receipt(l),
        RichText.Plain(l.Evidence ?? "–"),
    ])];

    private RichText Dispatch(DossierLetter letter) => letter.PostedOn is { } postedOn
        ? texts.Rich("dossier.letter.posted", ("method", Method(letter.Method)), ("date", Day(postedOn)))
        : letter.Method is null ? texts.Rich("dossier.letter.notPosted") : RichText.Plain(Method(letter.Method));

    private RichText Receipt(DossierLetter letter) => letter.ReceivedOn is null && letter.ReturnedOn is null && letter.DeliveredOn is null
        ? texts.Rich("dossier.letter.notReceived")
        : Sentence(
            letter.DeliveredOn is { } deliveredOn ? texts.Rich("dossier.letter.delivered", ("date", Day(deliveredOn))) : null,
            letter.ReturnedOn is { } returnedOn ? texts.Rich("dossier.letter.returned", ("date", Day(returnedOn))) : null,
            letter.ReceivedOn is { } receivedOn ? texts.Rich("dossier.letter.received", ("date", Day(receivedOn))) : texts.Rich("dossier.letter.notReceived"));

    private RichText Score(DossierAttempt attempt) => (attempt.ScorePercent, attempt.PassMarkPercent) switch
    {
        ({ } score, { } mark) => texts.Rich("dossier.score.of", ("score", Number(score)), ("passMark", Number(mark))),
        ({ } score, null) => texts.Rich("dossier.score.only", ("score", Number(score))),
        _ => RichText.Plain("–"),
    };

    private string Method(string? method) => method switch
    {
        "ordinary" or "registered" or "registeredWithReceipt" or "eBox" or "registeredEBox" => texts["method." + method],
        _ => method ?? "–",
    };

    private string Until(DateOnly? from, DateOnly? to) => from is not null && to is null ? texts["dossier.present"] : Day(to);

    // Several facts in one cell, with commas between.
    private static RichText Sentence(params RichText?[] parts)
    {
        var given = parts.OfType<RichText>().Where(p => p.Text.Length > 0).ToList();
        return RichText.Join(given.Select((p, n) => n == given.Count - 1 ? p : p with { Text = p.Text + "," }));
    }

    private static IReadOnlyList<RichText> Row(params string?[] cells) => [.. cells.Select(RichText.Plain)];

    private static string Day(DateOnly? day) => day?.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture) ?? "–";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
