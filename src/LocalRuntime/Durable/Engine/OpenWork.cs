namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// What an instance has set in motion outside of itself: activities that run, messages on their way to other instances. While
/// there is any, the instance stands in the index, so that a restart goes on with it.
/// </summary>
/// <param name="key">The row of the index that names the instance since an earlier life of the engine, if any.</param>
internal sealed class OpenWork(DurableEngine engine, string? key)
{
    private readonly HashSet<(string ExecutionId, int TaskId)> activities = [];
    private readonly HashSet<string> messages = [];

    private bool read;

    /// <summary>The row of the index that names the instance, at an instant that is past; <see langword="null"/> for none.</summary>
    public string? Key { get; set; } = key;

    public bool IsIdle => activities.Count == 0 && messages.Count == 0;

    /// <summary>Whether the instance must stand in the index with this state.</summary>
    public static bool IsOpen(InstanceRecord record, DateTimeOffset now) =>
        (!record.IsFinished && record.OpenTasks.Count > 0) || record.Outbox.Count > 0 || record.StartIsDue(now);

    /// <summary>
    /// To be called with each record that was read. Messages it holds were delivered by an earlier worker, unless the index
    /// still names the instance.
    /// </summary>
    public void Read(InstanceRecord record)
    {
        if (!read && Key is null)
        {
            record.Outbox.Clear();
        }

        read = true;
    }

    /// <summary>Starts what the record says and is not under way yet; takes the instance off the index when nothing is left.</summary>
    public void Continue(InstanceRecord record)
    {
        if (!record.IsFinished)
        {
            foreach (var (taskId, scheduled) in record.OpenTasks)
            {
                if (activities.Add((record.ExecutionId, taskId)))
                {
                    engine.Activities.Start(record, scheduled);
                }
            }
        }

        foreach (var message in record.Outbox)
        {
            if (messages.Add(message.Id))
            {
                engine.Delivery.Start(record.InstanceId, message);
            }
        }

        if (IsIdle && !IsOpen(record, engine.Time.GetUtcNow()))
        {
            Forget(record);
        }
    }

    /// <summary>Takes the instance off the index, but for its timers.</summary>
    public void Forget(InstanceRecord? record)
    {
        if (Key is { } indexed && indexed != record?.DueKey)
        {
            engine.Index.DeleteLater(indexed);
        }

        Key = null;
    }

    public void ActivityIsOver(string executionId, int taskId) => activities.Remove((executionId, taskId));

    public void MessageIsDelivered(string id) => messages.Remove(id);
}
