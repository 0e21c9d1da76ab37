using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

public sealed class TriggerTests(AzuriteFixture azurite)
{
    private const string Topology = """
        { "UserConfig": { "Namespaces": [ { "Name": "n",
          "Queues": [ { "Name": "work", "Properties": { "MaxDeliveryCount": 3 } }, { "Name": "manual", "Properties": { "LockDuration": "PT1S" } } ],
          "Topics": [ { "Name": "events", "Subscriptions": [ { "Name": "all" }, { "Name": "late", "Rules": [ { "Name": "r", "Properties": { "FilterType": "Sql", "SqlFilter": { "SqlExpression": "late = TRUE" } } } ] } ] } ] } ] } }
        """;

    [Fact]
    public async Task A_function_that_returns_completes_its_message_and_one_that_throws_sends_it_to_the_dead_letters()
    {
        await using var app = await StartAsync(typeof(WorkFunctions));
        using var good = await app.SendAsync(HttpMethod.Post, "/local/servicebus/work/messages", """{"kind":"good"}""");
        using var bad = await app.SendAsync(HttpMethod.Post, "/local/servicebus/work/messages", """{"kind":"bad"}""");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (good.StatusCode, bad.StatusCode));

        // Every message a trigger will take keeps the clock waiting until it is settled, its repeats included.
        await app.Services.GetRequiredService<WorkInFlight>().WhenIdleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["bad 1", "bad 2", "bad 3", "good 1"], app.Services.GetRequiredService<Seen>().Order());
        Assert.Empty(Items(await app.GetJsonAsync("/local/servicebus/work/messages")));
        var dead = Assert.Single(Items(await app.GetJsonAsync("/local/servicebus/work/deadletters")));
        Assert.Equal("bad", dead.GetProperty("body").GetProperty("kind").GetString());
        Assert.Equal(3, dead.GetProperty("deliveryCount").GetInt32());
        Assert.Equal("MaxDeliveryCountExceeded", dead.GetProperty("deadLetterReason").GetString());
    }

    [Fact]
    public async Task A_function_settles_its_message_itself()
    {
        await using var app = await StartAsync(typeof(ManualFunctions));
        foreach (var act in (string[])["complete", "deadLetter", "defer", "abandonOnce"])
        {
            using var answer = await app.SendAsync(HttpMethod.Post, "/local/servicebus/manual/messages", act);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        await app.Services.GetRequiredService<WorkInFlight>().WhenIdleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["abandonOnce 1", "abandonOnce 2", "complete 1", "deadLetter 1", "defer 1"], app.Services.GetRequiredService<Seen>().Order());
        Assert.Equal(["defer"], Items(await app.GetJsonAsync("/local/servicebus/manual/messages")).Select(item => item.GetProperty("body").GetString()));
        var dead = Assert.Single(Items(await app.GetJsonAsync("/local/servicebus/manual/deadletters")));
        Assert.Equal(
            ("deadLetter", "reason", "description", 1),
            (dead.GetProperty("body").GetString(), dead.GetProperty("deadLetterReason").GetString(), dead.GetProperty("deadLetterErrorDescription").GetString(), dead.GetProperty("applicationProperties").GetProperty("changed").GetInt32()));
    }

    [Fact]
    public async Task A_message_left_unsettled_comes_again_when_its_lock_ends()
    {
        await using var app = await StartAsync(typeof(ManualFunctions));
        using var answer = await app.SendAsync(HttpMethod.Post, "/local/servicebus/manual/messages", "forgetOnce");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        await app.Services.GetRequiredService<WorkInFlight>().WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["forgetOnce 1", "forgetOnce 2"], app.Services.GetRequiredService<Seen>().Order());
    }

    [Fact]
    public async Task A_lock_is_renewed_while_the_function_runs()
    {
        await using var app = await StartAsync(typeof(ManualFunctions));
        using var answer = await app.SendAsync(HttpMethod.Post, "/local/servicebus/manual/messages", "slow");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        await app.Services.GetRequiredService<WorkInFlight>().WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["slow 1"], app.Services.GetRequiredService<Seen>());
    }

    [Fact]
    public async Task Topic_subscriptions_trigger_by_their_filters_and_names_come_from_settings()
    {
        await using var app = await StartAsync(typeof(TopicFunctions));
        await using var client = app.Services.GetRequiredService<ServiceBusClient>();
        await client.CreateSender("events").SendMessagesAsync(
            [
                new ServiceBusMessage("""{"name":"on time"}""") { ApplicationProperties = { ["late"] = false } },
                new ServiceBusMessage("""{"Name":"too late"}""") { ApplicationProperties = { ["late"] = true } },
            ],
            TestContext.Current.CancellationToken);

        await app.Services.GetRequiredService<WorkInFlight>().WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["all: on time", "all: too late", "late: too late"], app.Services.GetRequiredService<Seen>().Order());
    }

    [Fact]
    public async Task A_trigger_on_what_does_not_exist_stops_the_start_and_names_the_function()
    {
        var host = RunningApp.Build(azurite, [typeof(LostFunctions)]);
        var failure = await Assert.ThrowsAsync<LocalRuntimeStartException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Function Lost, [ServiceBusTrigger]: there is no 'nowhere'", failure.Message, StringComparison.Ordinal);
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private static List<JsonElement> Items(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];

    private Task<RunningApp> StartAsync(Type functions) => RunningApp.StartAsync(
        azurite,
        [functions],
        builder =>
        {
            builder.Services.AddSingleton<Seen>();
            builder.Configuration["LateSubscription"] = "late";
        },
        settings =>
        {
            File.WriteAllText(Path.Combine(settings.AppFolder, "servicebus.json"), Topology);
            return settings;
        });
}

