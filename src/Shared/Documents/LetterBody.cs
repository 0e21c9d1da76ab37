using System.Globalization;
using Inburgering.Documents.Typesetting;
using Inburgering.Eligibility;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;

namespace Inburgering.Documents;

/// <summary>
/// What a letter says, from the subject to the signature: in Dutch in full (<c>letter.*</c>), in another language as a summary without
/// headings and signature (<c>summary.*</c>).
/// </summary>
internal sealed class LetterBody(PageFlow flow, DocumentTexts texts, LetterContent content, TextStyle style, string prefix)
{
    private readonly bool full = prefix == "letter";
    private readonly Alignment side = texts.IsRightToLeft ? Alignment.Right : Alignment.Left;

    public static RichText Subject(LetterContent content, DocumentTexts texts, string prefix) => content.Kind switch
    {
        _ when content.Told is { } told => texts.Rich($"{prefix}.told.{WireName.Of(told.Kind)}.subject", ("deadline", told.Term is { } term ? texts.Date(term.DeadlineOn) : string.Empty)),
        LetterKind.Recruitment => texts.Rich(
            $"{prefix}.recruitment.subject",
            ("months", texts.Count("months", content.Terms!.Months)),
            ("modules", texts.Count("modules", content.RemainingModules.Count))),
        LetterKind.Confirmation => texts.Rich($"{prefix}.confirmation.subject"),
        LetterKind.Encouragement => texts.Rich($"{prefix}.encouragement.subject"),
        _ => texts.Rich($"{prefix}.withdrawal.subject"),
    };

    public void Write()
    {
        flow.Paragraph(Subject(content, texts, prefix), style with { Bold = true, Size = style.Size * 1.22f, Colour = Ink.Accent }, side, texts.BaseLevel);
        Gap(0.9f);
        Text("salutation", ("name", content.Recipient.Name));
        switch (content.Kind)
        {
            case var _ when content.Told is { } told: Told(told); break;
            case LetterKind.Recruitment: Recruitment(content.Terms!); break;
            case LetterKind.Confirmation: Confirmation(); break;
            case LetterKind.Encouragement: Encouragement(); break;
            default: Withdrawal(); break;
        }

        Contact();
        if (full)
        {
            Closing();
        }
    }

    private void Recruitment(LetterTerms terms)
    {
        if (full)
        {
            Text("recruitment.intro", ("agency", content.Agency.Name), ("reason", DutyReason()));
        }

        Heading("recruitment.what");
        Text("recruitment.duty", ("months", texts.Count("months", terms.Months)), ("modules", texts.Count("modules", content.RemainingModules.Count)), ("reason", DutyReason()));
        Items(content.RemainingModules);
        Paragraph(RichText.Join([
            terms.PassMarkPercent is { } mark ? Rich("recruitment.passMark", ("passMark", mark.ToString(CultureInfo.InvariantCulture))) : Rich("recruitment.again"),
            terms.PostalReceiptWorkingDays is { } days ? Rich("recruitment.receipt", ("workingDays", texts.Count("workingDays", days))) : Rich("recruitment.noReceipt"),
        ]));
        Start();
        Heading("recruitment.consequence.heading");
        Text("recruitment.consequence");
        Heading("voluntary.heading");
        Text("recruitment.voluntary");
    }

    private void Confirmation()
    {
        Text("confirmation.intro");
        Items(content.PassedModules);
        Heading("confirmation.done.heading");
        Text("confirmation.done");
        if (content.Certificate is { } certificate)
        {
            Heading("confirmation.certificate.heading");
            var words = Rich("confirmation.certificate", ("code", certificate.VerificationCode));
            if (string.IsNullOrWhiteSpace(certificate.VerificationUrl))
            {
                Paragraph(words);
            }
            else
            {
                Panel(certificate.VerificationUrl, RichText.Join([words, Rich("confirmation.certificate.url", ("url", certificate.VerificationUrl))]), null);
            }
        }

        Heading("confirmation.voluntary.heading");
        Text("confirmation.voluntary");
    }

    private void Encouragement()
    {
        Text("encouragement.intro");
        Heading("encouragement.invite.heading");
        Text("encouragement.invite");
        Heading("encouragement.choice.heading");
        Text("encouragement.choice");
        Items(content.ChoiceOfAgencies);
        if (content.RemainingModules.Count > 0)
        {
            Text("encouragement.remaining");
            Items(content.RemainingModules);
        }

        Start();
    }

