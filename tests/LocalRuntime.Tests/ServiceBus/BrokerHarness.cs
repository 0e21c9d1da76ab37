using System.Diagnostics;
using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

/// <summary>A broker on the shared Azurite, with tables of its own and a clock that the test moves.</summary>
internal sealed class BrokerHarness : IDisposable
{
    private readonly BrokerServices services;

    private BrokerHarness(LocalRuntimeSettings settings, Topology topology, TestClock clock)
    {
        Settings = settings;
        Topology = topology;
        Clock = clock;
        Schedule = new ScheduledMessages(Signal);
        var options = new TableClientOptions();
        options.AddPolicy(new LostAnswers(() => LoseAnswer, error => new RequestFailedException(error)), HttpPipelinePosition.PerCall);
        options.AddPolicy(new LostAnswers(() => LoseAnswerOnce, error => new IOException(error)), HttpPipelinePosition.PerRetry);
        Store = new MessageStore(new TableServiceClient(settings.Storage!.ConnectionString, options).GetTableClient(MessageStore.TableName(settings)));
        services = new BrokerServices(Store, clock, Work, NullLogger.Instance);
        Broker = new Broker(topology, services, Schedule);
        Client = new ServiceBusClient(Broker);
    }

    /// <summary>Asked after each storage request whether the caller shall see a failure although the request was carried out.</summary>
    public Func<HttpMessage, bool> LoseAnswer { get; set; } = _ => false;

    /// <summary>As <see cref="LoseAnswer"/>, but the storage client tries the request again.</summary>
    public Func<HttpMessage, bool> LoseAnswerOnce { get; set; } = _ => false;

    public LocalRuntimeSettings Settings { get; }

    public Topology Topology { get; }

    public TestClock Clock { get; }

    public WorkInFlight Work { get; } = new();

    public DueSignal Signal { get; } = new();

    public ScheduledMessages Schedule { get; }

    public MessageStore Store { get; }

    public Broker Broker { get; }

    public ServiceBusClient Client { get; }

    public static Task<BrokerHarness> StartAsync(AzuriteFixture azurite, string topology, Action<Broker>? beforeLoad = null) => StartAsync(
        new LocalRuntimeSettings(typeof(BrokerHarness).Assembly, ".", Storage: azurite.Storage, Isolation: "t" + Guid.NewGuid().ToString("N")[..12]),
        TopologyFile.Parse(topology),
        new TestClock(),
        beforeLoad);

    /// <summary>One queue named <c>q</c>.</summary>
    public static Task<BrokerHarness> StartWithQueueAsync(AzuriteFixture azurite, string properties = "") => StartAsync(azurite, QueueTopology(properties));

    public static string QueueTopology(string properties = "") =>
        $$"""{ "UserConfig": { "Namespaces": [ { "Name": "n", "Queues": [ { "Name": "q", "Properties": { {{properties}} } } ] } ] } }""";

    /// <summary>A second broker on the same storage, as after a kill: the first one is simply not used any more.</summary>
    public Task<BrokerHarness> RestartAsync(Action<Broker>? beforeLoad = null, Topology? topology = null) =>
        StartAsync(Settings, topology ?? Topology, Clock, beforeLoad);

    public Subqueue Source(string address) => Broker.FindSource(address)!;

    public Task SendAsync(string entity, params string[] bodies) =>
        Client.CreateSender(entity).SendMessagesAsync(bodies.Select(body => new ServiceBusMessage(body)), TestContext.Current.CancellationToken);

    /// <summary>Takes a message that must be there within seconds.</summary>
    public async Task<Delivery> TakeAsync(string address)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        return await Source(address).TakeAsync(limit.Token);
    }

    /// <summary>The bodies of everything there, in order, without taking any of it.</summary>
    public async Task<List<string>> BodiesAsync(string address)
    {
        var bodies = new List<string>();
        foreach (var copy in Source(address).Peek())
        {
            var content = await Store.ReadContentAsync(copy.Message);
            bodies.Add(BinaryData.FromBytes(content!.Body).ToString());
        }

        return bodies;
    }

    /// <summary>Waits, with a deadline, until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), string.Create(CultureInfo.InvariantCulture, $"{what}: not after {waited.Elapsed}."));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        Broker.Dispose();
        services.Dispose();
    }

    private static async Task<BrokerHarness> StartAsync(LocalRuntimeSettings settings, Topology topology, TestClock clock, Action<Broker>? beforeLoad)
    {
        var harness = new BrokerHarness(settings, topology, clock);
        beforeLoad?.Invoke(harness.Broker);
        await harness.Broker.LoadAsync(TestContext.Current.CancellationToken);
        return harness;
    }
}

/// <summary>Stands still until the test moves it.</summary>
internal sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

internal sealed class LostAnswers(Func<Func<HttpMessage, bool>> loses, Func<string, Exception> failure) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (loses()(message))
        {
            throw failure("The answer was lost, as the test wants it.");
        }
    }
}
