using Azure;
using Azure.Data.Tables;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// A queue or a topic: accepts messages and persists what becomes of their copies. A send decides which subscriptions take
/// the message and writes it once, all copies in one row, so a crash can neither lose nor double one of them.
/// </summary>
internal sealed class BusEntity : IDisposable
{
    private const int Stripes = 16;

    private readonly BrokerServices services;
    private readonly DuplicateDetection? duplicates;
    private readonly SequenceNumbers sequence;
    private readonly IReadOnlyList<(SubscriptionDefinition? Subscription, MessageQueue Queue)> queues;
    private readonly SemaphoreSlim[] saving = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly Dictionary<long, StoredMessage> uncertain = [];
    private DateTimeOffset prunedAt;

    public BusEntity(QueueDefinition definition, BrokerServices services)
        : this(definition.Name, definition.DuplicateDetection, services) =>
        queues = [(null, new MessageQueue(this, string.Empty, definition.Delivery, services))];

    public BusEntity(TopicDefinition definition, BrokerServices services)
        : this(definition.Name, definition.DuplicateDetection, services)
    {
        IsTopic = true;
        queues = [.. definition.Subscriptions.Select(subscription =>
            ((SubscriptionDefinition?)subscription, new MessageQueue(this, subscription.Name, Limited(subscription.Delivery, definition.DefaultTimeToLive), services)))];
    }

    private BusEntity(string name, DuplicateDetection? duplicates, BrokerServices services)
    {
        Name = name;
        this.duplicates = duplicates;
        this.services = services;
        sequence = new SequenceNumbers(name, services.Store);
        queues = [];
    }

    public string Name { get; }

    public bool IsTopic { get; }

    /// <summary>The queue itself, or the topic's subscriptions.</summary>
    public IEnumerable<MessageQueue> Queues => queues.Select(pair => pair.Queue);

    public SequenceNumbers Sequence => sequence;

    /// <summary>Forgets old message ids beside the sends: with the first of a process, then once a window.</summary>
    public Task Pruning { get; private set; } = Task.CompletedTask;

    /// <summary>Persists messages, at most <see cref="MessageStore.MaxBatch"/> and all or none of them, without making them receivable.</summary>
    /// <returns>
    /// One entry a message, in order: what was stored. A message nobody takes has no copies; <see langword="null"/> stands
    /// for a message that was dropped as a duplicate.
    /// </returns>
    public async Task<StoredMessage?[]> StoreAsync(IReadOnlyList<MessageContent> contents, CancellationToken cancellationToken)
    {
        var now = services.Clock.GetUtcNow();
        var first = await sequence.TakeAsync(contents.Count, cancellationToken).ConfigureAwait(false);
        var items = new List<(StoredMessage Message, MessageContent Content)>(contents.Count);
        for (var index = 0; index < contents.Count; index++)
        {
            items.Add(Prepare(contents[index], first + index, first, now));
        }

        if (duplicates is null)
        {
            // From here on nothing is cancelled: whether it was persisted must be known.
            var rows = items.Where(item => item.Message.Copies.Count > 0).Select(item => MessageRow.Write(item.Message, item.Content)).ToList();
            if (rows.Count > 0)
            {
                await services.Store.AppendAsync(rows).ConfigureAwait(false);
            }
        }
        else
        {
            await StoreOnceAsync(items, duplicates.Window, now).ConfigureAwait(false);
            PruneIfDue(now);
        }

        var stored = items.ToDictionary(item => item.Message.SequenceNumber);
        var results = new StoredMessage?[contents.Count];
        for (var index = 0; index < results.Length; index++)
        {
            if (stored.TryGetValue(first + index, out var item))
            {
                results[index] = item.Message;
                if (Targets(item.Message).Any(target => target.Queue.Active.IsAwaited))
                {
                    services.Remember(item.Message, item.Content);
                }
            }
        }

        return results;
    }

    /// <summary>Makes the copies of a persisted message receivable, or keeps them aside until their time.</summary>
    public void Show(StoredMessage message, bool isScheduled)
    {
        foreach (var (copy, queue) in Targets(message))
        {
            if (isScheduled && copy.State.Status == CopyStatus.Active)
            {
                queue.Active.AddAside(copy);
            }
            else
            {
                queue.Place(copy);
            }
        }
    }

    /// <summary>Removes a scheduled message everywhere.</summary>
    public async Task CancelAsync(StoredMessage message)
    {
        await services.Store.DeleteAsync(message).ConfigureAwait(false);
        foreach (var (copy, queue) in Targets(message))
        {
            copy.State = copy.State with { Status = CopyStatus.Gone };
            queue.Active.Remove(copy);
        }
    }

    /// <summary>Persists a copy's new state, then sets it. The row goes with the last copy.</summary>
    public async Task SaveAsync(MessageCopy copy, CopyState state)
    {
        // One row carries every subscription's state: two of them settling at once take turns.
        var turn = saving[copy.SequenceNumber % Stripes];
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var copies = copy.Message.Copies.Select(each => (each.Subscription, State: each == copy ? state : each.State)).ToList();
            if (copies.TrueForAll(each => each.State.Status == CopyStatus.Gone))
            {
                await services.Store.DeleteAsync(copy.Message).ConfigureAwait(false);
                services.Recent.Remove(copy.Message);
            }
            else
            {
                await services.Store.SaveCopiesAsync(copy.Message, copies).ConfigureAwait(false);
            }

            copy.State = state;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        sequence.Dispose();
        Array.ForEach(saving, turn => turn.Dispose());
    }

    private static DeliveryRules Limited(DeliveryRules rules, TimeSpan timeToLive) =>
        timeToLive < rules.DefaultTimeToLive ? rules with { DefaultTimeToLive = timeToLive } : rules;