    private void Withdrawal()
    {
        if (full && content.WithdrawnLetter is { } earlier)
        {
            Text("withdrawal.intro.earlier", ("earlierDate", texts.Date(earlier.DatedOn)), ("earlierReference", earlier.LetterId));
        }
        else
        {
            Text("withdrawal.intro");
        }

        Text("withdrawal.decision", ("reason", WithdrawalReason()));
        Heading("withdrawal.meaning.heading");
        Text("withdrawal.meaning");
        Text("withdrawal.later");
    }

    // What a case officer decided, why, and where that leaves the person.
    private void Told(ToldAct told)
    {
        var act = "told." + WireName.Of(told.Kind);
        Text(
            act + ".intro",
            ("agency", content.Agency.Name),
            ("from", told.From is { } from ? texts.Date(from) : string.Empty),
            ("to", told.To is { } to ? texts.Date(to) : string.Empty),
            ("ground", content.Ground?.In(texts.Language) ?? string.Empty),
            ("words", told.Words ?? string.Empty),
            ("letter", told.Reference ?? string.Empty));
        switch (told.Kind)
        {
            case ToldActKind.Exemption:
                Text(act + ".meaning");
                return;
            case ToldActKind.RectificationAnswer:
                Text($"{act}.{WireName.Of(told.Outcome!.Value)}");
                Text(act + ".words", ("words", told.Words ?? string.Empty));
                return;
            case ToldActKind.ExemptionWithdrawal:
                Text(act + ".meaning");
                break;
        }

        Standing(told);
        Start();
    }

    private void Standing(ToldAct told)
    {
        switch (told)
        {
            case { Standing: ObligationStatus.Fulfilled or ObligationStatus.FulfilledLate }:
                Text("told.standing.fulfilled");
                return;
            case { Term: { } term }:
                Text(told.Standing == ObligationStatus.Breached ? "told.standing.passed" : "told.standing.running", ("deadline", texts.Weekday(term.DeadlineOn)));
                if (told.EarlierDeadlineOn is { } earlier)
                {
                    Text("told.earlier", ("earlier", texts.Date(earlier)));
                }

                Heading("told.derivation.heading");
                Text("told.derivation");
                flow.Bullets(term.Derivation.Select(step => DerivationWords.Rich(step, texts)), style, side, texts.BaseLevel);
                Gap(0.55f);
                break;
            default:
                Text("told.standing.pending");
                break;
        }

        Text("told.remaining");
        Items(content.RemainingModules);
    }

    private string DutyReason() => texts[$"{prefix}.recruitment.reason.{(content.Reason == EligibilityReason.FamilyInFlanders ? "family" : "worker")}"];

    // Reasons that take a duty away have a sentence of their own; what else may stand in the file by then, a general one.
    private string WithdrawalReason() => texts[$"{prefix}.withdrawal.reason." + (content.Reason switch
    {
        EligibilityReason.EuPlusNational or EligibilityReason.TemporaryStay or EligibilityReason.FamilyOfTemporaryStay or EligibilityReason.ReasonOfStayNotWork
            or EligibilityReason.FamilyWithoutLinkedWorker or EligibilityReason.RegisteredBeforeStart or EligibilityReason.Minor => WireName.Of(content.Reason.Value),
        _ => "other",
    })];

    private void Start()
    {
        if (content.Activation is not { } activation)
        {
            return;
        }

        Heading("start.heading");
        var url = activation.PrintedUrl ?? activation.Url;
        var hasCode = !string.IsNullOrWhiteSpace(activation.Code);
        Panel(activation.Url, Rich(hasCode ? "start.withCode" : "start.withoutCode", ("url", url)), hasCode ? activation.Code : null);
    }

