using Inburgering.Documents.Typesetting;
using Inburgering.Letters;

namespace Inburgering.Documents;

/// <summary>
/// A letter as an A4 PDF: one page in Dutch, addressed for a window envelope, and on the reverse a summary in the
/// recipient's language if that is not Dutch. The same content gives the same bytes. Safe to call from several threads.
/// </summary>
public static class LetterDocument
{
    /// <exception cref="ArgumentException">
    /// Something the kind needs is missing or out of range, as said in <see cref="LetterContent"/>, or a link is too long for a QR code.
    /// </exception>
    public static byte[] Render(LetterContent content) => PdfWriter.Write(Layout(content));

    internal static DocumentLayout Layout(LetterContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Check(content);
        return LetterLayout.Of(content);
    }

    private static void Check(LetterContent content)
    {
        if (string.IsNullOrWhiteSpace(content.Recipient.Name))
        {
            throw new ArgumentException("A letter needs a recipient's name.", nameof(content));
        }

        switch (content.Kind)
        {
            case LetterKind.Confirmation or LetterKind.Withdrawal when content.Told is { } told:
                if (told is { Kind: ToldActKind.Postponement, Term: null } or { Kind: ToldActKind.ReceiptProof, Term: null })
                {
                    throw new ArgumentException("A letter about an act that moved the deadline says the new one.", nameof(content));
                }

                break;
            case LetterKind.Recruitment:
                if (content.Terms is not { Months: >= 1, PassMarkPercent: null or (>= 1 and <= 100), PostalReceiptWorkingDays: null or >= 1 })
                {
                    throw new ArgumentException("A recruitment letter needs its terms: months from 1, pass mark 1 to 100, working days from 1.", nameof(content));
                }

                if (content.Reason is null)
                {
                    throw new ArgumentException("A recruitment letter says why the duty applies.", nameof(content));
                }

                if (content.RemainingModules.Count == 0)
                {
                    throw new ArgumentException("A recruitment letter names the modules still to be passed; with none, it is a confirmation.", nameof(content));
                }

                break;
            case LetterKind.Encouragement when content.ChoiceOfAgencies.Count == 0:
                throw new ArgumentException("An encouragement names the agencies one may choose from.", nameof(content));
            case LetterKind.Withdrawal when content.Reason is null:
                throw new ArgumentException("A withdrawal says why the duty no longer applies.", nameof(content));
            case LetterKind.Confirmation or LetterKind.Encouragement or LetterKind.Withdrawal:
                break;
            default:
                throw new ArgumentException($"No letter of kind {content.Kind}.", nameof(content));
        }
    }
}
