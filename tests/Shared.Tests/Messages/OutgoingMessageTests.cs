using System.Text.Json;
using Inburgering.Compliance;
using Inburgering.Messages;
using Inburgering.Permits;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Messages;

public sealed class OutgoingMessageTests
{
    private static readonly OutgoingMessage Message = new(
        OutgoingMessage.Topic, "p1", 7, "be.vlaanderen.inburgering.v1.letter.requested", Utc("2026-05-04T08:00:00Z"), """{"name":"Ayşe"}""", null);

    [Fact]
    public void The_body_is_a_CloudEvent_in_structured_mode_with_the_persons_sequence()
    {
        var body = JsonDocument.Parse(Message.Body()).RootElement;

        Assert.Equal("1.0", body.GetProperty("specversion").GetString());
        Assert.Equal("p1-7", body.GetProperty("id").GetString());
        Assert.Equal("/inburgering", body.GetProperty("source").GetString());
        Assert.Equal("be.vlaanderen.inburgering.v1.letter.requested", body.GetProperty("type").GetString());
        Assert.Equal("p1", body.GetProperty("subject").GetString());
        Assert.Equal(Utc("2026-05-04T08:00:00Z"), body.GetProperty("time").GetDateTimeOffset());
        Assert.Equal("application/json", body.GetProperty("datacontenttype").GetString());
        Assert.Equal(7, body.GetProperty("sequence").GetInt32());
        Assert.Equal("Ayşe", body.GetProperty("data").GetProperty("name").GetString());
    }

    [Fact]
    public void Every_try_to_send_a_message_has_the_same_id_and_body()
    {
        Assert.Equal("p1-7", Message.MessageId);
        Assert.Equal(Message.Body().ToArray(), (Message with { }).Body().ToArray());
    }

    [Fact]
    public void Values_stand_in_messages_in_lowerCamelCase_and_are_read_only_so()
    {
        Assert.Equal("intraCorporateTrainee", WireName.Of(PermitCategory.IntraCorporateTrainee));
        Assert.Equal("notFulfilled", WireName.Of(ComplianceStatus.NotFulfilled));
        Assert.True(WireName.TryParse<PermitCategory>("blueCard", out var parsed));
        Assert.Equal(PermitCategory.BlueCard, parsed);
        Assert.All(["BlueCard", "bluecard", "11", "", null], name => Assert.False(WireName.TryParse<PermitCategory>(name, out _)));
    }
}
