using System.Collections.Concurrent;
using Azure;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Runs the orchestrations. It holds a worker for each instance that has something to do, and nothing for the others.
/// </summary>
internal sealed partial class DurableEngine : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, InstanceWorker> workers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, string> unfinished = new(StringComparer.Ordinal);

    public DurableEngine(
        LocalStorage storage,
        LocalRuntimeSettings settings,
        FunctionCatalog catalog,
        IFunctionInvoker invoker,
        DataConverter converter,
        TimeProvider time,
        WorkInFlight work,
        DueSignal signal,
        DurableOptions options,
        StorageGate gate,
        ILoggerFactory loggerFactory)
    {
        Functions = new DurableFunctions(catalog);
        Invoker = invoker;
        Converter = converter;
        Time = time;
        Work = work;
        Options = options;
        LoggerFactory = loggerFactory;
        Logger = loggerFactory.CreateLogger<DurableEngine>();
        Store = new InstanceStore(storage.Tables, new PayloadBlobs(storage.Blobs, settings.Isolation, gate), settings.Isolation, gate);
        Index = new DueIndex(storage.Tables, settings.Isolation, gate, signal);
        Turns = new SemaphoreSlim(options.MaxSteps);
        Activities = new ActivityRunner(this, options.MaxActivities);
        Delivery = new MessageDelivery(this);
        MaxSteps = options.MaxSteps;
    }

    public DurableFunctions Functions { get; }

    public IFunctionInvoker Invoker { get; }

    public DataConverter Converter { get; }

    public TimeProvider Time { get; }

    public WorkInFlight Work { get; }

    public DurableOptions Options { get; }

    public ILoggerFactory LoggerFactory { get; }

    public ILogger Logger { get; }

    public InstanceStore Store { get; }

    public DueIndex Index { get; }

    public RecentInstances Recent { get; } = new();

    public InstanceWatch Watch { get; } = new();

    public ActivityRunner Activities { get; }

    public MessageDelivery Delivery { get; }

    /// <summary>How many instances may take a step at once.</summary>
    public SemaphoreSlim Turns { get; }

    public CancellationToken Stopping => stopping.Token;

    /// <summary>Completes once the engine takes messages.</summary>
    public Task Started => started.Task;

    /// <summary>How many instances are held in memory.</summary>
    public int Active => workers.Count;

    private int MaxSteps { get; }

    /// <summary>Prepares storage and goes on with what was left undone.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Store.CreateAsync(cancellationToken);
        var keys = await Index.OpenAsync(Time.GetUtcNow(), cancellationToken);
        keys.ForEach(key => unfinished.TryAdd(DueIndex.InstanceOf(key), key));
        keys.ForEach(key => Post(DueIndex.InstanceOf(key), new WakeMessage(key)));
        started.TrySetResult();
    }

    /// <summary>Lets running activities end and what is being stored be stored, then ends. What is unfinished goes on with the next start.</summary>
    /// <param name="grace">How long running activities may take.</param>
    public async Task StopAsync(TimeSpan grace)
    {
        await Activities.StopAsync(grace);
        await stopping.CancelAsync();
        for (var turn = 0; turn < MaxSteps; turn++)
        {
            if (!await Turns.WaitAsync(StopLimit))
            {
                break;
            }
        }

        await Index.DisposeAsync();
    }

    /// <summary>Puts a message into an instance's inbox. From here on it counts as work in flight until it is done.</summary>
    public void Post(string instanceId, InstanceMessage message)
    {
        message.Piece ??= Work.Begin();
        while (!Stopping.IsCancellationRequested)
        {
            if (workers.GetOrAdd(instanceId, NewWorker).TryPost(message))
            {
                return;
            }

            // Its worker has just ended and makes room for the next one.
            Thread.Yield();
        }

        message.Fail(new OperationCanceledException("The runtime is stopping.", Stopping));
    }

    /// <summary>An instance as it is stored, without its history: from memory where something goes on with it or did a moment ago.</summary>
    public async Task<InstanceRecord?> ShowAsync(string instanceId, CancellationToken cancellationToken) =>
        (workers.TryGetValue(instanceId, out var worker) ? worker.Shown : Recent.Show(instanceId))
        ?? await Store.ReadSummaryAsync(instanceId, cancellationToken);

    /// <summary>Ends a worker that has nothing to do.</summary>
    /// <param name="stored">What it knows of its instance.</param>
    public void Retire(InstanceWorker worker, StoredInstance? stored)
    {
        Recent.Put(worker.InstanceId, stored);
        lock (unfinished)
        {
            unfinished.Remove(worker.InstanceId);
        }

        workers.TryRemove(KeyValuePair.Create(worker.InstanceId, worker));
    }

    /// <summary>Deletes the payloads of an execution (of all, if <see langword="null"/>) in the background.</summary>
    public void Sweep(string instanceId, string? executionId) => _ = SweepAsync(instanceId, executionId);

    public async ValueTask DisposeAsync()
    {
        if (!stopping.IsCancellationRequested)
        {
            await StopAsync(TimeSpan.Zero);
        }
    }

    private async Task SweepAsync(string instanceId, string? executionId)
    {
        try
        {
            await Store.Blobs.DeleteAsync(instanceId, executionId, Stopping);
        }
        catch (Exception exception) when (exception is RequestFailedException or OperationCanceledException)
        {
            LogNotSwept(Logger, instanceId, exception);
        }
    }

    private InstanceWorker NewWorker(string instanceId)
    {
        lock (unfinished)
        {
            return new InstanceWorker(instanceId, this, unfinished.GetValueOrDefault(instanceId));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Payloads of instance {InstanceId} that nobody needs any more were left behind.")]
    private static partial void LogNotSwept(ILogger logger, string instanceId, Exception exception);
}
