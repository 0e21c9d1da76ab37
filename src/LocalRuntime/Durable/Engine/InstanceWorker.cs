using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// The one worker of one instance. It lives while the instance has messages or open work, takes all messages there are, and
/// stores their effect in one write. Nothing else reads for writing or writes the instance.
/// </summary>
/// <param name="key">The row of the index that names the instance since an earlier life of the engine, if any.</param>
internal sealed partial class InstanceWorker(string instanceId, DurableEngine engine, string? key)
{
    private const int MaxFailures = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly LinkedList<InstanceMessage> inbox = new();
    private readonly OpenWork work = new(engine, key);
    private bool running;
    private bool retired;
    private StoredInstance? stored;
    private bool known;
    private int failures;
    private volatile InstanceRecord? shown;

    // What was being written when storage gave no good answer.
    private string? uncertainWrite;
    private IReadOnlyList<InstanceMessage> uncertainMessages = [];

    public string InstanceId => instanceId;

    /// <summary>The instance as it is stored, without its history; <see langword="null"/> where only storage can tell.</summary>
    public InstanceRecord? Shown => shown;

    /// <summary>False when the worker has ended: another one must be made.</summary>
    public bool TryPost(InstanceMessage message)
    {
        lock (gate)
        {
            if (retired)
            {
                return false;
            }

            inbox.AddLast(message);
            if (!running)
            {
                running = true;
                _ = Task.Run(RunAsync);
            }

            return true;
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            List<InstanceMessage> messages;
            lock (gate)
            {
                if (inbox.Count == 0)
                {
                    running = false;
                    if (work.IsIdle)
                    {
                        retired = true;
                        engine.Retire(this, stored);
                    }

                    return;
                }

                messages = [.. inbox];
                inbox.Clear();
            }

            if (!await TakeInAsync(messages))
            {
                return;
            }
        }
    }

    /// <returns>False when the engine stops.</returns>
    private async Task<bool> TakeInAsync(List<InstanceMessage> messages)
    {
        var rest = new Queue<InstanceMessage>(messages);
        try
        {
            await engine.Turns.WaitAsync(engine.Stopping);
            try
            {
                await LoadAsync(rest);
                while (rest.Count > 0)
                {
                    var together = TakeTogether(rest, messages);
                    await HandleAsync(together);
                }
            }
            finally
            {
                engine.Turns.Release();
            }

            failures = 0;
            return true;
        }
        catch (OperationCanceledException) when (engine.Stopping.IsCancellationRequested)
        {
            GiveUp(messages);
            return false;
        }
        catch (Exception exception)
        {
            return await RecoverAsync(messages, exception);
        }
    }

    private async Task LoadAsync(Queue<InstanceMessage> messages)
    {
        if (known || (messages.Peek() is StartMessage { IdIsFresh: true, Failures: 0 } && stored is null))
        {
            return;
        }

        stored = failures == 0 ? engine.Recent.Take(instanceId) : null;
        known = true;
        if (stored is not null)
        {
            return;
        }

        stored = await engine.Store.ReadAsync(instanceId, engine.Stopping);
        if (stored is not null)
        {
            work.Read(stored.Record);
        }

        if (uncertainWrite is not null && stored?.Record.WriteId == uncertainWrite)
        {
            foreach (var message in uncertainMessages)
            {
                message.Finish();
            }

            var left = messages.Except(uncertainMessages).ToList();
            messages.Clear();
            left.ForEach(messages.Enqueue);
            work.Continue(stored!.Record);
            shown = stored.Record.Summary();
            engine.Watch.Changed(instanceId);
        }

        uncertainWrite = null;
        uncertainMessages = [];
    }

    // A start or a purge by itself; everything else in between in one step.
    private static List<InstanceMessage> TakeTogether(Queue<InstanceMessage> rest, List<InstanceMessage> all)
    {
        List<InstanceMessage> together = [rest.Dequeue()];
        if (together[0] is not (StartMessage or PurgeMessage))
        {
            while (rest.TryPeek(out var next) && next is not (StartMessage or PurgeMessage))
            {
                together.Add(rest.Dequeue());
            }
        }

        return together;
    }

    private async Task HandleAsync(List<InstanceMessage> together)
    {
        uncertainMessages = together;
        var turn = new InstanceTurn(instanceId, engine, stored, work);
        try
        {
            await turn.TakeInAsync(together);
        }
        catch
        {
            uncertainWrite = turn.WriteId;
            throw;
        }

        stored = turn.Stored;
        known = true;
        shown = stored?.Record.Summary();
        if (turn.WriteId is not null)
        {
            engine.Watch.Changed(instanceId);
        }

        uncertainMessages = [];
        foreach (var message in together)
        {
            message.Finish(!turn.WithoutEffect.Contains(message));
        }
    }

    private async Task<bool> RecoverAsync(List<InstanceMessage> messages, Exception exception)
    {
        stored = null;
        shown = null;
        known = false;
        failures++;
        LogFailure(engine.Logger, instanceId, exception);
        var again = new List<InstanceMessage>();
        foreach (var message in messages.Where(message => !message.Done.IsCompleted))
        {
            message.Failures++;
            if (message.MayFail && message.Failures >= MaxFailures)
            {
                message.Fail(exception);
            }
            else
            {
                again.Add(message);
            }
        }

        lock (gate)
        {
            for (var index = again.Count - 1; index >= 0; index--)
            {
                inbox.AddFirst(again[index]);
            }
        }

        try
        {
            var pause = TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(failures, 10)));
            await Task.Delay(pause < LongestPause ? pause : LongestPause, engine.Stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            GiveUp(again);
            return false;
        }
    }

    private void GiveUp(List<InstanceMessage> messages)
    {
        lock (gate)
        {
            retired = true;
            messages = [.. messages, .. inbox];
            inbox.Clear();
        }

        foreach (var message in messages.Where(message => !message.Done.IsCompleted))
        {
            message.Fail(new OperationCanceledException("The runtime is stopping.", engine.Stopping));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Instance {InstanceId} could not take a step; it is tried again.")]
    private static partial void LogFailure(ILogger logger, string instanceId, Exception exception);
}
