using System.Text.Json.Nodes;
using Inburgering.Documents.Typesetting;

namespace Inburgering.Documents;

/// <summary>
/// Everything that is held about one person as an A4 PDF (GDPR art. 12 and 15): the same content as the data it is made from, in
/// the same order, with labels that can be read. Nothing in the data is left out, also what has no label yet.
/// </summary>
public static class PersonalDataDocument
{
    /// <param name="data">An object; each property becomes a section.</param>
    /// <param name="language">Dutch for <c>nl</c>, English for any other.</param>
    public static byte[] Render(JsonNode data, string language) => PdfWriter.Write(Layout(data, language));

    internal static DocumentLayout Layout(JsonNode data, string language) => new PersonalDataLayout(DataLabels.For(language)).Build(data.AsObject());
}
