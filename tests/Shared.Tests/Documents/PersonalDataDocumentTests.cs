using System.Text.Json.Nodes;
using Inburgering.Documents;

namespace Inburgering.Shared.Tests.Documents;

public sealed class PersonalDataDocumentTests
{
    private static readonly JsonObject Data = JsonNode.Parse("""
        {
          "personId": "k4v9t2m8xq3h7dw1yc5p",
          "person": { "givenNames": "Ayşe محمد", "familyName": "Yılmaz", "birthDate": "1991-05-17" },
          "permits": [ { "version": 1, "content": { "permitNumber": "W-2026-0012345", "renewableBeyondOneYear": true, "holder": { "familyName": "Yılmaz" } } } ],
          "letters": [],
          "somethingNewHere": { "tags": [ "one", "two" ] },
          "audit": [ { "number": 1, "action": "permitTaken" }, { "number": 2, "action": "invited" } ]
        }
        """)!.AsObject();

    [Theory]
    [InlineData("nl", "Mijn gegevens", "Nummer van de toelating", "ja")]
    [InlineData("en", "My data", "Permit number", "True")]
    [InlineData("tr", "My data", "Permit number", "True")]
    public void Every_value_is_there_under_its_label(string language, params string[] words)
    {
        var layout = PersonalDataDocument.Layout(Data, language);

        LayoutAssert.IsTidy(layout);
        LayoutAssert.Says(layout, words);
        LayoutAssert.Says(layout, [.. Values(Data)]);
        LayoutAssert.Says(layout, "Something new here");
    }

    [Fact]
    public void A_long_life_runs_over_several_numbered_pages()
    {
        var data = new JsonObject { ["audit"] = new JsonArray([.. Enumerable.Range(1, 200).Select(number => new JsonObject { ["number"] = number, ["detail"] = new string('w', 300) })]) };

        var layout = PersonalDataDocument.Layout(data, "nl");

        LayoutAssert.IsTidy(layout);
        Assert.True(layout.Pages.Count > 5);
        Assert.All(layout.Pages.Index(), page => Assert.Contains($"{page.Index + 1} / {layout.Pages.Count}", LayoutAssert.Text(page.Item), StringComparison.Ordinal));
    }

    private static IEnumerable<string> Values(JsonNode node) => node switch
    {
        JsonObject parent => parent.SelectMany(property => Values(property.Value!)),
        JsonArray list => list.SelectMany(item => Values(item!)),
        _ when node.GetValueKind() == System.Text.Json.JsonValueKind.String => [node.GetValue<string>()],
        _ => [],
    };
}
