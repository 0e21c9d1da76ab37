using Inburgering.Documents.Typesetting;

namespace Inburgering.Documents;

/// <summary>
/// The dossier for the enforcement officers of ABB as an A4 PDF in Dutch, as many pages as it needs. The same content gives
/// the same bytes, so its hash proves it. Safe to call from several threads.
/// </summary>
public static class DossierDocument
{
    /// <exception cref="ArgumentException">Case, person or, where it is confirmed, the officer's reason are missing.</exception>
    public static byte[] Render(DossierContent content) => PdfWriter.Write(Layout(content));

    internal static DocumentLayout Layout(DossierContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrWhiteSpace(content.EnforcementCaseId);
        ArgumentException.ThrowIfNullOrWhiteSpace(content.PersonName);
        if (content.Confirmation is { } confirmation)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(confirmation.OfficerName);
            ArgumentException.ThrowIfNullOrWhiteSpace(confirmation.Reason);
        }

        return new DossierLayout(content).Build();
    }
}
