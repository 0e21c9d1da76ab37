using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>A message that is not valid ends in the dead-letter queue with a reason that names the field, and the person's file stays as it was.</summary>
public sealed class MalformedMessagesTests(SharedApp shared)
{
    private static readonly Dictionary<string, (string Queue, Action<JsonObject> Spoil)> Cases = new()
    {
        ["version"] = (MessageDoor.Permits, message => Data(message)["version"] = "one"),
        ["type"] = (MessageDoor.Permits, message => message["type"] = "be.vlaanderen.wewis.permit.v1.exploded"),
        ["specversion"] = (MessageDoor.Permits, message => message["specversion"] = "0.3"),
        ["source"] = (MessageDoor.Permits, message => message.Remove("source")),
        ["category"] = (MessageDoor.Permits, message => Data(message)["category"] = "astronaut"),
        ["validUntil"] = (MessageDoor.Permits, message => Data(message)["validUntil"] = "31/03/2029"),
        ["holder"] = (MessageDoor.Permits, message => Data(message)["holder"] = "Ayşe Yılmaz"),
        ["familyName"] = (MessageDoor.Permits, message => Data(message)["holder"]!.AsObject().Remove("familyName")),
        ["birthDate"] = (MessageDoor.Registrations, message => Data(message)["birthDate"] = "2031-05-17"),
        ["registeredOn"] = (MessageDoor.Registrations, message => Data(message).Remove("registeredOn")),
        ["municipality"] = (MessageDoor.Registrations, message => Data(message)["municipality"] = "20999"),
        ["nationalNumber"] = (MessageDoor.Registrations, message => Data(message)["nationalNumber"] = "91051712399"),
        ["reasonOfStay"] = (MessageDoor.Registrations, message => Data(message)["reasonOfStay"] = "holiday"),
        ["postalCode"] = (MessageDoor.Registrations, message => Data(message)["address"]!.AsObject().Remove("postalCode")),
        ["postedOn"] = (MessageDoor.LetterReceipts, message => Data(message)["postedOn"] = 20260302),
        ["method"] = (MessageDoor.LetterReceipts, message => Data(message)["method"] = "pigeon"),
        ["letterId"] = (MessageDoor.LetterReceipts, message => Data(message).Remove("letterId")),
    };

    public static TheoryData<string> Fields => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task It_is_dead_lettered_with_the_name_of_the_field_and_nothing_changes(string field)
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.InGhentAsync(doors);
        var before = await resident.MeTextAsync();
        var (queue, spoil) = Cases[field];
        var message = JsonSerializer.SerializeToNode(await NextMessageAsync(resident, queue), PublicDoors.Json)!.AsObject();
        spoil(message);

        var deadLetter = await SendAndFindAsync(resident, queue, message.ToJsonString());

        Assert.Equal(ReasonFor(field), deadLetter.DeadLetterReason);
        Assert.Matches($@"\b{Regex.Escape(field)}\b", deadLetter.DeadLetterErrorDescription ?? "");
        Assert.Equal(before, await resident.MeTextAsync());
    }

    [Theory]
    [InlineData(MessageDoor.Permits)]
    [InlineData(MessageDoor.Registrations)]
    [InlineData(MessageDoor.LetterReceipts)]
    public async Task Text_that_is_not_json_is_dead_lettered(string queue)
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.InGhentAsync(doors);
        var before = await resident.MeTextAsync();

        var deadLetter = await SendAndFindAsync(resident, queue, """{ "specversion": "1.0", "data": { "version": """);

        Assert.Equal("malformedJson", deadLetter.DeadLetterReason);
        Assert.Contains("body", deadLetter.DeadLetterErrorDescription, StringComparison.Ordinal);
        Assert.Equal(before, await resident.MeTextAsync());
    }

    [Fact]
    public async Task A_birth_date_of_the_future_on_a_permit_invites_nobody()
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.NewAsync(doors);
        var message = JsonSerializer.SerializeToNode(resident.Permit(), PublicDoors.Json)!.AsObject();
        Data(message)["holder"]!["birthDate"] = IncomingMessages.Iso(resident.Today.AddDays(2));

        var deadLetter = await SendAndFindAsync(resident, MessageDoor.Permits, message.ToJsonString());
        await resident.LetQueueRunAsync(MessageDoor.Permits);

        Assert.Contains("birthDate", deadLetter.DeadLetterErrorDescription, StringComparison.Ordinal);
        Assert.Empty(await resident.InvitationsAsync());
        Assert.Equal("unknown", (await doors.ComplianceAsync(new { permitNumber = resident.PermitNumber })).Status);
    }

    /// <summary>A valid message that would change this person's file, were it not spoilt.</summary>
    private static async Task<CloudEvent> NextMessageAsync(Resident resident, string queue) => queue switch
    {
        MessageDoor.Permits => resident.Permit(2, "seasonal", renewable: false),
        MessageDoor.Registrations => resident.Registration(2, IncomingMessages.Antwerp),
        _ => IncomingMessages.Posted(resident.Now, (await resident.LetterAsync()).Required("letterId"), resident.Today),
    };

    private static async Task<BrokerMessage> SendAndFindAsync(Resident resident, string queue, string body)
    {
        var messageId = Guid.NewGuid().ToString();
        await resident.Doors.Messages.SendRawAsync(queue, body, messageId);
        return await resident.DeadLetterAsync(queue, messageId);
    }

    private static string ReasonFor(string field) => field switch
    {
        "type" => "unknownType",
        "specversion" or "source" => "invalidEnvelope",
        _ => "invalidField",
    };

    private static JsonObject Data(JsonObject message) => message["data"]!.AsObject();
}
