namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// The messages of one queue or subscription, or of its dead-letter queue: hands them out under locks and settles them. Every
/// change is persisted before it shows; <see cref="SubqueueIndex"/> is rebuilt from storage at start.
/// </summary>
internal sealed class Subqueue
{
    public const string DeadLetterSuffix = "/$deadletterqueue";

    private const int FewestPrepared = 4;
    private const int MostPrepared = 50;

    private readonly MessageQueue queue;
    private readonly bool isDeadLetter;
    private readonly BrokerServices services;
    private readonly SubqueueIndex index;

    public Subqueue(MessageQueue queue, bool isDeadLetter, BrokerServices services)
    {
        this.queue = queue;
        this.isDeadLetter = isDeadLetter;
        this.services = services;
        index = new SubqueueIndex(queue.Rules.LockDuration, OnLockEnded, HasExpired);
    }

    public MessageQueue Queue => queue;

    public bool IsDeadLetter => isDeadLetter;

    public string Address => isDeadLetter ? queue.Address + DeadLetterSuffix : queue.Address;

    /// <summary>Whether a function is triggered from here: then the clock waits for every message that is ready or locked.</summary>
    public bool IsTriggered { get; set; }

    /// <summary>Whether a message that comes in now is likely to be received at once.</summary>
    public bool IsAwaited => IsTriggered || index.HasWaiting;

    public int Count => index.Count;

    /// <summary>Makes a copy receivable. It hands it to the receiver that has waited longest, if any does.</summary>
    public void Add(MessageCopy copy)
    {
        Hold(copy);
        index.AddReady(copy);
    }

    /// <summary>Keeps a copy that is there but not receivable: deferred, or scheduled for later.</summary>
    public void AddAside(MessageCopy copy)
    {
        index.AddAside(copy);
        Release(copy);
    }

    /// <summary>Removes a copy that is not locked, because its schedule was cancelled.</summary>
    public void Remove(MessageCopy copy)
    {
        index.Remove(copy);
        Release(copy);
    }

    /// <summary>The copies from a sequence number on, in order, whatever their state. Expired ones are left out and dealt with.</summary>
    public IReadOnlyList<MessageCopy> Peek(long from = 0, int limit = int.MaxValue)
    {
        var copies = index.From(from, limit, out var expired);
        Expire(expired);
        return copies;
    }

    /// <summary>Waits for a message and locks it.</summary>
    public async Task<Delivery> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var taken = TryLockNext() ?? await index.LockNextAsync(cancellationToken).ConfigureAwait(false);
            if (await DeliverAsync(taken).ConfigureAwait(false) is { } delivery)
            {
                return delivery;
            }
        }
    }

    /// <summary>Locks a message if one is ready.</summary>
    public async Task<Delivery?> TryTakeAsync()
    {
        while (TryLockNext() is { } taken)
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
        var next = index.NextReady(Math.Min(wanted, MostPrepared));
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
    public async Task<Delivery?> TryTakeDeferredAsync(long sequenceNumber) =>
        index.TryLockDeferred(sequenceNumber, out var taken) ? await DeliverAsync(taken).ConfigureAwait(false) : null;

    /// <summary>Starts the lock's duration anew.</summary>
    /// <returns>The real instant it now ends.</returns>
    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageLockLost"/></exception>
    public DateTimeOffset Renew(Guid lockToken) => index.Renew(lockToken) ?? throw LockLost();

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
    public void Unlock(Guid lockToken) => index.Unlock(lockToken);

    /// <summary>Whether the token still holds its message.</summary>
    public bool IsLocked(Guid lockToken) => index.IsLocked(lockToken);

    private async Task SettleAsync(Guid lockToken, Func<CopyState, CopyState> change)
    {
        var held = index.BeginSettling(lockToken) ?? throw LockLost();
        try
        {
            await queue.Entity.SaveAsync(held.Copy, change(held.Copy.State)).ConfigureAwait(false);
        }
        catch
        {
            index.CancelSettling(held);
            throw;
        }

        Settled(held);
    }

    private void Settled(MessageLock held)
    {
        var status = held.Copy.State.Status;
        index.EndLock(held, leaves: status == CopyStatus.Gone || isDeadLetter != (status == CopyStatus.DeadLettered));
        if (status == CopyStatus.Gone)
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
        if (index.TryBeginReturning(held))
        {
            _ = ReturnAsync(held);
        }
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

    private MessageLock? TryLockNext()
    {
        index.TryLockNext(out var taken, out var expired);
        Expire(expired);
        return taken;
    }

    private ServiceBusException LockLost() => new(
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
        index.EndLock(held, leaves: true);
        Release(held.Copy);
        return null;
    }

    private bool HasExpired(MessageCopy copy) => !isDeadLetter && copy.ExpiresAt(queue.Rules.DefaultTimeToLive) <= services.Clock.GetUtcNow();

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