/// <summary>What the functions of a test were called with.</summary>
public sealed class Seen : ConcurrentQueue<string>;

public sealed class WorkFunctions(Seen seen)
{
    [Function("Work")]
    public Task Run([ServiceBusTrigger("work")] ServiceBusReceivedMessage message)
    {
        var kind = JsonDocument.Parse(message.Body).RootElement.GetProperty("kind").GetString();
        seen.Enqueue($"{kind} {message.DeliveryCount}");
        return kind == "good" ? Task.CompletedTask : throw new InvalidOperationException("as the test wants it");
    }
}

public sealed class ManualFunctions(Seen seen)
{
    [Function("Manual")]
    public async Task Run(
        [ServiceBusTrigger("manual", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken)
    {
        var act = message.Body.ToString();
        seen.Enqueue($"{act} {message.DeliveryCount}");
        switch (act)
        {
            case "deadLetter":
                await actions.DeadLetterMessageAsync(message, new Dictionary<string, object> { ["changed"] = 1 }, "reason", "description", cancellationToken);
                break;
            case "defer":
                await actions.DeferMessageAsync(message, cancellationToken: cancellationToken);
                break;
            case "abandonOnce" when message.DeliveryCount == 1:
                await actions.AbandonMessageAsync(message, cancellationToken: cancellationToken);
                break;
            case "forgetOnce" when message.DeliveryCount == 1:
                break;
            case "slow":
                // Longer than the lock of one second: the function itself is what takes time here.
                await Task.Delay(TimeSpan.FromSeconds(2.5), cancellationToken);
                await actions.CompleteMessageAsync(message, cancellationToken);
                break;
            default:
                await actions.CompleteMessageAsync(message, cancellationToken);
                break;
        }
    }
}

public sealed record Named(string Name);

public sealed class TopicFunctions(Seen seen)
{
    [Function("All")]
    public void All([ServiceBusTrigger("events", "all")] Named body) => seen.Enqueue($"all: {body.Name}");

    [Function("Late")]
    public void Late([ServiceBusTrigger("events", "%LateSubscription%")] string body) =>
        seen.Enqueue($"late: {JsonSerializer.Deserialize<Named>(body, JsonSerializerOptions.Web)!.Name}");
}

public sealed class LostFunctions
{
    [Function("Lost")]
    public void Run([ServiceBusTrigger("nowhere")] string body) => GC.KeepAlive(this);
}
