using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.ServiceBus;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

/// <summary>The unchanged official client (@azure/service-bus, in a process of its own) against the broker's AMQP port.</summary>
public sealed class AmqpTests(AzuriteFixture azurite)
{
    private const string Topology = """
        { "UserConfig": { "Namespaces": [ { "Name": "n",
          "Queues": [ { "Name": "q" }, { "Name": "short", "Properties": { "LockDuration": "PT2S", "MaxDeliveryCount": 2 } },
            { "Name": "once", "Properties": { "RequiresDuplicateDetection": true } }, { "Name": "work" } ],
          "Topics": [ { "Name": "t", "Subscriptions": [ { "Name": "all" }, { "Name": "late", "Rules": [ { "Name": "r", "Properties": { "FilterType": "Sql", "SqlFilter": { "SqlExpression": "late = TRUE" } } } ] } ] } ] } ] } }
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Everything_a_client_sets_comes_back()
    {
        await using var app = await StartAsync();
        var seen = await PlayAsync(app, "properties");
        Assert.Equal("Ayşe", seen.GetProperty("body").GetProperty("naam").GetString());
        foreach (var (name, value) in new[] { ("messageId", "m-1"), ("subject", "s"), ("contentType", "application/json"), ("correlationId", "c"), ("to", "t"), ("replyTo", "r"), ("state", "active") })
        {
            Assert.Equal(value, seen.GetProperty(name).GetString());
        }

        Assert.Equal("""{"text":"ş","whole":5,"fraction":0.5,"yes":true,"at":"2026-01-02T03:04:05.000Z"}""", seen.GetProperty("applicationProperties").GetRawText().Replace("1767323045000", "\"2026-01-02T03:04:05.000Z\"", StringComparison.Ordinal));
        Assert.Equal((3_600_000, 0, 1), (seen.GetProperty("timeToLive").GetInt32(), seen.GetProperty("deliveryCount").GetInt32(), seen.GetProperty("sequenceNumber").GetInt32()));
        Assert.InRange(seen.GetProperty("lockedFor").GetInt32(), 30_000, 60_000);
        Assert.InRange(seen.GetProperty("enqueued").GetDateTimeOffset(), app.Clock.GetUtcNow().AddMinutes(-1), app.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("annotations", """{"note":"kept","number":7,"bodyType":"value","body":"x"}""")]
    [InlineData("bodies", """[["data",[0,1,255]],["data","text"],["data",5],["value",{"list":[1,"two"]}],["sequence",[[1,2],[3]]]]""")]
    [InlineData("large", """{"length":256000,"tooLarge":"MessageSizeExceeded"}""")]
    [InlineData("settle", """{"twice":"Error: The message has either been deleted or already settled","again":["abandon",1,"by abandon"],"letter":["deadLetter","reason","description","q","by dead-letter"],"deferred":["defer","by defer"],"left":0}""")]
    [InlineData("maxDelivery", """{"reason":"MaxDeliveryCountExceeded","left":0}""")]
    [InlineData("locks", """{"renewedLater":true,"deliveryCount":1,"lost":"MessageLockLost","notRenewed":"MessageLockLost"}""")]
    [InlineData("receiveAndDelete", """{"received":[1,2],"left":0}""")]
    [InlineData("peek", """{"first":[1,2],"next":[3],"from":[2,3],"empty":0,"state":"active"}""")]
    [InlineData("topic", """{"all":["late","on time","silent"],"late":["late"],"more":0}""")]
    [InlineData("duplicates", """["first","third"]""")]
    [InlineData("unknown", """{"send":"MessagingEntityNotFound","receive":"MessagingEntityNotFound","peek":"MessagingEntityNotFound"}""")]
    [InlineData("sessions", """{"next":true,"named":true}""")]
    [InlineData("rubbish", """{"noMessage":"closed amqp:decode-error","noBatch":"rejected amqp:decode-error","after":[1]}""")]
    [InlineData("abrupt", """{"whileLocked":0,"after":["x",1]}""")]
    [InlineData("drain", """{"empty":[0,0,0],"some":[1,2],"waited":[3]}""")]
    public async Task The_client_sees_what_the_real_service_shows(string scenario, string expected)
    {
        await using var app = await StartAsync();
        Assert.Equal(expected, (await PlayAsync(app, scenario)).GetRawText());
    }

    [Fact]
    public async Task A_batch_filled_to_the_limit_arrives_in_order()
    {
        await using var app = await StartAsync();
        var seen = await PlayAsync(app, "batch");
        Assert.True(seen.GetProperty("inOrder").GetBoolean());
        Assert.Equal(256 * 1024, seen.GetProperty("limit").GetInt32());
        Assert.InRange(seen.GetProperty("count").GetInt32(), 200, 256);
        Assert.Equal(0, Source(app, "q").Count);
    }

    [Fact]
    public async Task Scheduled_messages_wait_for_the_runtimes_clock_and_can_be_cancelled()
    {
        await using var app = await StartAsync();
        var at = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(40), TimeSpan.Zero);
        var seen = await PlayAsync(app, "schedule", at.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(
            $$"""{"peeked":["kept"],"state":"scheduled","sameNumber":true,"at":"{{at:yyyy-MM-dd}}T00:00:00.000Z","early":0,"again":"MessageNotFound"}""",
            seen.GetRawText());

        using var moved = await app.SendAsync(HttpMethod.Post, "/local/clock", """{"advance":"P41D"}""");
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.NotNull(await Source(app, "q").TryTakeAsync());
    }

    [Fact]
    public async Task A_streaming_receiver_gets_everything_once()
    {
        await using var app = await StartAsync();
        Assert.Equal(300, (await PlayAsync(app, "subscribe", "300")).GetInt32());
        await BrokerHarness.UntilAsync(() => Source(app, "q").Count == 0, "every message is settled");
    }

    [Fact]
    public async Task What_a_client_sends_triggers_a_function()
    {
        await using var app = await StartAsync(typeof(QueueFunctions));
        Assert.Equal("sent", (await PlayAsync(app, "send", "good")).GetString());
        await app.Services.GetRequiredService<WorkInFlight>().WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["good"], app.Services.GetRequiredService<Seen>());
    }

    [Fact]
    public async Task Connections_do_not_hang_in_their_handshake()
    {
        await using var app = await StartAsync();
        Assert.Equal(40, (await PlayAsync(app, "connections", "40")).GetInt32());
    }

    [Fact]
    public async Task Garbage_on_the_port_harms_nobody()
    {
        await using var app = await StartAsync();
        foreach (var garbage in (byte[][])["GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [.. "AMQP\x3\x1\0\0"u8, 0xff, 0xff, 0xff, 0xff], []])
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port(app), TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(garbage, TestContext.Current.CancellationToken);
        }

        Assert.Equal("sent", (await PlayAsync(app, "send", "x")).GetString());
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_start_and_says_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var host = RunningApp.Build(azurite, [], with: settings => settings with { AmqpPort = port });
        var failure = await Assert.ThrowsAsync<LocalRuntimeStartException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"Port {port} is taken by another program. Stop that one, or set INBURGERING_AMQP_PORT to another port.", failure.Message);
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private static Subqueue Source(RunningApp app, string address) => app.Services.GetRequiredService<Broker>().FindSource(address)!;

    private static int Port(RunningApp app) =>
        new Uri(app.Services.GetRequiredService<AmqpServer>().ConnectionString.Split(';')[0]["Endpoint=".Length..]).Port;

    private static async Task<JsonElement> PlayAsync(RunningApp app, string scenario, string argument = "")
    {
        var script = TopicTests.RepositoryFile("tests/LocalRuntime.Tests/ServiceBus/amqp-client.cjs");
        using var node = Process.Start(new ProcessStartInfo("node", [script, app.Services.GetRequiredService<AmqpServer>().ConnectionString, scenario, argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var output = node.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            await node.WaitForExitAsync(limit.Token);
            Assert.True(node.ExitCode == 0, $"The client failed: {await errors}");
            return JsonDocument.Parse(await output).RootElement;
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill();
            }
        }
    }

    private Task<RunningApp> StartAsync(params Type[] functions) => RunningApp.StartAsync(
        azurite,
        functions,
        builder => builder.Services.AddSingleton<Seen>(),
        settings =>
        {
            File.WriteAllText(Path.Combine(settings.AppFolder, "servicebus.json"), Topology);
            return settings;
        });
}

public sealed class QueueFunctions(Seen seen)
{
    [Function("Queue")]
    public void Run([ServiceBusTrigger("q")] ServiceBusReceivedMessage message) =>
        seen.Enqueue(JsonDocument.Parse(message.Body).RootElement.GetProperty("kind").GetString()!);
}
