using System.Diagnostics.CodeAnalysis;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// The messages of one queue or subscription, or of its dead-letter queue: which are ready, which are locked and by what
/// token. Everything here is rebuilt from storage at start; every change is persisted before it shows.
/// </summary>
internal sealed class Subqueue(MessageQueue queue, bool isDeadLetter, BrokerServices services)
{
    public const string DeadLetterSuffix = "/$deadletterqueue";

    private const int FewestPrepared = 4;
    private const int MostPrepared = 50;

    private readonly Lock gate = new();
    private readonly SortedDictionary<long, MessageCopy> all = [];
    private readonly SortedSet<long> ready = [];
    private readonly Dictionary<Guid, MessageLock> locks = [];
    private readonly LinkedList<TaskCompletionSource<MessageLock>> waiting = [];

    public MessageQueue Queue => queue;

    public bool IsDeadLetter => isDeadLetter;

    public string Address => isDeadLetter ? queue.Address + DeadLetterSuffix : queue.Address;

    /// <summary>Whether a function is triggered from here: then the clock waits for every message that is ready or locked.</summary>
    public bool IsTriggered { get; set; }

    /// <summary>Whether a message that comes in now is likely to be received at once.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (gate)
            {
                return IsTriggered || waiting.Count > 0;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return all.Count;
            }
        }
    }

    /// <summary>Makes a copy receivable. It hands it to the receiver that has waited longest, if any does.</summary>
    public void Add(MessageCopy copy)
    {
        Hold(copy);
        lock (gate)
        {
            all[copy.SequenceNumber] = copy;
            ready.Add(copy.SequenceNumber);
            ServeWaiting();
        }
    }

    /// <summary>Keeps a copy that is there but not receivable: deferred, or scheduled for later.</summary>
    public void AddAside(MessageCopy copy)
    {
        lock (gate)
        {
            all[copy.SequenceNumber] = copy;
        }

        Release(copy);
    }

    /// <summary>Removes a copy that is not locked, because its schedule was cancelled.</summary>
    public void Remove(MessageCopy copy)
    {
        lock (gate)
        {
            all.Remove(copy.SequenceNumber);
            ready.Remove(copy.SequenceNumber);
        }

        Release(copy);
    }

    /// <summary>The copies from a sequence number on, in order, whatever their state. Expired ones are left out and dealt with.</summary>
    public IReadOnlyList<MessageCopy> Peek(long from = 0, int limit = int.MaxValue)
    {
        List<MessageCopy> expired;
        List<MessageCopy> copies;
        lock (gate)
        {
            expired = TakeExpired();
            // A dictionary in order has no look-up by lower bound; skipping is cheap beside reading the contents.
            copies = [.. all.Values.SkipWhile(copy => copy.SequenceNumber < from).Take(limit)];
        }

        Expire(expired);
        return copies;
    }

    /// <summary>Waits for a message and locks it.</summary>
    public async Task<Delivery> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var taken = await LockNextAsync(cancellationToken).ConfigureAwait(false);
            if (await DeliverAsync(taken).ConfigureAwait(false) is { } delivery)
            {
                return delivery;
            }
        }
    }

    /// <summary>Locks a message if one is ready.</summary>
    public async Task<Delivery?> TryTakeAsync()
    {
        while (TryLockNext(out var taken))
        {
            if (await DeliverAsync(taken).ConfigureAwait(false) is { } delivery)
            {
                return delivery;
            }
        }

        return null;
    }

    /// <summary>Reads the contents of the next messages in one go, for a receiver that is about to take several.</summary>
    public async Task PrepareAsync(int wanted)
    {
        List<StoredMessage> next;
        lock (gate)
        {
            next = [.. ready.Take(Math.Min(wanted, MostPrepared)).Select(number => all[number].Message)];
        }

        // One by one is as good where there are few, or where most of what lies between belongs to other subscriptions.
        if (next.Count >= FewestPrepared
            && !services.IsRemembered(next[0])
            && next[^1].SequenceNumber - next[0].SequenceNumber < 2 * next.Count)
        {
            var missing = next.ToDictionary(message => message.SequenceNumber);
            var contents = services.Store.ReadContentsAsync(queue.Entity.Name, next[0].SequenceNumber, next[^1].SequenceNumber, CancellationToken.None);
            await foreach (var (number, content) in contents.ConfigureAwait(false))
            {
                if (missing.TryGetValue(number, out var message))
                {
                    services.Remember(message, content);
                }
            }
        }
    }

    /// <summary>Locks a deferred message.</summary>
    public async Task<Delivery?> TryTakeDeferredAsync(long sequenceNumber)
    {
        MessageLock taken;
        lock (gate)
        {
            if (!all.TryGetValue(sequenceNumber, out var copy)
                || copy.State.Status != CopyStatus.Deferred
                || locks.Values.Any(held => held.Copy == copy))
            {
                return null;
            }

            taken = Lock(copy);
        }

        return await DeliverAsync(taken).ConfigureAwait(false);
    }

    /// <summary>Starts the lock's duration anew.</summary>
    /// <returns>The real instant it now ends.</returns>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageLockLost"/></exception>
    public DateTimeOffset Renew(Guid lockToken)
    {
        lock (gate)
        {
            return Held(lockToken).Renew(queue.Rules.LockDuration);
        }
    }

    public Task CompleteAsync(Guid lockToken) => SettleAsync(lockToken, state => state with { Status = CopyStatus.Gone });

    public Task AbandonAsync(Guid lockToken, IEnumerable<KeyValuePair<string, object>>? changes = null) =>
        SettleAsync(lockToken, state => Returned(state).WithModified(changes));

    public Task DeferAsync(Guid lockToken, IEnumerable<KeyValuePair<string, object>>? changes = null) => isDeadLetter
        ? throw new ServiceBusException("A message in a dead-letter queue can't be deferred by the local broker.", ServiceBusFailureReason.GeneralError, Address)
        : SettleAsync(lockToken, state => (state with { Status = CopyStatus.Deferred, Deliveries = state.Deliveries + 1 }).WithModified(changes));

    public Task DeadLetterAsync(Guid lockToken, string? reason, string? description, IEnumerable<KeyValuePair<string, object>>? changes = null) => isDeadLetter
        ? throw new ServiceBusException("The message is in a dead-letter queue already.", ServiceBusFailureReason.GeneralError, Address)
        : SettleAsync(lockToken, state => state.DeadLettered(state.Deliveries + 1, reason, description).WithModified(changes));

    /// <summary>Gives a message back as if it had never been delivered: the receiver went before it saw it.</summary>
    public void Unlock(Guid lockToken)
    {
        lock (gate)
        {
            if (locks.Remove(lockToken, out var held))
            {
                held.Dispose();
                MakeReadyAgain(held.Copy);
            }
        }
    }

    /// <summary>Whether the token still holds its message.</summary>
    public bool IsLocked(Guid lockToken)
    {
        lock (gate)
        {
            return locks.ContainsKey(lockToken);
        }
    }

    private async Task SettleAsync(Guid lockToken, Func<CopyState, CopyState> change)
    {
        MessageLock held;
        lock (gate)
        {
            held = Held(lockToken);
            held.IsSettling = true;
        }

        try
        {
            var state = change(held.Copy.State);
            await queue.Entity.SaveAsync(held.Copy, state).ConfigureAwait(false);
        }
        catch
        {
            lock (gate)
            {
                held.IsSettling = false;
            }

            throw;
        }

        Settled(held);
    }

    private void Settled(MessageLock held)
    {
        lock (gate)
        {
            locks.Remove(held.Token);
            held.Dispose();
            if (held.Copy.State.Status == CopyStatus.Gone || isDeadLetter != (held.Copy.State.Status == CopyStatus.DeadLettered))
            {
                all.Remove(held.Copy.SequenceNumber);
            }
        }

        if (held.Copy.State.Status == CopyStatus.Gone)
        {
            Release(held.Copy);
        }
        else
        {
            queue.Place(held.Copy);
        }
    }

    /// <summary>A delivery that did not succeed: it counts, and the last one allowed dead-letters the message.</summary>
    private CopyState Returned(CopyState state)
    {
        var deliveries = state.Deliveries + 1;
        return !isDeadLetter && state.Status == CopyStatus.Active && deliveries >= queue.Rules.MaxDeliveryCount
            ? state.DeadLettered(deliveries, "MaxDeliveryCountExceeded", $"Message could not be consumed after {queue.Rules.MaxDeliveryCount} delivery attempts.")
            : state with { Deliveries = deliveries };
    }

    private void OnLockEnded(MessageLock held)
    {
        lock (gate)
        {
            if (held.IsSettling || !locks.ContainsKey(held.Token) || !held.HasEnded)
            {
                return;
            }

            held.IsSettling = true;
        }

        _ = ReturnAsync(held);
    }

    private async Task ReturnAsync(MessageLock held)
    {
        var state = Returned(held.Copy.State);
        try
        {
            await queue.Entity.SaveAsync(held.Copy, state).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Only the count is lost: the message itself is still there, and is delivered again.
            services.Log.SaveFailed(exception, held.Copy.SequenceNumber, Address);
        }

        Settled(held);
    }

    private Task<MessageLock> LockNextAsync(CancellationToken cancellationToken)
    {
        if (TryLockNext(out var taken))
        {
            return Task.FromResult(taken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource<MessageLock>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.AddLast(waiter);
            ServeWaiting();
        }

        return waiter.Task.IsCompleted ? waiter.Task : WaitAsync(waiter, cancellationToken);
    }

    private async Task<MessageLock> WaitAsync(TaskCompletionSource<MessageLock> waiter, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() =>
        {
            lock (gate)
            {
                if (waiting.Remove(waiter))
                {
                    waiter.SetCanceled(cancellationToken);
                }
            }
        });
        return await waiter.Task.ConfigureAwait(false);
    }

    private bool TryLockNext([NotNullWhen(true)] out MessageLock? taken)
    {
        List<MessageCopy> expired;
        lock (gate)
        {
            expired = ready.Count > 0 && HasExpired(all[ready.Min]) ? TakeExpired() : [];
            taken = ready.Count > 0 ? Lock(all[ready.Min]) : null;
        }

        Expire(expired);
        return taken is not null;
    }

    /// <summary>Under the gate.</summary>
    private void ServeWaiting()
    {
        while (waiting.First is { } first && ready.Count > 0)
        {
            waiting.RemoveFirst();
            first.Value.SetResult(Lock(all[ready.Min]));
        }
    }

    /// <summary>Under the gate.</summary>
    private MessageLock Lock(MessageCopy copy)
    {
        ready.Remove(copy.SequenceNumber);
        var held = new MessageLock(copy, queue.Rules.LockDuration, OnLockEnded);
        locks.Add(held.Token, held);
        return held;
    }

    /// <summary>Under the gate.</summary>
    private MessageLock Held(Guid lockToken) =>
        locks.TryGetValue(lockToken, out var held) && !held.IsSettling && !held.HasEnded
            ? held
            : throw new ServiceBusException(
                $"The lock supplied is invalid: it has ended, or the message of {Address} has already been settled.", ServiceBusFailureReason.MessageLockLost, Address);

    private async Task<Delivery?> DeliverAsync(MessageLock held)
    {
        try
        {
            if (await services.ContentOfAsync(held.Copy.Message).ConfigureAwait(false) is { } content)
            {
                return new Delivery(this, held.Copy, content, held.Token, held.Until);
            }
        }
        catch
        {
            Unlock(held.Token);
            throw;
        }

        // Its row is gone although the index had it: somebody deleted it in storage. There is nothing to deliver.
        lock (gate)
        {
            locks.Remove(held.Token);
            held.Dispose();
            all.Remove(held.Copy.SequenceNumber);
        }

        Release(held.Copy);
        return null;
    }

    /// <summary>Under the gate.</summary>
    private void MakeReadyAgain(MessageCopy copy)
    {
        if (copy.State.Status != CopyStatus.Deferred)
        {
            ready.Add(copy.SequenceNumber);
            ServeWaiting();
        }
    }

    private bool HasExpired(MessageCopy copy) => !isDeadLetter && copy.ExpiresAt(queue.Rules.DefaultTimeToLive) <= services.Clock.GetUtcNow();

    /// <summary>Under the gate: removes and returns the ready copies whose time to live is over.</summary>
    private List<MessageCopy> TakeExpired()
    {
        var expired = ready.Select(number => all[number]).Where(HasExpired).ToList();
        foreach (var copy in expired)
        {
            ready.Remove(copy.SequenceNumber);
            all.Remove(copy.SequenceNumber);
        }

        return expired;
    }

    private void Expire(List<MessageCopy> copies)
    {
        foreach (var copy in copies)
        {
            _ = ExpireAsync(copy);
        }
    }

    private async Task ExpireAsync(MessageCopy copy)
    {
        try
        {
            await queue.Entity.SaveAsync(copy, queue.Rules.DeadLetterExpired
                ? copy.State.DeadLettered(copy.State.Deliveries, "TTLExpiredException", "The message expired and was dead lettered.")
                : copy.State with { Status = CopyStatus.Gone }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            services.Log.SaveFailed(exception, copy.SequenceNumber, Address);
        }

        queue.Place(copy);
        if (copy.State.Status == CopyStatus.Gone)
        {
            Release(copy);
        }
    }

    private void Hold(MessageCopy copy)
    {
        var before = copy.Pending;
        copy.Pending = IsTriggered ? services.Work.Begin() : null;
        before?.Dispose();
    }

    private static void Release(MessageCopy copy)
    {
        var before = copy.Pending;
        copy.Pending = null;
        before?.Dispose();
    }
}
