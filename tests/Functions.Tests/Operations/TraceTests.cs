using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Operations;

/// <summary>What one message sets off is one trace, from the queue to the topic, and is counted.</summary>
public sealed class TraceTests(SharedApp shared)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string TraceParent = $"00-{Trace}-00f067aa0ba902b7-01";

    [Fact]
    public async Task A_message_with_a_trace_is_followed_through_function_orchestration_storage_and_outbox_to_the_topic()
    {
        await using var app = await shared.StartAppAsync();
        var learner = await Learner.AbroadAsync(app);
        var registered = IncomingMessages.Registered(learner.Person, IncomingMessages.Ghent, permit: learner.Person.PermitNumber);

        using var content = new StringContent(registered.ToJsonString(), Encoding.UTF8, "application/cloudevents+json") { Headers = { { "traceparent", $"\"{TraceParent}\"" } } };
        (await app.Api.SendAsync(HttpMethod.Post, $"/local/servicebus/{MessageDoor.Registrations}/messages", content)).With(HttpStatusCode.Created);
        await learner.LetterAsync();
        await app.Clock.SettleAsync();

        var spans = (await app.Api.GetAsync($"/local/telemetry/spans?trace={Trace}")).With(HttpStatusCode.OK).Items;
        var names = spans.Select(span => span.Text("name")).ToHashSet();
        Assert.Superset(new HashSet<string> { "take message", "plan", "RenderLetters", "PublishOutbox", "storage", "send" }, names);

        // Whole: every span but those that the message began hangs on another one.
        var ids = spans.Select(span => span.Text("spanId")).ToHashSet();
        Assert.All(spans, span => Assert.True(span.Text("parentSpanId") == "00f067aa0ba902b7" || ids.Contains(span.Text("parentSpanId")), $"{span.Text("name")} hangs on nothing."));

        var letter = (await app.Messages.SentAsync("letters")).Single();
        Assert.StartsWith($"00-{Trace}-", letter.Part("applicationProperties").Text("traceparent"), StringComparison.Ordinal);
        Assert.Equal(letter.Part("applicationProperties").Text("traceparent"), letter.Part("applicationProperties").Text("Diagnostic-Id"));
    }

    [Fact]
    public async Task Messages_tests_and_matters_are_counted()
    {
        await using var app = await shared.StartAppAsync();
        var learner = await Learner.InGhentAsync(app);
        await learner.PassAsync("basis");
        var wrong = IncomingMessages.Granted(Person.Invent());
        wrong["data"]!["category"] = "noSuchCategory";
        await app.Messages.OutcomeAsync(MessageDoor.Permits, await app.Messages.SendAsync(MessageDoor.Permits, wrong));
        await app.Clock.AdvanceAsync("P1D");

        var counted = (await app.Api.GetAsync("/local/telemetry")).With(HttpStatusCode.OK).Items
            .Select(item => $"{item.Text("counter")} {string.Join(' ', item.Part("tags").Select(tag => tag.Value!.ToString()))} {item["count"]}".Replace("  ", " ", StringComparison.Ordinal))
            .ToHashSet();

        Assert.Contains("inburgering.messages.in TakePermitMessage completed 1", counted);
        Assert.Contains("inburgering.messages.in TakePermitMessage invalidField 1", counted);
        Assert.Contains("inburgering.messages.out inburgering-events be.vlaanderen.inburgering.v1.letter.requested 1", counted);
        Assert.Contains("inburgering.attempts basis True 1", counted);
        Assert.Contains("inburgering.obligations letterPending 1", counted);
        Assert.Contains("inburgering.deadlines 7 0", counted);
        Assert.Contains("inburgering.deadlines.overdue 0", counted);
        Assert.Contains("inburgering.confirmations.overdue 0", counted);
    }

    [Fact]
    public async Task Health_tells_of_tables_blobs_and_bus()
    {
        var health = (await shared.Api.GetAsync("/api/health")).With(HttpStatusCode.OK).Json;

        Assert.Equal(["tables UP", "blobs UP", "bus UP"], health["checks"]!.AsArray().Select(check => $"{check!.AsObject().Text("name")} {check.AsObject().Text("status")}"));
    }
}
