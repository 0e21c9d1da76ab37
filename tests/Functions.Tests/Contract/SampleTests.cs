using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>The samples of the contracts and the running app agree.</summary>
public sealed class SampleTests(SharedApp shared)
{
    // Rules that a schema can't say (contracts/README.md).
    private static readonly string[] BeyondSchemas =
    [
        "date-in-the-future", "birth-date-in-the-future", "birth-date-in-the-nineteenth-century", "check-digits", "month-13", "before-birth-date", "before-valid-from", "municipality-2", "municipality-0",
    ];

    public static TheoryData<string> Good => [.. SampleFiles.Good];

    public static TheoryData<string> Wrong => [.. SampleFiles.Wrong];

    /// <summary>What comes in by a queue that a function reads.</summary>
    public static TheoryData<string> Incoming => [.. SampleFiles.Good.Where(sample => QueueOf(sample) is { } queue && AsyncApi.QueueOfFunction.Values.Contains(queue))];

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_good_sample_is_as_its_schema_says(string sample)
    {
        var text = Encoding.UTF8.GetString(SampleFiles.Read(sample));

        Assert.Empty(await MessageSchemas.ErrorsAsync(SampleFiles.TypeOf(sample), text));
        Assert.Equal(SampleFiles.TypeOf(sample), JsonNode.Parse(text)!.AsObject().Text("type"));
    }

    [Fact]
    public void Every_message_type_has_a_schema_a_place_in_asyncapi_and_a_sample()
    {
        var named = AsyncApi.Incoming.Keys.Concat(AsyncApi.Outgoing).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(MessageSchemas.Types, named);
        Assert.Equal(MessageSchemas.Types, SampleFiles.Good.Select(SampleFiles.TypeOf).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Incoming))]
    public async Task A_good_sample_is_taken(string sample)
    {
        var queue = AsyncApi.Incoming[SampleFiles.TypeOf(sample)];
        var message = JsonNode.Parse(SampleFiles.Read(sample))!.AsObject();
        if (queue == MessageDoor.Letters)
        {
            await GiveOutLetterAsync(message);
        }

        if (queue == MessageDoor.Outcomes)
        {
            // The samples tell of days that have not come yet on the clock of these tests.
            message["data"]!["date"] = "2026-03-02";
        }

        var deadLetter = await shared.Messages.OutcomeAsync(queue, await shared.Messages.SendAsync(queue, message));

        // The cases of the samples were never referred here: a life that is played reports the outcomes of one that was.
        Assert.Equal(queue == MessageDoor.Outcomes ? "unknownCase" : null, deadLetter?.OptionalText("deadLetterReason"));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_sample_is_dead_lettered_with_its_reason_and_the_field(string sample)
    {
        var (code, field) = SampleFiles.ReasonOf(sample);
        var queue = QueueOf(sample)!;

        var deadLetter = await shared.Messages.OutcomeAsync(queue, await shared.Messages.SendAsync(queue, SampleFiles.ReadWrong(sample)));

        Assert.NotNull(deadLetter);
        Assert.Equal(code, deadLetter.Text("deadLetterReason"));
        Assert.Matches($@"(^|[\s;]){Regex.Escape(field)}($|\s)", deadLetter.Text("deadLetterErrorDescription"));
        Assert.Equal(1, deadLetter["deliveryCount"]!.GetValue<int>());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_sample_is_refused_by_the_schema_unless_no_schema_can_say_why(string sample)
    {
        var (code, _) = SampleFiles.ReasonOf(sample);
        var text = Encoding.UTF8.GetString(SampleFiles.ReadWrong(sample));
        var isBeyond = BeyondSchemas.Any(rule => sample.Contains(rule, StringComparison.Ordinal));

        if (code == "malformedJson")
        {
            Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(text));
        }
        else if (!isBeyond)
        {
            Assert.NotEmpty(await MessageSchemas.ErrorsAsync(SampleFiles.TypeOf(sample), text));
        }
    }

    [Fact]
    public async Task A_receipt_of_a_letter_that_was_never_given_out_is_dead_lettered()
    {
        var message = IncomingMessages.Posted("nobodyhasthisperson-1");

        var deadLetter = await shared.Messages.OutcomeAsync(MessageDoor.Letters, await shared.Messages.SendAsync(MessageDoor.Letters, message));

        Assert.NotNull(deadLetter);
        Assert.Equal("unknownLetter", deadLetter.Text("deadLetterReason"));
        Assert.StartsWith("data.letterId", deadLetter.Text("deadLetterErrorDescription"), StringComparison.Ordinal);
    }

    private static string? QueueOf(string sample) => AsyncApi.Incoming.GetValueOrDefault(SampleFiles.TypeOf(sample));

    // The letters of the samples were never sent here: the message gets the id of one that was.
    private async Task GiveOutLetterAsync(JsonObject message)
    {
        var person = Person.Invent();
        await shared.Messages.DeliverAsync(MessageDoor.Registrations, IncomingMessages.Registered(person));
        var letter = await shared.Messages.SoonSentAsync("letters", "letter.requested", letter => letter.Part("recipient").Text("name") == person.Name);
        message["data"]!["letterId"] = letter.Text("letterId");
        message["subject"] = letter.Text("letterId");

        // The days of the samples are after those of this app's clock: the day on which the letter was given out stands for them.
        foreach (var day in new[] { "postedOn", "deliveredOn", "returnedOn" }.Where(day => message["data"]!.AsObject().ContainsKey(day)))
        {
            message["data"]![day] = "2026-03-02";
        }
    }
}
