using System.Text;
using System.Text.Json.Nodes;
using Inburgering.Messages;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Messages;

public sealed class CloudEventMessageTests
{
    private const string Good = """
        { "specversion": "1.0", "id": "m-1", "source": "/dwewis/permits", "type": "t.granted", "time": "2026-03-02T09:15:00Z", "datacontenttype": "application/json", "data": { "version": 1 } }
        """;

    [Fact]
    public async Task A_good_message_is_handed_on_with_its_envelope()
    {
        var taken = 0;

        var result = await TakeAsync(Good, message =>
        {
            taken++;
            Assert.Equal(("m-1", "/dwewis/permits", "t.granted", Utc("2026-03-02T09:15:00Z")), (message.Id, message.Source, message.Type, message.Time));
            Assert.Equal(1, message.Data.Whole("version", 1, 5));
        });

        Assert.Null(result.DeadLetter);
        Assert.Equal(1, taken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("not json")]
    [InlineData("{ \"specversion\": \"1.0\"")]
    [InlineData("<event/>")]
    [InlineData("\uFEFF")]
    public async Task What_is_not_JSON_is_malformed_and_says_where_it_breaks(string body) =>
        await IsRefusedAsync(body, "malformedJson", "body must be JSON; it breaks at line 1, byte ");

    [Fact]
    public async Task JSON_nested_too_deep_is_malformed()
    {
        await IsRefusedAsync(new string('[', 33) + new string(']', 33), "malformedJson", "body must be JSON");
        await IsRefusedAsync(new string('[', 32) + new string(']', 32), "invalidEnvelope", "body must be a JSON object");
    }

    [Theory]
    [InlineData("specversion", null, "specversion is required")]
    [InlineData("specversion", "\"0.3\"", "specversion must be 1.0")]
    [InlineData("specversion", "1.0", "specversion must be a text")]
    [InlineData("id", null, "id is required")]
    [InlineData("id", "\"\"", "id must not be empty")]
    [InlineData("id", "7", "id must be a text")]
    [InlineData("source", null, "source is required")]
    [InlineData("type", null, "type is required")]
    [InlineData("time", null, "time is required")]
    [InlineData("time", "\"2026-03-02 09:15\"", "time must be an instant like 2026-03-02T09:15:00Z")]
    [InlineData("time", "\"2026-03-02T09:15:00\"", "time must be an instant like 2026-03-02T09:15:00Z")]
    [InlineData("datacontenttype", "\"application/xml\"", "datacontenttype must be application/json")]
    public async Task An_envelope_that_breaks_a_rule_names_the_attribute(string attribute, string? json, string description) =>
        await IsRefusedAsync(With(attribute, json), "invalidEnvelope", description);

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    public async Task A_body_that_is_no_object_is_an_invalid_envelope(string body) => await IsRefusedAsync(body, "invalidEnvelope", "body must be a JSON object");

    [Fact]
    public async Task A_type_of_another_queue_is_unknown() => await IsRefusedAsync(With("type", "\"t.other\""), "unknownType", "type must be one of t.granted, t.renewed");

    [Theory]
    [InlineData(null, "data is required")]
    [InlineData("\"text\"", "data must be an object")]
    public async Task Data_that_is_not_there_is_an_invalid_field(string? json, string description)
    {
        var result = await CloudEventMessage.TakeAsync(
            Encoding.UTF8.GetBytes(With("data", json)),
            ["t.granted"],
            message =>
            {
                message.Data.Whole("version", 1, 5);
                return Task.FromResult(message.InvalidFields() ?? new IntakeResult(null, []));
            });

        Assert.Equal(new DeadLetter("invalidField", description), result.DeadLetter);
    }

    [Fact]
    public async Task Attributes_and_properties_that_nobody_asked_for_are_ignored()
    {
        var result = await TakeAsync(With("traceparent", "\"00-ab\""), _ => { });

        Assert.Null(result.DeadLetter);
    }

    [Fact]
    public async Task A_description_holds_no_value_that_was_sent()
    {
        var result = await TakeAsync(With("time", "\"secret 85073003328\""), _ => { });

        Assert.DoesNotContain("85073003328", result.DeadLetter!.Description, StringComparison.Ordinal);
    }

    private static async Task IsRefusedAsync(string body, string reason, string description)
    {
        var result = await TakeAsync(body, _ => Assert.Fail("A message that is refused must not be taken."));

        Assert.Equal(reason, result.DeadLetter?.Reason);
        Assert.StartsWith(description, result.DeadLetter!.Description, StringComparison.Ordinal);
        Assert.Empty(result.ToPlan);
    }

    private static Task<IntakeResult> TakeAsync(string body, Action<CloudEventMessage> take) => CloudEventMessage.TakeAsync(
        Encoding.UTF8.GetBytes(body),
        ["t.granted", "t.renewed"],
        message =>
        {
            take(message);
            return Task.FromResult(new IntakeResult(null, []));
        });

    private static string With(string attribute, string? json)
    {
        var message = JsonNode.Parse(Good)!.AsObject();
        message.Remove(attribute);
        if (json is not null)
        {
            message[attribute] = JsonNode.Parse(json);
        }

        return message.ToJsonString();
    }
}
