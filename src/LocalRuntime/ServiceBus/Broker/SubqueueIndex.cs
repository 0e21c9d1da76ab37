using System.Diagnostics.CodeAnalysis;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// The order of one subqueue, in memory: which copies are there, which of them are ready, which are locked by what token, and
/// which receivers wait. It decides who gets what; it persists nothing.
/// </summary>
/// <param name="lockEnded">Called in real time when a lock has not been settled or renewed in time; see <see cref="MessageLock"/>.</param>
/// <param name="hasExpired">Whether a copy's time to live is over.</param>
internal sealed class SubqueueIndex(TimeSpan lockDuration, Action<MessageLock> lockEnded, Func<MessageCopy, bool> hasExpired)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, MessageCopy> all = [];
    private readonly SortedSet<long> ready = [];
    private readonly Dictionary<Guid, MessageLock> locks = [];
    private readonly LinkedList<TaskCompletionSource<MessageLock>> waiting = [];

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

    public bool HasWaiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count > 0;
            }
        }
    }

    /// <summary>Adds a copy that can be received. It goes to the receiver that has waited longest, if any does.</summary>
    public void AddReady(MessageCopy copy)
    {
        lock (gate)
        {
            all[copy.SequenceNumber] = copy;
            ready.Add(copy.SequenceNumber);
            ServeWaiting();
        }
    }

    /// <summary>Adds a copy that is there but can't be received in its turn.</summary>
    public void AddAside(MessageCopy copy)
    {
        lock (gate)
        {
            all[copy.SequenceNumber] = copy;
        }
    }

    /// <summary>Removes a copy that is not locked.</summary>
    public void Remove(MessageCopy copy)
    {
        lock (gate)
        {
            all.Remove(copy.SequenceNumber);
            ready.Remove(copy.SequenceNumber);
        }
    }

    /// <summary>The copies from a sequence number on, in order, whatever their state, without the expired ones, which are removed.</summary>
    public IReadOnlyList<MessageCopy> From(long sequenceNumber, int limit, out List<MessageCopy> expired)
    {
        lock (gate)
        {
            expired = TakeExpired();
            // A dictionary in order has no look-up by lower bound; skipping is cheap beside reading the contents.
            return [.. all.Values.SkipWhile(copy => copy.SequenceNumber < sequenceNumber).Take(limit)];
        }
    }

    /// <summary>The next copies in turn.</summary>
    public List<StoredMessage> NextReady(int limit)
    {
        lock (gate)
        {
            return [.. ready.Take(limit).Select(number => all[number].Message)];
        }
    }

    /// <summary>Locks the next copy in turn, if there is one. Expired ones before it are removed.</summary>
    public bool TryLockNext([NotNullWhen(true)] out MessageLock? taken, out List<MessageCopy> expired)
    {
        lock (gate)
        {
            expired = ready.Count > 0 && hasExpired(all[ready.Min]) ? TakeExpired() : [];
            taken = ready.Count > 0 ? Lock(all[ready.Min]) : null;
            return taken is not null;
        }
    }

    /// <summary>Locks the next copy in turn as soon as there is one.</summary>
    public async Task<MessageLock> LockNextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource<MessageLock>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.AddLast(waiter);
            ServeWaiting();
        }

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

    /// <summary>Locks a deferred copy that nobody has locked yet.</summary>
    public bool TryLockDeferred(long sequenceNumber, [NotNullWhen(true)] out MessageLock? taken)
    {
        lock (gate)
        {
            taken = all.TryGetValue(sequenceNumber, out var copy)
                && copy.State.Status == CopyStatus.Deferred
                && !locks.Values.Any(held => held.Copy == copy)
                    ? Lock(copy)
                    : null;
            return taken is not null;
        }
    }

    /// <summary>Starts a lock's duration anew.</summary>
    /// <returns>The real instant it now ends; <see langword="null"/> when the lock is lost.</returns>
    public DateTimeOffset? Renew(Guid lockToken)
    {
        lock (gate)
        {
            return Held(lockToken)?.Renew(lockDuration);
        }
    }

    /// <summary>Keeps a locked copy from everyone else while it is being settled.</summary>
    /// <returns><see langword="null"/> when the lock is lost.</returns>
    public MessageLock? BeginSettling(Guid lockToken)
    {
        lock (gate)
        {
            if (Held(lockToken) is { } held)
            {
                held.IsSettling = true;
                return held;
            }

            return null;
        }
    }

    /// <summary>The same for a lock that has ended by itself; false if somebody was quicker.</summary>
    public bool TryBeginReturning(MessageLock held)
    {
        lock (gate)
        {
            if (held.IsSettling || !locks.ContainsKey(held.Token) || !held.HasEnded)
            {
                return false;
            }

            return held.IsSettling = true;
        }
    }

    /// <summary>A settlement could not be persisted: the lock holds on.</summary>
    public void CancelSettling(MessageLock held)
    {
        lock (gate)
        {
            held.IsSettling = false;
        }
    }

    /// <summary>Ends a lock.</summary>
    /// <param name="leaves">Whether the copy does not stay in this subqueue.</param>
    public void EndLock(MessageLock held, bool leaves)
    {
        lock (gate)
        {
            locks.Remove(held.Token);
            held.Dispose();
            if (leaves)
            {
                all.Remove(held.Copy.SequenceNumber);
            }
        }
    }

    /// <summary>Gives a copy back as if it had never been locked.</summary>
    public void Unlock(Guid lockToken)
    {
        lock (gate)
        {
            if (locks.Remove(lockToken, out var held))
            {
                held.Dispose();
                if (held.Copy.State.Status != CopyStatus.Deferred)
                {
                    ready.Add(held.Copy.SequenceNumber);
                    ServeWaiting();
                }
            }
        }
    }

    public bool IsLocked(Guid lockToken)
    {
        lock (gate)
        {
            return locks.ContainsKey(lockToken);
        }
    }

    // All below: under the gate.
    private void ServeWaiting()
    {
        while (waiting.First is { } first && ready.Count > 0)
        {
            waiting.RemoveFirst();
            first.Value.SetResult(Lock(all[ready.Min]));
        }
    }

    private MessageLock Lock(MessageCopy copy)
    {
        ready.Remove(copy.SequenceNumber);
        var held = new MessageLock(copy, lockDuration, lockEnded);
        locks.Add(held.Token, held);
        return held;
    }

    private MessageLock? Held(Guid lockToken) =>
        locks.TryGetValue(lockToken, out var held) && !held.IsSettling && !held.HasEnded ? held : null;

    private List<MessageCopy> TakeExpired()
    {
        var expired = ready.Select(number => all[number]).Where(hasExpired).ToList();
        foreach (var copy in expired)
        {
            ready.Remove(copy.SequenceNumber);
            all.Remove(copy.SequenceNumber);
        }

        return expired;
    }
}
