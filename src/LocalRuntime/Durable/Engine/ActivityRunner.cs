using System.Reflection;
using Azure;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>Runs activities, so many at a time, and tells their instance how they ended.</summary>
internal sealed class ActivityRunner(DurableEngine engine, int slots) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim free = new(slots);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Starts no more activities, and waits until those that run are over; true if they are within <paramref name="limit"/>.</summary>
    public async Task<bool> StopAsync(TimeSpan limit)
    {
        await stopping.CancelAsync();
        var deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        for (var slot = 0; slot < slots; slot++)
        {
            if (!await free.WaitAsync(TimeSpan.FromMilliseconds(Math.Max(0, deadline - Environment.TickCount64))))
            {
                return false;
            }
        }

        return true;
    }

    public void Start(InstanceRecord record, HistoryEvent scheduled)
    {
        var piece = engine.Work.Begin();
        var (instanceId, executionId) = (record.InstanceId, record.ExecutionId);
        _ = Task.Run(async () =>
        {
            using (piece)
            {
                await RunAsync(instanceId, executionId, scheduled);
            }
        });
    }

    public void Dispose()
    {
        free.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync(string instanceId, string executionId, HistoryEvent scheduled)
    {
        try
        {
            await free.WaitAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await ReadInputAsync(scheduled.Data);
            var news = await CallAsync(scheduled);
            engine.Post(instanceId, new NewsMessage(news) { ExecutionId = executionId });
        }
        catch (OperationCanceledException) when (engine.Stopping.IsCancellationRequested)
        {
            // The next start runs it again.
        }
        finally
        {
            free.Release();
        }
    }

    private async Task<HistoryEvent> CallAsync(HistoryEvent scheduled)
    {
        var outcome = new HistoryEvent(HistoryEventKind.TaskCompleted, default) { TaskId = scheduled.TaskId };
        if (engine.Functions.Activity(scheduled.Name!) is not { } function)
        {
            return outcome with
            {
                Kind = HistoryEventKind.TaskFailed,
                Name = scheduled.Name,
                NonRetriable = true,
                Failure = new TaskFailureDetails(
                    typeof(ArgumentException).FullName!,
                    $"The function '{scheduled.Name}' doesn't exist, is disabled, or is not an activity function.",
                    null,
                    null,
                    null),
            };
        }

        object? Bind(ParameterInfo parameter) => function.IsTrigger(parameter)
            ? engine.Converter.Deserialize(scheduled.Data?.Text, parameter.ParameterType)
            : throw new InvalidOperationException($"The parameter '{parameter.Name}' of activity '{function.Name}' can't be bound.");

        try
        {
            var result = await engine.Invoker.InvokeAsync(new Invocation(function, Bind));
            return outcome with { Data = Payload.Of(engine.Converter.Serialize(result)) };
        }
        catch (Exception exception) when (!engine.Stopping.IsCancellationRequested)
        {
            return outcome with { Kind = HistoryEventKind.TaskFailed, Name = scheduled.Name, Failure = TaskFailureDetails.FromException(exception) };
        }
    }

    private async Task ReadInputAsync(Payload? input)
    {
        while (true)
        {
            try
            {
                await engine.Store.Blobs.ReadAsync(input, engine.Stopping);
                return;
            }
            catch (RequestFailedException) when (!engine.Stopping.IsCancellationRequested)
            {
                await Task.Delay(Pause, engine.Stopping);
            }
        }
    }
}
