using System.Reflection;
using System.Text.Json;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Durable;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inburgering.LocalRuntime.Tests.Durable;

/// <summary>The engine alone, on real tables, with a clock that a test moves and a gate where it can die.</summary>
internal sealed class EngineRig : IAsyncDisposable
{
    private readonly DurableTimers timers;
    private readonly Task stopped;

    private EngineRig(LocalStorage storage, string isolation, ManualTime time, CrashingGate gate, Type functions)
    {
        Time = time;
        Gate = gate;
        var settings = new LocalRuntimeSettings(functions.Assembly, storage.DataFolder, Storage: storage, Isolation: isolation) { FunctionTypes = [functions] };
        Engine = new DurableEngine(
            storage,
            settings,
            FunctionDiscovery.Find(settings),
            new PlainInvoker(),
            new JsonConverterOfApp(JsonSerializerOptions.Default),
            time,
            Work,
            new DueSignal(),
            DurableOptions.Default,
            gate,
            NullLoggerFactory.Instance);
        timers = new DurableTimers(Engine);
        Client = new LocalDurableTaskClient(Engine);
        stopped = gate.Died.Task.ContinueWith(_ => Engine.StopAsync(TimeSpan.Zero), TaskScheduler.Default).Unwrap();
    }

    public DurableEngine Engine { get; }

    public DurableTaskClient Client { get; }

    public ManualTime Time { get; }

    public CrashingGate Gate { get; }

    public WorkInFlight Work { get; } = new();

    public static string NewIsolation() => "e" + Guid.NewGuid().ToString("N")[..12];

    /// <exception cref="Exception">The gate lets the engine die at the start.</exception>
    public static async Task<EngineRig> StartAsync(
        AzuriteFixture azurite, string isolation, Type functions, ManualTime? time = null, CrashingGate? gate = null)
    {
        var rig = new EngineRig(azurite.Storage, isolation, time ?? new ManualTime(), gate ?? new CrashingGate(), functions);
        try
        {
            await rig.Engine.StartAsync(TestContext.Current.CancellationToken);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until nothing goes on, then lives through all timers up to <paramref name="end"/>. Ends early when the engine dies.</summary>
    public async Task LiveAsync(DateTimeOffset end)
    {
        while (!Gate.Died.Task.IsCompleted)
        {
            await Task.WhenAny(Work.WhenIdleAsync(TestContext.Current.CancellationToken), Gate.Died.Task);
            if (await timers.NextDueAsync(TestContext.Current.CancellationToken) is not { } next || next > end)
            {
                return;
            }

            Time.Now = next > Time.Now ? next : Time.Now;
            await timers.FireDueAsync(Time.Now, TestContext.Current.CancellationToken);
        }
    }

    public Task SettleAsync() => Work.WhenIdleAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Gate.Died.Task.IsCompleted)
        {
            await stopped;
        }

        await Engine.DisposeAsync();
    }

    private sealed class PlainInvoker : IFunctionInvoker
    {
        public async Task<object?> InvokeAsync(Invocation invocation)
        {
            var method = invocation.Function.Method;
            var result = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [.. method.GetParameters().Select(invocation.Bind)], null);
            if (result is Task task)
            {
                await task;
                return task.GetType().GetProperty("Result")?.GetValue(task) is { } value && value.GetType().Name != "VoidTaskResult" ? value : null;
            }

            return result;
        }
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