    // A code to scan, beside it what it is for, and the code to type if there is one.
    private void Panel(string link, RichText words, string? code)
    {
        const float Padding = 8;
        var square = MathF.Max(64, style.Size * 7.6f);
        var width = flow.Column.Width - square - (3 * Padding);
        var label = style with { Size = style.Size * 0.86f, Colour = Ink.Quiet };
        var lines = flow.Setter.Set(words, style, width, texts.BaseLevel);
        var labelLines = code is null ? [] : flow.Setter.Set(Rich("code"), label, width, texts.BaseLevel);
        var (codeLines, codeStyle) = code is null
            ? ([], style)
            : flow.Setter.SetShrinking(RichText.Plain(code), style with { Size = style.Size * 1.7f, Bold = true, Leading = 1.25f }, width, 1, 0.5f, 0);
        var text = (lines.Count * style.LineHeight) + (labelLines.Count * label.LineHeight) + (codeLines.Count * codeStyle.LineHeight) + (code is null ? 0 : 4);
        var height = MathF.Max(square, text) + (2 * Padding);

        flow.Ensure(height);
        var page = flow.Page;
        var top = flow.Top;
        var rightToLeft = side == Alignment.Right;
        var codeLeft = rightToLeft ? flow.Column.Right - Padding - square : flow.Column.Left + Padding;
        var textLeft = rightToLeft ? flow.Column.Left + Padding : flow.Column.Left + (2 * Padding) + square;
        page.Add(new PlacedArea(Box.At(flow.Column.Left, top, flow.Column.Width, height), Ink.Panel));
        page.Add(new PlacedArea(Box.At(codeLeft - 3, top + Padding - 3, square + 6, square + 6), Ink.Paper));
        page.Add(PlacedQrCode.Of(link, codeLeft, top + Padding, square));
        flow.Top = top + ((height - text) / 2);
        flow.Lines(lines, style, textLeft, width, side);
        flow.Space(code is null ? 0 : 4);
        flow.Lines(labelLines, label, textLeft, width, side);
        flow.Lines(codeLines, codeStyle, textLeft, width, side);
        flow.Top = top + height;
        Gap(0.6f);
    }

    private void Contact()
    {
        var isAnswer = content.Told is { Kind: ToldActKind.RectificationAnswer };
        var objection = !isAnswer && (content.Told is not null || content.Kind is LetterKind.Recruitment or LetterKind.Withdrawal);
        Heading(objection ? "contact.heading" : "contact.heading.ask");
        var parts = new List<RichText>();
        if (content.Kind == LetterKind.Recruitment)
        {
            parts.Add(Rich("contact.circumstances"));
        }

        if (isAnswer)
        {
            parts.Add(Rich("told.rectificationAnswer.complaint"));
        }

        if (objection)
        {
            parts.Add(content.ObjectionNotice is { } notice ? RichText.Plain(notice.In(texts.Language)) : Rich("contact.objection", ("agency", content.Agency.Name)));
        }
        else
        {
            parts.Add(Rich("contact.ask", ("agency", content.Agency.Name)));
        }

        var channels = string.Join(" · ", ((string?[])[content.Agency.Email, content.Agency.Phone, content.Agency.Website]).Where(c => !string.IsNullOrWhiteSpace(c)));
        if (channels.Length > 0)
        {
            parts.Add(Rich("contact.channels", ("channels", channels)));
        }

        Paragraph(RichText.Join(parts));
    }

    private void Closing()
    {
        Gap(0.3f);
        flow.Ensure(style.LineHeight * 2.2f);
        flow.Paragraph(Rich("closing"), style);
        flow.Paragraph(RichText.Plain(content.Agency.Name), style with { Bold = true });
    }

    private RichText Rich(string key, params (string Name, string Value)[] values) => texts.Rich($"{prefix}.{key}", values);

    private void Text(string key, params (string Name, string Value)[] values) => Paragraph(Rich(key, values));

    private void Paragraph(RichText text)
    {
        flow.Paragraph(text, style, side, texts.BaseLevel);
        Gap(0.55f);
    }

    private void Heading(string key)
    {
        if (full)
        {
            flow.Ensure(style.LineHeight * 3);
            flow.Space(style.Size * 0.15f);
            flow.Paragraph(Rich(key), style with { Bold = true, Colour = Ink.Accent });
        }
    }

    private void Items(IReadOnlyList<Phrase> items)
    {
        flow.Bullets(items.Select(item => RichText.Plain(item.In(texts.Language))), style with { Bold = true }, side, texts.BaseLevel);
        Gap(0.55f);
    }

    private void Gap(float ems) => flow.Space(style.Size * ems);
}