    private (StoredMessage Message, MessageContent Content) Prepare(MessageContent content, long sequenceNumber, long firstOfSend, DateTimeOffset now)
    {
        var isScheduled = content.ScheduledEnqueueTime > now;
        content = content with
        {
            EnqueuedTime = isScheduled ? content.ScheduledEnqueueTime : now,
            ScheduledEnqueueTime = isScheduled ? content.ScheduledEnqueueTime : default,
        };
        var partition = duplicates is null ? MessageRow.Partition(Name, firstOfSend) : DuplicateRow.Partition(Name, content.MessageId);
        var message = new StoredMessage(Name, partition, sequenceNumber, content.EnqueuedTime, content.TimeToLive, content.ScheduledEnqueueTime);
        foreach (var (subscription, queue) in queues)
        {
            if (subscription is null || subscription.Filters.Any(filter => filter.Matches(content)))
            {
                message.AddCopy(queue.Subscription, CopyState.New);
            }
        }

        return (message, content);
    }

    /// <summary>Persists those of <paramref name="items"/> whose id is new within the window; the others are taken out of the list.</summary>
    private async Task StoreOnceAsync(List<(StoredMessage Message, MessageContent Content)> items, TimeSpan window, DateTimeOffset now)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        items.RemoveAll(item => !ids.Add(item.Content.MessageId));
        var stored = new List<(StoredMessage Message, MessageContent Content)>();
        foreach (var part in items.GroupBy(item => item.Message.Partition).Select(group => group.ToList()).ToList())
        {
            try
            {
                await StorePartOnceAsync(part, window, now).ConfigureAwait(false);
                stored.AddRange(part);
            }
            catch
            {
                // Whoever sent hears of a failure and sends again: what is stored is shown then.
                Doubt(stored);
                throw;
            }
        }

        items.RemoveAll(item => !stored.Contains(item));
    }

    private async Task StorePartOnceAsync(List<(StoredMessage Message, MessageContent Content)> items, TimeSpan window, DateTimeOffset now)
    {
        var partition = items[0].Message.Partition;
        var replaced = new Dictionary<string, ETag>();
        while (items.Count > 0)
        {
            if (await TryStoreAsync(items, replaced, partition, now).ConfigureAwait(false))
            {
                return;
            }

            foreach (var item in items.ToList())
            {
                var row = await services.Store.FindAsync(partition, DuplicateRow.Key(item.Content.MessageId)).ConfigureAwait(false);
                if (row is null)
                {
                    replaced.Remove(item.Content.MessageId);
                    continue;
                }

                var (sequenceNumber, seenAt) = DuplicateRow.Read(row);
                if (sequenceNumber == item.Message.SequenceNumber)
                {
                    // Our own attempt had been persisted and its answer was lost. It was all or none, so all of it was.
                    return;
                }

                if (seenAt > now - window)
                {
                    items.Remove(item);
                    await ShowUncertainAsync(sequenceNumber).ConfigureAwait(false);
                }
                else
                {
                    replaced[item.Content.MessageId] = row.ETag;
                }
            }
        }
    }

    private async Task<bool> TryStoreAsync(
        List<(StoredMessage Message, MessageContent Content)> items, Dictionary<string, ETag> replaced, string partition, DateTimeOffset now)
    {
        var actions = new List<TableTransactionAction>();
        foreach (var (message, content) in items)
        {
            var seen = DuplicateRow.Write(partition, content.MessageId, message.SequenceNumber, now);
            actions.Add(replaced.TryGetValue(content.MessageId, out var etag)
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, seen, etag)
                : new TableTransactionAction(TableTransactionActionType.Add, seen));
            if (message.Copies.Count > 0)
            {
                actions.Add(new TableTransactionAction(TableTransactionActionType.Add, MessageRow.Write(message, content)));
            }
        }

        try
        {
            return await services.Store.TryCommitAsync(actions).ConfigureAwait(false);
        }
        catch
        {
            Doubt(items);
            throw;
        }
    }

    private void Doubt(List<(StoredMessage Message, MessageContent Content)> items)
    {
        lock (uncertain)
        {
            items.ForEach(item => uncertain[item.Message.SequenceNumber] = item.Message);
        }
    }

    /// <summary>
    /// A send that failed without saying whether it had been persisted turns out to have been: its repeat is a duplicate. The
    /// message is shown now; else it would wait for the next start.
    /// </summary>
    private async Task ShowUncertainAsync(long sequenceNumber)
    {
        StoredMessage? message;
        lock (uncertain)
        {
            uncertain.Remove(sequenceNumber, out message);
        }

        if (message is not null && await services.Store.ReadContentAsync(message).ConfigureAwait(false) is not null)
        {
            // A schedule is not taken up again: better early, at a repeat that comes late anyway, than never.
            Show(message, isScheduled: false);
        }
    }

    private IEnumerable<(MessageCopy Copy, MessageQueue Queue)> Targets(StoredMessage message)
    {
        foreach (var copy in message.Copies)
        {
            // A subscription that has left servicebus.json keeps its copies in storage, and gets them back if it returns.
            if (queues.FirstOrDefault(pair => pair.Queue.Subscription.Equals(copy.Subscription, StringComparison.OrdinalIgnoreCase)).Queue is { } queue)
            {
                yield return (copy, queue);
            }
        }
    }

    private void PruneIfDue(DateTimeOffset now)
    {
        if (now - prunedAt >= duplicates!.Window)
        {
            prunedAt = now;
            Pruning = PruneAsync(now - duplicates.Window);
        }
    }

    private async Task PruneAsync(DateTimeOffset before)
    {
        try
        {
            await services.Store.PruneDuplicatesAsync(Name, before, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            services.Log.PruneFailed(exception, Name);
        }
    }
}
