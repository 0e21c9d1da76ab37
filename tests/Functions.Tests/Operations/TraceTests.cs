using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Inburgering.LocalRuntime;
using Inburgering.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.Operations;

/// <summary>What one message sets off is one trace, from the queue to the topic, and is counted.</summary>
public sealed class TraceTests(SharedApp shared)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Sender = "00f067aa0ba902b7";
    private const string TraceParent = $"00-{Trace}-{Sender}-01";

    [Fact]
    public async Task A_message_with_a_trace_is_followed_through_function_orchestration_storage_and_outbox_to_the_topic()
    {
        await using var app = await shared.StartAppAsync();
        var learner = await Learner.AbroadAsync(app);
        var registered = IncomingMessages.Registered(learner.Person, IncomingMessages.Ghent, permit: learner.Person.PermitNumber);

        // Of this trace only: others go on in the process at the same time.
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Traces.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId.ToHexString() == Trace)
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var sender = app.Services.GetRequiredService<ServiceBusClient>().CreateSender(MessageDoor.Registrations);
        await sender.SendMessageAsync(
            new ServiceBusMessage(registered.ToJsonString()) { ApplicationProperties = { ["traceparent"] = TraceParent } }, TestContext.Current.CancellationToken);
        await learner.LetterAsync();
        await app.Clock.SettleAsync();

        Assert.Superset(new HashSet<string> { "take message", "plan", "RenderLetters", "PublishOutbox", "storage", "send" }, spans.Select(span => span.OperationName).ToHashSet());

        // Whole: every span but those that the message began hangs on another one.
        var ids = spans.Select(span => span.SpanId).ToHashSet();
        Assert.All(spans, span => Assert.True(Above(span).ToHexString() == Sender || ids.Contains(Above(span)), $"{span.OperationName} hangs on nothing."));

        var letter = (await app.Messages.SentAsync("letters")).Single();
        Assert.StartsWith($"00-{Trace}-", letter.Part("applicationProperties").Text("traceparent"), StringComparison.Ordinal);
        Assert.Equal(letter.Part("applicationProperties").Text("traceparent"), letter.Part("applicationProperties").Text("Diagnostic-Id"));
    }

    /// <summary>The span of ours that a span hangs on. Between them may be one of a library, where somebody else in the process listens to it.</summary>
    private static ActivitySpanId Above(Activity span)
    {
        var top = span;
        while (top.Parent is { } parent && parent.Source.Name != Traces.SourceName)
        {
            top = parent;
        }

        return top.ParentSpanId;
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
    public async Task The_door_shows_spans()
    {
        await shared.Api.GetAsync("/api/health");

        var spans = (await shared.Api.GetAsync("/local/telemetry/spans")).With(HttpStatusCode.OK).Items;

        Assert.Contains(spans, span => span.Text("name") == "storage" && span.Part("tags").ContainsKey("operation") && span.Text("traceId").Length == 32);
        Assert.Empty((await shared.Api.GetAsync("/local/telemetry/spans?trace=00000000000000000000000000000000")).With(HttpStatusCode.OK).Items);
    }

    [Fact]
    public async Task Health_tells_of_tables_blobs_and_bus()
    {
        var health = (await shared.Api.GetAsync("/api/health")).With(HttpStatusCode.OK).Json;

        Assert.Equal(["tables UP", "blobs UP", "bus UP"], health["checks"]!.AsArray().Select(check => $"{check!.AsObject().Text("name")} {check.AsObject().Text("status")}"));
    }
}
