using System.Diagnostics.CodeAnalysis;
using Inburgering.LocalRuntime.Clock;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Messages that become receivable at an instant of the runtime's clock. They are persisted already; this is their order.</summary>
internal sealed class ScheduledMessages(DueSignal signal) : IDueWork
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(DateTimeOffset At, string Entity, long SequenceNumber), (BusEntity Entity, StoredMessage Message)> planned = [];

    public void Add(BusEntity entity, StoredMessage message)
    {
        lock (gate)
        {
            planned[Key(entity, message)] = (entity, message);
        }

        signal.Planned(message.ScheduledEnqueueTime);
    }

    /// <summary>Takes a message out before its time.</summary>
    public bool TryTake(BusEntity entity, long sequenceNumber, [NotNullWhen(true)] out StoredMessage? message)
    {
        lock (gate)
        {
            message = planned.Values.FirstOrDefault(each => each.Entity == entity && each.Message.SequenceNumber == sequenceNumber).Message;
            return message is not null && planned.Remove(Key(entity, message));
        }
    }

    public ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult<DateTimeOffset?>(planned.Count == 0 ? null : planned.Keys.First().At);
        }
    }

    public Task FireDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (TryTakeDue(now, out var due))
        {
            due.Entity.Show(due.Message, isScheduled: false);
        }

        return Task.CompletedTask;
    }

    private static (DateTimeOffset At, string Entity, long SequenceNumber) Key(BusEntity entity, StoredMessage message) =>
        (message.ScheduledEnqueueTime, entity.Name, message.SequenceNumber);

    private bool TryTakeDue(DateTimeOffset now, out (BusEntity Entity, StoredMessage Message) due)
    {
        lock (gate)
        {
            if (planned.Count > 0 && planned.First() is var first && first.Key.At <= now)
            {
                due = first.Value;
                return planned.Remove(first.Key);
            }
        }

        due = default;
        return false;
    }
}
