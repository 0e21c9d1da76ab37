using Inburgering.Documents.Typesetting;

namespace Inburgering.Documents;

/// <summary>
/// The proof of successful participation as one A4 page across, in Dutch and a second language, with a code anyone can
/// check. The same content gives the same bytes. Safe to call from several threads.
/// </summary>
public static class CertificateDocument
{
    /// <exception cref="ArgumentException">Name, code, link or modules are missing, or the link is too long for a QR code.</exception>
    public static byte[] Render(CertificateContent content) => PdfWriter.Write(Layout(content));

    internal static DocumentLayout Layout(CertificateContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrWhiteSpace(content.HolderName);
        ArgumentException.ThrowIfNullOrWhiteSpace(content.VerificationCode);
        ArgumentException.ThrowIfNullOrWhiteSpace(content.VerificationUrl);
        if (content.Modules.Count == 0)
        {
            throw new ArgumentException("A certificate names the modules passed.", nameof(content));
        }

        return CertificateLayout.Of(content);
    }
}
